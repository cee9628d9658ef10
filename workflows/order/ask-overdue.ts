import { missingUnits } from '../../domain/order/fulfilment-state.js';
import { stopWaitingForGoods } from '../../domain/order/shortage.js';
import { resolve } from './apply-answer.js';
import { readProgress } from './read-order.js';
import { type FulfilmentRun, mustBeCancelled } from './run.js';

/** The location was silent for longer than it promised: reads once what it shows, and raises a case only when that is nothing. */
export async function askOverdue(run: FulfilmentRun): Promise<void> {
  const { fulfilment } = run;
  await readProgress(run);
  if (fulfilment.hasUnhandledProgress || mustBeCancelled(run)) return;
  // The goods that a person expected have not come: the location is not silent, it has nothing to pick.
  if (stopWaitingForGoods(fulfilment)) return;
  const overdue = fulfilment.stage === 'placed' ? 'picked' : 'handed over';
  await resolve(
    [
      {
        code: fulfilment.kind === 'store' ? 'store.silent' : 'warehouse.silent',
        sentence: `${fulfilment.location} has not ${overdue} fulfilment ${fulfilment.fulfilment} within its promise.`,
        lines: fulfilment.lines.map((l) => l.line),
      },
    ],
    { run, units: missingUnits(fulfilment) },
  );
}
