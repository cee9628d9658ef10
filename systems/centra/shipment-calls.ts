import { z } from 'zod';
import { numberOf } from '../id-schemas.js';
import type { CentraClient } from './client.js';
import { CaptureShipmentDocument, CompleteShipmentDocument, CreateShipmentDocument } from './generated/documents.js';
import { shipmentAnswer } from './order-answer.js';
import type { CentraPort } from './port.js';
import { readShipment } from './read-order.js';
import { required } from './required.js';

const dispatched = z.boolean().refine((isShipped) => isShipped, 'the shipment is still not shipped');

type ShipmentCalls = Pick<CentraPort, 'createShipment' | 'captureShipment' | 'completeShipment'>;

/** Creating, capturing and dispatching shipments. */
export function createShipmentCalls(client: CentraClient): ShipmentCalls {
  return {
    async createShipment({ order, lines }) {
      const { answer, warnings } = await client.write({
        operation: 'createShipment',
        document: CreateShipmentDocument,
        variables: {
          number: numberOf(order),
          lines: lines.map(({ line, quantity }) => ({ orderLine: { id: numberOf(line) }, quantity })),
        },
        answer: z.object({ createShipment: z.object({ shipment: required(shipmentAnswer) }) }),
        lane: 'orders',
      });
      const shipment = readShipment(answer.createShipment.shipment);
      // A failed capture does not fail the creation; a warning is the only place that says why.
      const problem = warnings.join('; ');
      return shipment.isCaptured || !problem ? { shipment } : { shipment, captureProblem: problem };
    },

    async captureShipment(id) {
      const { answer } = await client.write({
        operation: 'captureShipment',
        document: CaptureShipmentDocument,
        variables: { id: numberOf(id) },
        answer: z.object({
          captureShipment: z.object({
            shipment: required(z.object({ isCaptured: z.boolean() })),
            paymentHistoryEntry: z.object({ status: z.string(), entryType: z.string() }).nullish(),
          }),
        }),
        lane: 'orders',
      });
      const { shipment, paymentHistoryEntry: entry } = answer.captureShipment;
      // Payment providers that answer later (Adyen, Klarna) leave a request; the capture itself may take days.
      const requested = entry?.entryType === 'CAPTURE_REQUEST' || entry?.status === 'PENDING';
      return { captured: shipment.isCaptured, pending: !shipment.isCaptured && requested };
    },

    async completeShipment({ id, carrier, service, trackingNumber, returnTrackingNumber, packages, shippedAt }) {
      await client.write({
        operation: 'completeShipment',
        document: CompleteShipmentDocument,
        variables: {
          id: numberOf(id),
          ...(shippedAt === undefined ? {} : { shippedAt }),
          info: {
            ...(carrier === undefined ? {} : { carrier }),
            ...(service === undefined ? {} : { service }),
            ...(trackingNumber === undefined ? {} : { trackingNumber }),
            ...(returnTrackingNumber === undefined ? {} : { returnTrackingNumber }),
            ...(packages === undefined ? {} : { packagesNumber: packages }),
          },
        },
        answer: z.object({ completeShipment: z.object({ shipment: required(z.object({ isShipped: dispatched })) }) }),
        lane: 'orders',
      });
    },
  };
}
