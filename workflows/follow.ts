import { condition, continueAsNew, proxyActivities, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import type { FollowActivities } from '../activities/follow.js';
import { type Follow, wake } from './messages.js';
import { look } from './options.js';

const { readChanges } = proxyActivities<FollowActivities>(look);

/**
 * Follows one counterpart for ever: reads in bulk what changed since the cursor and tells the orders concerned.
 * The cursor lives in the records, not here, so nothing is lost between runs. Woken by events, and by a timer in case
 * an event was lost: a lost event costs delay, never data.
 */
export async function follow(input: Follow): Promise<never> {
  const { system, everyMs, gatherMs } = input;
  let woken = input.woken ?? true;
  setHandler(wake, () => {
    woken = true;
  });

  for (;;) {
    // The timer's answer is not asked: a signal and the timer can land in the same task.
    await condition(() => woken, everyMs);
    woken = false;
    const { more } = await readChanges({ system });
    if (more) woken = true;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof follow>({ ...input, woken });
    await sleep(gatherMs);
  }
}
