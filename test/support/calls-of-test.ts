import { proxyActivities } from '@temporalio/workflow';

/** A call of an activity by its name. */
export interface CallOfTest {
  readonly activity: string;
  readonly input: object;
}

/** Makes calls, all at the same moment, as orders and followers make them. @returns when all are answered */
export async function callAll(calls: readonly CallOfTest[]): Promise<void> {
  const activities = proxyActivities<Record<string, (input: object) => Promise<void>>>({ startToCloseTimeout: '5m' });
  await Promise.all(calls.map(({ activity, input }) => activities[activity]?.(input)));
}
