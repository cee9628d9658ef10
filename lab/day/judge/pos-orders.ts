import { STATE } from '../../simulators/sitoo/records.js';
import type { SitooOrder } from '../../simulators/states.js';
import { holdingsOf, type PlacedFulfilment } from './fulfilments.js';
import { sum, type Verdict } from './verdict.js';

/** True for a sale made at a till; not for a web order's store fulfilment, nor for a refund. */
export const isSale = (order: SitooOrder): boolean => !order.externalid && order.items.every((i) => i.quantity > 0);

/** Judges one sale. What the customer carried home is complete immediately; what the warehouse delivers must be delivered once. */
export function judgeSale(order: SitooOrder, fulfilments: readonly PlacedFulfilment[], hasOpenCase: boolean): Verdict {
  const subject = `sitoo ${order.orderid}`;
  const quantity = sum(order.items, (i) => i.quantity);
  const delivered = sum(order.items, (i) => i.delivered);
  const { alive, left, promised, duplicates } = holdingsOf(fulfilments);
  if (order.deliverToWarehouse && delivered > quantity) duplicates.push(`${subject} was delivered twice`);
  if (left + promised > quantity) duplicates.push(`${left + promised} units of ${subject} for ${quantity} sold`);

  const verdict = { subject, duplicates, stray: false } as const;
  if (order.state === STATE.cancelled)
    return { ...verdict, state: 'cancelled', stray: alive.length > 0 && !hasOpenCase };
  if (order.state === STATE.closed && (!order.deliverToWarehouse || delivered >= quantity))
    return { ...verdict, state: 'completed' };
  const waiting = { ...verdict, state: 'waiting' } as const;
  if (hasOpenCase) return { ...waiting, waitsFor: 'answer' };
  if (left + promised < quantity) return { ...waiting, waitsFor: 'nobody' };
  return { ...waiting, waitsFor: promised > 0 ? 'fulfiller' : 'status' };
}
