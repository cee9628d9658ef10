import type { Client } from '@temporalio/client';
import type { Controls } from '../day/play/control.js';
import { type Calls, callsEach, readCalls } from './calls.js';
import { completedQuery, untilCompleted } from './completion.js';
import { placeAtOnce } from './customers.js';
import { putStaffToWork } from './eager-staff.js';
import { type HappyOrders, KINDS, type Kind } from './happy-orders.js';

/** What a happy order of one kind costs. */
export interface HappyWay {
  readonly kind: Kind;
  readonly calls: Calls;
  /** Length of each order's history, events. */
  readonly events: readonly number[];
  /** Activities of one order, counted in a real history. */
  readonly activities: number;
}

/** Lets some orders of each kind, one kind after the other, go their way from beginning to end. */
export async function walkHappyWays(
  { client, controls, orders }: { client: Client; controls: Controls; orders: HappyOrders },
  count: number,
): Promise<HappyWay[]> {
  const ways: HappyWay[] = [];
  for (const kind of KINDS) {
    const before = await readCalls(controls);
    const since = Date.now();
    const sendHome = putStaffToWork(controls);
    await placeAtOnce(controls, orders, [kind], count);
    await untilCompleted(client, { type: 'fulfilOrder', since }, count);
    await sendHome();
    const after = await readCalls(controls);

    const events: number[] = [];
    const ids: string[] = [];
    for await (const done of client.workflow.list({ query: completedQuery({ type: 'fulfilOrder', since }) })) {
      events.push(done.historyLength);
      ids.push(done.workflowId);
    }
    ways.push({
      kind,
      events,
      calls: callsEach(before, after, count),
      activities: await countActivities(client, ids[0] ?? ''),
    });
  }
  return ways;
}

async function countActivities(client: Client, workflowId: string): Promise<number> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).filter((event) => event.activityTaskScheduledEventAttributes).length;
}
