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
