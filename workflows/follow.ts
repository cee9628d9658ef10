import { sleep } from '@temporalio/workflow';
import type { FollowActivities } from '../activities/follow/index.js';
import { steps } from './calls.js';
import { longRunning } from './long-running.js';
import type { Follow } from './messages.js';
import { bulkRead } from './options.js';

const { readChanges } = steps<FollowActivities>(bulkRead);

/**
 * Follows one counterpart forever: reads in bulk what changed since the cursor, records what it means for the stock and
 * notifies the orders concerned. The cursor lives in the records, not here, so nothing is lost between runs. Events wake it;
 * a timer wakes it too, since events get lost: a lost event costs delay, never data.
 */
export async function follow(input: Follow): Promise<never> {
  const { system, everyMs, gatherMs } = input;
  const loop = longRunning(input, {
    name: `follow-${system}`,
    subject: `${system} follower`,
    failing: `Changes in ${system} cannot be read.`,
    recovered: 'The counterpart can be read again.',
  });

  for (;;) {
    await loop.untilNextRound(everyMs);
    await loop.attempt(async (make) => {
      const { more } = await make(() => readChanges({ system }));
      if (more) loop.wake();
    });
    await loop.renewWhenDue<Follow>({ ...input, woken: loop.isWoken });
    await sleep(gatherMs);
  }
}
