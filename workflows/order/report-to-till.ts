import type { ShipmentActivities } from '../../activities/orders/shipments.js';
import { isSettled } from '../../domain/order/fulfilment.js';
import { missingUnits, parcelsOf } from '../../domain/order/fulfilment-state.js';
import { tillOrderNumber } from '../../domain/order/order-ref.js';
import { unitsAtTill } from '../../domain/order/units-at-origin.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import type { FulfilmentRun } from './run.js';

const { reportDelivery } = steps<ShipmentActivities>(counterpart);

/** Tills: each parcel becomes an order delivery with its waybill; with the last one the order is closed. */
export async function reportToTill({ order, fulfilment, cases }: FulfilmentRun): Promise<void> {
  for (const parcel of parcelsOf(fulfilment)) {
    const isTakenBack = !parcelsOf(fulfilment).some(({ ref }) => ref === parcel.ref);
    if (isTakenBack || fulfilment.reportedParcels.has(parcel.ref)) continue;
    const othersAreSettled = order.fulfilments.every((f) => f === fulfilment || isSettled(f.stage));
    const isLast = othersAreSettled && missingUnits(fulfilment).length === 0 && parcel === parcelsOf(fulfilment).at(-1);
    // From before the call, so that somebody is asked when the location takes it back while the call is under way.
    fulfilment.reportedParcels.add(parcel.ref);
    await cases.runOrRaise('status.refused', () =>
      reportDelivery({
        number: tillOrderNumber(order),
        fulfilment: fulfilment.fulfilment,
        location: fulfilment.location,
        parcel: { ...parcel, lines: unitsAtTill(order, parcel.lines) },
        closeOrder: isLast,
        skus: Object.fromEntries(order.facts.lines.map((l) => [l.line, l.sku])),
      }),
    );
    order.closedAtTills ||= isLast;
  }
}
