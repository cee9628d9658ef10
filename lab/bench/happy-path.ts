import type { Client } from '@temporalio/client';
import type { Controls } from '../simulators/control.js';
import { type Calls, callsEach, countCalls } from './calls.js';
import { startEagerStaff } from './eager-staff.js';
import { type HappyOrders, KINDS, type Kind } from './happy-orders.js';
import { placeOrders } from './place-orders.js';
import { completedQuery, waitForCompletion } from './wait-for-completion.js';
import { waitForMirroredOrders } from './wait-for-mirrored-orders.js';

/** What a happy order of one kind costs. */
export interface HappyPath {
  readonly kind: Kind;
  readonly calls: Calls;
  /** Length of each order's history, events. */
  readonly events: readonly number[];
  readonly shape: OrderShape;
}

/** What the engine carries for one order, counted in a real history. */
export interface OrderShape {
  readonly activities: number;
  /** What the order began with, bytes. */
  readonly inputBytes: number;
  /** What an activity was given, bytes on average. */
  readonly activityInputBytes: number;
}

/** Lets some orders of each kind, one kind after the other, go their way from beginning to end. */
export async function runHappyPaths(
  { client, controls, orders }: { client: Client; controls: Controls; orders: HappyOrders },
  count: number,
): Promise<HappyPath[]> {
  const ways: HappyPath[] = [];
  for (const kind of KINDS) {
    const before = await countCalls(controls);
    const since = Date.now();
    const stopStaff = startEagerStaff(controls);
    await placeOrders({ controls, orders }, [kind], count);
    await waitForCompletion(client, { type: 'fulfilOrder', since }, count);
    await stopStaff();
    if (kind === 'warehouse') await waitForMirroredOrders(controls, count);
    const after = await countCalls(controls);

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
      shape: await readShape(client, ids[0] ?? ''),
    });
  }
  return ways;
}

async function readShape(client: Client, workflowId: string): Promise<OrderShape> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const all = events ?? [];
  const bytes = (given: PayloadList | null | undefined) =>
    (given?.payloads ?? []).reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  const activities = all.flatMap((event) => event.activityTaskScheduledEventAttributes ?? []);
  return {
    activities: activities.length,
    inputBytes: bytes(all[0]?.workflowExecutionStartedEventAttributes?.input),
    activityInputBytes: Math.round(activities.reduce((sum, a) => sum + bytes(a.input), 0) / activities.length),
  };
}

interface PayloadList {
  readonly payloads?: readonly { readonly data?: Uint8Array | null }[] | null;
}
