import { sleep } from '@temporalio/workflow';
import type { FollowActivities } from '../activities/follow/index.js';
import { sayingsOf } from '../domain/followers.js';
import { steps } from './calls.js';
import { longRunning } from './long-running.js';
import type { Follow } from './messages.js';
import { bulkRead } from './options.js';

const { readChanges, readTillSales } = steps<FollowActivities>(bulkRead);

/**
 * Follows what one follower is for, as long as the brand needs it: reads in bulk what changed since the cursor, records what it
 * means for the stock and notifies the orders concerned. The cursor lives in the records, not here, so nothing is lost between runs. Events wake it;
 * a timer wakes it too, since events get lost: a lost event costs delay, never data.
 */
export async function follow(input: Follow): Promise<void> {
  const { follower, everyMs, gatherMs } = input;
  const { failing, recovered } = sayingsOf(follower);
  const loop = longRunning(input, { name: `follow-${follower}`, subject: `${follower} follower`, failing, recovered });
  // An activity of its own: what waits for the others holds up no sale.
  const round = follower === 'till-sales' ? () => readTillSales() : () => readChanges({ follower });

  while (loop.isNeeded) {
    await loop.untilNextRound(everyMs);
    await loop.attempt(async (make) => {
      const { more } = await make(round);
      if (more) loop.wake();
    });
    await loop.renewWhenDue<Follow>({ ...input, woken: loop.isWoken });
    // The server lets no timer end in less than about a second. Sales do not wait that long: whoever wakes gathers for them.
    if (follower !== 'till-sales') await sleep(gatherMs);
  }
  await loop.end();
}
