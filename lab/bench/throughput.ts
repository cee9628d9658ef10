import type { Client } from '@temporalio/client';
import type { Controls } from '../simulators/control.js';
import { BARE_QUEUE } from './bare/bare-queue.js';
import type { Bare } from './bare/bare-workflow.js';
import { startEagerStaff } from './eager-staff.js';
import { type HappyOrders, WEB_MIX } from './happy-orders.js';
import type { OrderShape } from './happy-path.js';
import { placeOrders } from './place-orders.js';
import { waitForCompletion } from './wait-for-completion.js';

/** Starts under way at the same time: as many as a follower has when it starts orders. */
const PARALLEL_STARTS = 16;

/** Web orders per second, from the moment the first is placed until the last workflow has completed. */
export async function ordersPerSecond(
  { client, controls, orders }: { client: Client; controls: Controls; orders: HappyOrders },
  count: number,
): Promise<number> {
  const stopStaff = startEagerStaff(controls);
  const since = Date.now();
  await placeOrders({ controls, orders }, WEB_MIX, count);
  const last = await waitForCompletion(client, { type: 'fulfilOrder', since }, count);
  await stopStaff();
  return (count * 1000) / (last - since);
}

/** Bare workflows of the shape of an order per second, from the first start until the last has completed. */
export async function barePerSecond(
  client: Client,
  { shape, count, round }: { shape: OrderShape; count: number; round: number },
): Promise<number> {
  const input: Bare = {
    activities: shape.activities,
    input: 'x'.repeat(shape.inputBytes),
    activityInput: 'x'.repeat(shape.activityInputBytes),
  };
  const since = Date.now();
  let next = 0;
  const startSome = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await client.workflow.start('bare', {
        workflowId: `bare/${round}/${next}`,
        taskQueue: BARE_QUEUE,
        args: [input],
      });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_STARTS }, startSome));
  const last = await waitForCompletion(client, { type: 'bare', since }, count);
  return (count * 1000) / (last - since);
}
