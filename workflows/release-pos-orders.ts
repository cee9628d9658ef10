import type { FollowActivities } from '../activities/follow/index.js';
import { steps } from './calls.js';
import { persistent } from './cases/alarms.js';
import { bulkRead } from './options.js';

const { releaseWaitingPosOrders } = steps<FollowActivities>(bulkRead);

/** Started by a Schedule: lets every POS order that waits for the pick-list batch go to the warehouse. */
export async function releasePosOrders({ brand }: { readonly brand: string }): Promise<{ released: number }> {
  const { persist, end } = persistent({
    brand,
    name: 'release-pos-orders',
    subject: 'pick-list batch',
    failing: 'The till orders of the pick-list batch cannot be released.',
  });
  const released = await persist(() => releaseWaitingPosOrders({ brand }));
  await end();
  return released;
}
