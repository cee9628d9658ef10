import { proxyActivities } from '@temporalio/workflow';
import { counterpart, records } from '../../../workflows/options.js';
import { fullNameOf } from '../../../workflows/task-queues.js';
import { BARE_QUEUE } from './bare-queue.js';
import type { nothing } from './nothing.js';

export interface Bare {
  readonly activities: number;
  /** As much data as an order's activities are given, each. */
  readonly activityInput: string;
  /** As much data as an order begins with. */
  readonly input: string;
}

type Activities = { nothing: typeof nothing };
const atCounterparts = proxyActivities<Activities>({
  ...counterpart,
  // As an order's calls, which never run in the queue of their workflow.
  taskQueue: fullNameOf(BARE_QUEUE, 'centra'),
});
const inRecords = proxyActivities<Activities>(records);

/**
 * What an order would cost if only the engine were at work: as many activities, one after the other, called with the
 * same options and as much data, that do nothing. No signal, no timer, no search attribute.
 */
export async function bare({ activities, activityInput }: Bare): Promise<void> {
  for (let nth = 1; nth < activities; nth += 1) await atCounterparts.nothing({ nth, activityInput });
  // An order's last step is a note in the records.
  await inRecords.nothing({ nth: activities, activityInput });
}
