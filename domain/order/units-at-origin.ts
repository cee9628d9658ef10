import type { CentraLineId, CentraOrderNumber, SitooItemId } from '../ids.js';
import { type OrderRef, tillOrderNumber, webOrderNumber } from './order-ref.js';
import type { LineUnits } from './split-order.js';

/** Units of an order of the web shop, as the web shop names them. @throws Error when it was placed at a till */
export const unitsAtWebShop = (
  order: OrderRef,
  lines: readonly LineUnits[],
): { number: CentraOrderNumber; lines: readonly LineUnits<CentraLineId>[] } => ({
  number: webOrderNumber(order),
  // The lines of an order are named by whoever took the order.
  lines: lines as readonly LineUnits<CentraLineId>[],
});

/** Units of an order of a till, as the till names them. @throws Error when it was placed in the web shop */
export function unitsAtTill(order: OrderRef, lines: readonly LineUnits[]): readonly LineUnits<SitooItemId>[] {
  tillOrderNumber(order);
  return lines as readonly LineUnits<SitooItemId>[];
}
