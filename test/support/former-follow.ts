import { condition, proxyActivities } from '@temporalio/workflow';

const { readOldChanges } = proxyActivities<{ readOldChanges: () => Promise<void> }>({ startToCloseTimeout: '1m' });

/** The follower as a former build might have had it: it calls another activity. */
export async function follow(): Promise<void> {
  await readOldChanges();
  await condition(() => false);
}
