import type { Controls } from '../simulators/control.js';
import { readCalls } from '../simulators/read-states.js';
import type { Kind } from './happy-orders.js';

/** Calls at each counterpart. */
export interface Calls {
  readonly centra: number;
  readonly sitoo: number;
  readonly wms: number;
}

/**
 * The fewest calls by which an order can be completed everywhere, its share of reads in bulk left out because it shrinks
 * with the number of orders.
 *
 * - From the web shop: read it once more for the person's data at the moment of placing, create its shipment with
 *   capture, complete the shipment. At the warehouse or store: place it. What a store has packed, and what has left it,
 *   is known by the order's deliveries, which no list contains: a parcel is read when it is packed, since the payment is
 *   captured for what it holds before it leaves, and when it has left, since it has its waybill then. What is collected is
 *   read once, since a row of the stock journal names a delivery without saying whose it is. What the warehouse sent is placed at the tills too, and closed, so
 *   that it can be returned there.
 * - From a till: read it for the person's data, and its deliveries, since no unit may be sent that was taken along; add the
 *   delivery, close it. At the warehouse: place it.
 */
export const LEAST_CALLS: Readonly<Record<Kind, Calls>> = {
  warehouse: { centra: 3, sitoo: 2, wms: 1 },
  store: { centra: 3, sitoo: 3, wms: 0 },
  collect: { centra: 3, sitoo: 2, wms: 0 },
  till: { centra: 0, sitoo: 4, wms: 1 },
};

export async function countCalls(controls: Controls): Promise<Calls> {
  const { centra, sitoo, wms } = await readCalls(controls);
  return { centra: centra.total, sitoo: sitoo.total, wms: wms.total };
}

/** Calls of one order out of `count`, to a tenth. */
export function callsEach(before: Calls, after: Calls, count: number): Calls {
  const each = (system: keyof Calls) => Math.round(((after[system] - before[system]) * 10) / count) / 10;
  return { centra: each('centra'), sitoo: each('sitoo'), wms: each('wms') };
}
