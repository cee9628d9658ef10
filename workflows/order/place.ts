import type { OrderActivities } from '../../activities/orders/index.js';
import { remainingUnits } from '../../domain/order/fulfilment-state.js';
import { addUnits, type LineUnits } from '../../domain/order/split-order.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import { applyAnswer } from './apply-answer.js';
import { numberedFulfilments, renumber } from './fulfilments.js';
import { applyOwnReading } from './intake.js';
import { coveringFulfilments } from './order-state.js';
import { type FulfilmentRun, identityOf, markReplanned, transition, whyCancelled } from './run.js';

const { placeFulfilment } = steps<OrderActivities>(counterpart);

/**
 * Places a fulfilment at its store or warehouse, once. The activity reads the order again at that moment; when it has changed
 * since it was checked, nothing is placed and the units are planned again.
 */
export async function place(run: FulfilmentRun): Promise<void> {
  const { order, fulfilment, cases } = run;
  fulfilment.stage = 'placing';
  const ofOthers = unitsOfEarlier(run);
  const placed = await cases.runOrRaise(
    fulfilment.kind === 'store' ? 'store.refused' : 'warehouse.refused',
    () =>
      placeFulfilment({
        ...identityOf(run),
        brand: order.brand,
        lines: fulfilment.lines,
        ...(ofOthers.length > 0 ? { ofOthers } : {}),
        planned: numberedFulfilments(order),
        corrections: order.corrections,
        checkedRevision: order.checkedRevision,
      }),
    { autoResolved: () => whyCancelled(run) },
  );
  if (placed.answer) return applyAnswer(placed.answer, { run, units: remainingUnits(fulfilment) });
  switch (placed.done.outcome) {
    case 'placed':
      fulfilment.ref = placed.done.ref;
      fulfilment.dueAt = placed.done.dueAt;
      return transition(run, 'placed');
    case 'number-taken':
      return renumber(run, placed.done.recorded);
    case 'order-changed':
      applyOwnReading(order, placed.done.reading);
      // Whoever places asks its own system alone: the check asks all.
      if (order.facts.lines.some(({ knowledge }) => knowledge === 'could-not-ask')) order.reread = 'uncorrected';
      return markReplanned(run);
  }
}

/** Units of its lines that earlier runs and fulfilments with lower numbers stand for. */
function unitsOfEarlier({ order, fulfilment }: FulfilmentRun): LineUnits[] {
  const before = coveringFulfilments(order).filter((other) => other.fulfilment < fulfilment.fulfilment);
  const units = [...order.earlier.covered, ...before.flatMap(remainingUnits)];
  const ours = units.filter(({ line }) => fulfilment.lines.some((l) => l.line === line));
  return addUnits([], ours);
}
