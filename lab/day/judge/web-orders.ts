import type { CentraOrder } from '../../simulators/states.js';
import { holdingsOf, type PlacedFulfilment } from './fulfilments.js';
import { sum, type Verdict } from './verdict.js';

/** Judges one web order by the states of the shop and of those who pick. */
export function judgeWebOrder(
  order: CentraOrder,
  fulfilments: readonly PlacedFulfilment[],
  hasOpenCase: boolean,
): Verdict {
  const subject = `centra ${order.number}`;
  const wanted = sum(order.lines, (l) => l.quantity - l.cancelledQuantity);
  const shipped = sum(order.lines, (l) => l.shippedQuantity);
  const { left, promised, duplicates } = holdingsOf(fulfilments);
  for (const line of order.lines)
    if (line.shippedQuantity > line.quantity - line.cancelledQuantity)
      duplicates.push(`${subject} reports more of ${line.sku} shipped than ordered`);

  if (order.status === 'CANCELLED' || wanted === 0) {
    return { subject, state: 'cancelled', duplicates, stray: left + promised > 0 && !hasOpenCase };
  }
  if (left + promised > wanted && !hasOpenCase)
    duplicates.push(`${left + promised} units of ${subject} for ${wanted} wanted`);
  const verdict = { subject, duplicates, stray: false } as const;
  if (order.status === 'SHIPPED' && shipped >= wanted) return { ...verdict, state: 'completed' };
  const waiting = { ...verdict, state: 'waiting' } as const;
  if (hasOpenCase) return { ...waiting, waitsFor: 'answer' };
  if (order.isOnHold) return { ...waiting, waitsFor: 'hold' };
  // Units that nobody holds are lost, also when others of the same order are on their way.
  if (left + promised < wanted) return { ...waiting, waitsFor: 'nobody' };
  return { ...waiting, waitsFor: promised > 0 ? 'fulfiller' : 'status' };
}
