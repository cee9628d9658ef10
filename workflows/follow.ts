import {
  condition,
  continueAsNew,
  isCancellation,
  log,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { FollowActivities } from '../activities/follow/index.js';
import { closeCounterpartCase, openCounterpartCase, sentenceOf } from './cases/counterpart-case.js';
import { type Follow, wake } from './messages.js';
import { bulkRead } from './options.js';

const { readChanges } = proxyActivities<FollowActivities>(bulkRead);

/**
 * Follows one counterpart for ever: reads in bulk what changed since the cursor, books what it means for the stock and
 * tells the orders concerned. The cursor lives in the records, not here, so nothing is lost between runs. Woken by events,
 * and by a timer in case an event was lost: a lost event costs delay, never data. While the counterpart refuses us a case
 * is open; it closes itself at the first look that succeeds.
 */
export async function follow(input: Follow): Promise<never> {
  const { brand, system, everyMs, gatherMs } = input;
  let woken = input.woken ?? true;
  let refused = input.refused;
  setHandler(wake, () => {
    woken = true;
  });

  for (;;) {
    // The timer's answer is not asked: a signal and the timer can land in the same task.
    await condition(() => woken, everyMs);
    woken = false;
    try {
      const { more } = await readChanges({ system });
      if (more) woken = true;
      if (refused) await closeCounterpartCase(refused, 'The counterpart can be read again.');
      refused = undefined;
    } catch (err) {
      if (isCancellation(err)) throw err;
      log.warn('the counterpart could not be read', { system, why: sentenceOf(err) });
      refused ??= await openCounterpartCase({
        brand,
        name: `follow-${system}`,
        subject: `${system} follower`,
        sentence: `Changes in ${system} cannot be read. ${sentenceOf(err)}`,
      });
    }
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof follow>({ ...input, woken, ...(refused ? { refused } : {}) });
    await sleep(gatherMs);
  }
}
