import type { CentraLineId } from '../ids.js';
import { type LineUnits, subtractUnits } from './split-order.js';
import type { WebOrder } from './web-order.js';

/** Cancelled units of every line of an order. */
export const cancelledUnits = ({ lines }: WebOrder): LineUnits<CentraLineId>[] =>
  lines.map(({ id, cancelledQuantity }) => ({ line: id, quantity: cancelledQuantity }));

/**
 * What is left to cancel of a decision, so that a repeat cancels no more units than were decided.
 * @param before what was cancelled before the first attempt
 */
export const stillToCancel = (
  order: WebOrder,
  decided: readonly LineUnits<CentraLineId>[],
  before: readonly LineUnits<CentraLineId>[],
): LineUnits<CentraLineId>[] => subtractUnits(decided, subtractUnits(cancelledUnits(order), before));

/** Whether an order of which nothing was shipped holds no units any more once these are cancelled. */
export function leavesNothing({ lines, shipments }: WebOrder, cancelling: readonly LineUnits<CentraLineId>[]): boolean {
  const held = lines
    // A bundle is what its items are.
    .filter(({ kind }) => kind !== 'bundle')
    .map(({ id, quantity, cancelledQuantity }) => ({ line: id, quantity: quantity - cancelledQuantity }));
  return shipments.length === 0 && subtractUnits(held, cancelling).length === 0;
}
