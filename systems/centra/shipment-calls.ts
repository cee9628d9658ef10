import { z } from 'zod';
import { numberOf } from '../id-schemas.js';
import type { CentraClient } from './client.js';
import {
  CaptureShipmentDocument,
  CompleteShipmentDocument,
  CreateShipmentDocument,
  MarkShipmentPaidDocument,
  ReleaseAuthorizationDocument,
} from './generated/documents.js';
import { shipmentAnswer } from './order-answer.js';
import type { CentraPort } from './port.js';
import { parsed } from './problems.js';
import { readShipment } from './read-order.js';
import { required } from './required.js';

const newShipment = shipmentAnswer.extend({
  grandTotal: z.object({ value: z.number(), currency: z.object({ code: z.string() }) }),
});
const paid = z.boolean().refine((isPaid) => isPaid, 'the shipment is still not paid');
const dispatched = z.boolean().refine((isShipped) => isShipped, 'the shipment is still not shipped');

type ShipmentCalls = Pick<
  CentraPort,
  'createShipment' | 'captureShipment' | 'markShipmentPaid' | 'releaseAuthorisation' | 'completeShipment'
>;

/** Creating, paying and dispatching shipments. */
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
        answer: z.object({ createShipment: z.object({ shipment: required(newShipment) }) }),
        lane: 'orders',
      });
      const { shipment: made } = answer.createShipment;
      const shipment = parsed('createShipment', () => readShipment(made, made.grandTotal.currency.code));
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

    async markShipmentPaid(id) {
      await client.write({
        operation: 'updateShipment',
        document: MarkShipmentPaidDocument,
        variables: { id: numberOf(id) },
        answer: z.object({ updateShipment: z.object({ shipment: required(z.object({ isPaid: paid })) }) }),
        lane: 'orders',
      });
    },

    async releaseAuthorisation(order) {
      await client.write({
        operation: 'releaseRemainingOrderAuthorization',
        document: ReleaseAuthorizationDocument,
        variables: { number: numberOf(order) },
        answer: z.unknown(),
        lane: 'orders',
      });
    },

    async completeShipment({ id, carrier, service, trackingNumber, returnTrackingNumber, packages, shippedAt }) {
      await client.write({
        operation: 'completeShipment',
        document: CompleteShipmentDocument,
        variables: {
          id: numberOf(id),
          sendEmail: client.emails.shipped,
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
