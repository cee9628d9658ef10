import { condition } from '@temporalio/workflow';
import { askOverdue } from './ask-overdue.js';
import { cancel } from './cancel.js';
import { followProgress } from './follow-progress.js';
import { askAboutGoodsBeyond } from './goods-beyond.js';
import { resolveRejection } from './handle-rejection.js';
import { place } from './place.js';
import { resolveShortage } from './resolve-shortage.js';
import { type FulfilmentRun, stepOf } from './run.js';

/** One fulfilment from placing to its end: sent, moved or cancelled. */
export async function fulfil(run: FulfilmentRun): Promise<void> {
  for (;;) {
    // The state decides, not the timer's answer: a signal and the timer can land in the same task.
    switch (stepOf(run)) {
      case 'place':
        await place(run);
        break;
      case 'cancel':
        await cancel(run);
        break;
      case 'report-progress':
        await followProgress(run);
        break;
      case 'resolve-rejection':
        await resolveRejection(run);
        break;
      case 'release-allocation':
        await resolveShortage(run);
        break;
      case 'ask-overdue':
        await askOverdue(run);
        break;
      case 'wait':
        await untilNextStep(run);
        break;
      case 'end':
        return askAboutGoodsBeyond(run);
    }
  }
}

async function untilNextStep(run: FulfilmentRun): Promise<void> {
  const { dueAt } = run.fulfilment;
  const msUntilDue = dueAt === undefined ? undefined : Math.max(1, dueAt - Date.now());
  await condition(() => stepOf(run) !== 'wait', msUntilDue);
}
