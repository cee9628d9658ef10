import type { CentraLineId, CentraOrderNumber, CentraShipmentId, SitooItemId, SitooOrderId } from '../../domain/ids.js';
import { locationsOf } from '../../domain/locations.js';
import { storeFulfilmentName, warehouseFulfilmentName } from '../../domain/names.js';
import type { Parcel } from '../../domain/order/fulfilment.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import type { WebShipment } from '../../domain/order/web-order.js';
import { isCaptured, unclaimedShipment } from '../../domain/order/web-shipment.js';
import type { StockPolicy } from '../../domain/stock/policy.js';
import type { Dependencies } from '../dependencies.js';
import { runOnce } from '../idempotent.js';

type Needs = Pick<Dependencies, 'brand' | 'centra' | 'sitoo' | 'records'>;

/** The status of an order on its way back to where it was placed. */
export function createShipmentActivities({ brand, centra, sitoo, records }: Needs, policy: StockPolicy) {
  return {
    /** Creates a shipment of picked goods and asks for capture, in one mutation. A failed capture comes back as a sentence. */
    async createShipment(input: {
      number: CentraOrderNumber;
      fulfilment: number;
      nth: number;
      lines: readonly LineUnits<CentraLineId>[];
    }): Promise<{ id: CentraShipmentId; captured: boolean; pending: boolean; problem?: string }> {
      const { number, fulfilment, nth, lines } = input;
      const key = `shipment/${brand.brand}/${storeFulfilmentName(number, fulfilment)}/${nth}`;
      const result = await runOnce<{ shipment: WebShipment; captureProblem?: string; answered?: true }>(
        records.intents,
        {
          key,
          system: 'centra',
          lookUp: async () => {
            const known = await records.intents.result(key);
            const order = await centra.order(number);
            if (!order) return undefined;
            const shipment = known
              ? order.shipments.find((s) => s.id === known)
              : unclaimedShipment(order, lines, await records.orders.fulfilments('centra', number));
            return shipment ? { shipment } : undefined;
          },
          act: async () => ({
            ...(await centra.createShipment({ order: number, lines })),
            answered: true as const,
          }),
        },
      );
      const { shipment, captureProblem: problem, answered } = result;
      // In this order: once the fulfilment has claimed it, a repeat can find it only by what the intent remembers.
      await records.intents.finish(key, shipment.id);
      await records.orders.advanceFulfilment({
        origin: 'centra',
        orderNumber: number,
        fulfilment,
        stage: 'picked',
        shipment: shipment.id,
      });
      const captured = isCaptured(shipment);
      // Only an answer tells a refusal from "later"; of a shipment that we merely found, the money is asked for again.
      const pending = !captured && !problem && answered === true;
      return { id: shipment.id, captured, pending, ...(problem ? { problem } : {}) };
    },

    /** Captures a shipment that is not captured yet. One that has been captured in the meantime needs nothing. */
    async captureShipment(input: {
      number: CentraOrderNumber;
      shipment: CentraShipmentId;
    }): Promise<{ captured: boolean }> {
      const order = await centra.order(input.number);
      const shipment = order?.shipments.find((s) => s.id === input.shipment);
      if (shipment && isCaptured(shipment)) return { captured: true };
      const { captured } = await centra.captureShipment(input.shipment);
      return { captured };
    },

    /** Whether the money for a shipment is there by now; asks for nothing. */
    async readCapture(input: {
      number: CentraOrderNumber;
      shipment: CentraShipmentId;
    }): Promise<{ captured: boolean }> {
      const order = await centra.order(input.number);
      const shipment = order?.shipments.find((s) => s.id === input.shipment);
      return { captured: shipment !== undefined && isCaptured(shipment) };
    },

    /** Dispatches a shipment with carrier and tracking. Looks first when an earlier attempt may have done it. */
    async completeShipment(input: {
      number: CentraOrderNumber;
      fulfilment: number;
      shipment: CentraShipmentId;
      courier?: string;
      parcel: Parcel;
      lastOfFulfilment: boolean;
    }): Promise<{ completed: true }> {
      const { number, fulfilment, shipment, parcel } = input;
      const courier = input.courier === undefined ? undefined : brand.couriers[input.courier];
      await runOnce(records.intents, {
        key: `complete/${brand.brand}/${shipment}`,
        system: 'centra',
        lookUp: async () => {
          const order = await centra.order(number);
          return order?.shipments.find((s) => s.id === shipment)?.isShipped ? true : undefined;
        },
        act: async () => {
          await centra.completeShipment({
            id: shipment,
            ...(courier ? { carrier: courier.carrier, service: courier.service } : {}),
            ...(parcel.trackingNumber ? { trackingNumber: parcel.trackingNumber } : {}),
            packages: parcel.packages,
          });
          return true;
        },
      });
      if (input.lastOfFulfilment)
        await records.orders.advanceFulfilment({ origin: 'centra', orderNumber: number, fulfilment, stage: 'sent' });
      return { completed: true };
    },

    /** Reports a parcel of a till order as its delivery, with the waybill, and closes the order with the last one. */
    async reportDelivery(input: {
      number: SitooOrderId;
      fulfilment: number;
      location: string;
      parcel: Parcel<LineUnits<SitooItemId>>;
      closeOrder: boolean;
      /** SKU by line, as the tills know it. */
      skus?: Readonly<Record<string, string>>;
    }): Promise<{ reported: true }> {
      const { number, fulfilment, parcel } = input;
      const warehouseId = locationsOf(brand).get(input.location).sitoo;
      // Unique per parcel also without a waybill: by it a repeat finds what it booked.
      const reference =
        parcel.trackingNumber ?? `${warehouseFulfilmentName('sitoo', number, fulfilment)}-${parcel.ref}`;
      const items = parcel.lines.map((l) => ({ itemId: l.line, quantity: l.quantity }));
      await runOnce(records.intents, {
        key: `deliver/${brand.brand}/${number}/${parcel.ref}`,
        system: 'sitoo',
        lookUp: async () => {
          const deliveries = await sitoo.deliveries(number);
          return deliveries.some((d) => d.cancelledAt === undefined && d.reference === reference) ? true : undefined;
        },
        act: async () => {
          await sitoo.addDelivery(number, { warehouseId, reference, items });
          return true;
        },
      });
      // Sitoo has taken the units off its virtual warehouse by itself.
      await records.stockLedger.recordTillDeduction(
        {
          number,
          parcel: parcel.ref,
          location: input.location,
          at: Date.now(),
          lines: parcel.lines.flatMap(({ line, quantity }) => {
            const sku = input.skus?.[line];
            return sku === undefined ? [] : [{ sku, quantity }];
          }),
        },
        policy,
      );
      if (input.closeOrder) {
        // Closing a closed order changes nothing, so a repeat reads nothing first.
        await sitoo.closeOrder(number);
        await records.orders.advanceFulfilment({ origin: 'sitoo', orderNumber: number, fulfilment, stage: 'sent' });
      }
      return { reported: true };
    },
  };
}

export type ShipmentActivities = ReturnType<typeof createShipmentActivities>;
