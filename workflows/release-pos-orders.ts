import { proxyActivities } from '@temporalio/workflow';
import type { FollowActivities } from '../activities/follow/index.js';
import { bulkRead } from './options.js';

const { releaseWaitingPosOrders } = proxyActivities<FollowActivities>(bulkRead);

/** Started by a Schedule: lets every POS order that waits for the pick-list batch go to the warehouse. */
export async function releasePosOrders({ brand }: { readonly brand: string }): Promise<{ released: number }> {
  return releaseWaitingPosOrders({ brand });
}
