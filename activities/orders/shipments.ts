import type { CentraOrderNumber, CentraShipmentId, SitooItemId, SitooOrderId } from '../../domain/ids.js';
import { idIn, locationsOf } from '../../domain/locations.js';
import { warehouseFulfilmentName } from '../../domain/names.js';
import type { Capture } from '../../domain/order/capture.js';
import type { Parcel } from '../../domain/order/fulfilment.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import type { StockPolicy } from '../../domain/stock/policy.js';
import type { Dependencies } from '../dependencies.js';
import { runOnce } from '../idempotent.js';
import { createCaptureActivities } from './capture.js';
import { closeOnce } from './close-once.js';
import type { OrderReader } from './read-order.js';
import { createReserveActivities } from './release-reserve.js';
import { type NewShipment, shipOnce } from './ship-once.js';

type Needs = Pick<Dependencies, 'brand' | 'centra' | 'sitoo' | 'records'>;

/** The status of an order on its way back to where it was placed. */
export function createShipmentActivities(
  needs: Needs,
  policy: StockPolicy,
  { noteReported }: Pick<OrderReader, 'noteReported'>,
) {
  const { brand, centra, sitoo, records } = needs;
  return {
    ...createCaptureActivities(needs),
    ...createReserveActivities(needs),

    /**
     * Creates a shipment of picked goods and asks for capture, in one mutation. What became of the money is read from the
     * payment history where no answer says it.
     */
    async createShipment(input: NewShipment): Promise<{ id: CentraShipmentId } & Capture> {
      const { number, fulfilment } = input;
      const { id, mustBeMarkedPaid, ...capture } = await shipOnce(needs, input);
      if (mustBeMarkedPaid) await markPaidOnce(needs, { number, shipment: id });
      await records.orders.advanceFulfilment({
        origin: 'centra',
        orderNumber: number,
        fulfilment,
        stage: 'picked',
        shipment: id,
      });
      return { id, ...capture };
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
      await runOnce(needs, {
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
            ...(parcel.returnTrackingNumber ? { returnTrackingNumber: parcel.returnTrackingNumber } : {}),
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
      const warehouseId = idIn(locationsOf(brand).get(input.location), 'sitoo');
      // Unique per parcel also without a waybill: by it a repeat finds what it booked.
      const reference =
        parcel.trackingNumber ?? `${warehouseFulfilmentName('sitoo', number, fulfilment)}-${parcel.ref}`;
      const items = parcel.lines.map((l) => ({ itemId: l.line, quantity: l.quantity }));
      await runOnce(needs, {
        key: `deliver/${brand.brand}/${number}/${parcel.ref}`,
        system: 'sitoo',
        lookUp: async () => {
          const deliveries = await sitoo.deliveries(number);
          return deliveries.some((d) => d.cancelledAt === undefined && d.reference === reference) ? true : undefined;
        },
        act: async () => {
          await sitoo.addDelivery(number, { warehouseId, reference, items });
          noteReported(number, { reference, lines: parcel.lines });
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
      // Closing a closed order changes nothing, so a repeat reads nothing first.
      if (input.closeOrder) await closeOnce(needs, number);
      const stage = input.closeOrder ? 'sent' : 'picked';
      await records.orders.advanceFulfilment({ origin: 'sitoo', orderNumber: number, fulfilment, stage });
      return { reported: true };
    },
  };
}

/** Tells the web shop that no money is expected for a shipment that costs nothing. */
async function markPaidOnce(
  needs: Needs,
  { number, shipment }: { readonly number: CentraOrderNumber; readonly shipment: CentraShipmentId },
): Promise<void> {
  const { brand, centra } = needs;
  await runOnce(needs, {
    key: `paid/${brand.brand}/${shipment}`,
    system: 'centra',
    lookUp: async () => {
      const order = await centra.order(number);
      return order?.shipments.find((s) => s.id === shipment)?.isPaid ? true : undefined;
    },
    act: async () => {
      await centra.markShipmentPaid(shipment);
      return true;
    },
    overwrites: true,
  });
}

export type ShipmentActivities = ReturnType<typeof createShipmentActivities>;
