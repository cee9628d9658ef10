import type { CentraLineId, CentraWarehouseId } from '../ids.js';
import { type LineUnits, subtractUnits } from './split-order.js';
import type { WebOrder } from './web-order.js';

/** Units of every line of an order that the web shop has allocated in a warehouse. */
export const allocatedUnits = ({ lines }: WebOrder, warehouse: CentraWarehouseId): LineUnits<CentraLineId>[] =>
  lines.map(({ id, allocations }) => ({
    line: id,
    quantity: allocations.filter((a) => a.warehouse === warehouse).reduce((sum, a) => sum + a.quantity, 0),
  }));

/**
 * What is left to move to a warehouse of a decision, so that a repeat takes no units of another fulfilment.
 * @param before what was allocated there before the first attempt
 */
export const stillToMove = (
  order: WebOrder,
  decided: readonly LineUnits<CentraLineId>[],
  { to, before }: { readonly to: CentraWarehouseId; readonly before: readonly LineUnits<CentraLineId>[] },
): LineUnits<CentraLineId>[] => subtractUnits(decided, subtractUnits(allocatedUnits(order, to), before));
