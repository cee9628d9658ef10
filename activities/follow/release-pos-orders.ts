import { release } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';

/** Orders released by one run of the schedule; more wait for the next. */
const RELEASED_AT_ONCE = 1_000;

/** Signals every POS order that waits for the pick-list batch. */
export function releaseWaitingPosOrders({
  records,
  temporal,
  log,
}: Pick<Dependencies, 'records' | 'temporal' | 'log'>) {
  return async ({ brand }: { brand: string }): Promise<{ released: number }> => {
    const waiting = await records.orders.ordersInStage('waiting-for-batch', { limit: RELEASED_AT_ONCE });
    const batch = new Date().toISOString();
    let released = 0;
    for (const order of waiting.filter((order) => order.brand === brand)) {
      // First the row: an order that ends quickly writes its own stage after it.
      await records.orders.upsertOrder({ ...order, stage: 'fulfilling' });
      // A workflow that a person has terminated must not hold up the others.
      if (await signalRunning(temporal.workflow.getHandle(order.workflowId), release, { batch })) released += 1;
      else log.warn({ workflowId: order.workflowId }, 'a waiting till order has no workflow any more');
    }
    return { released };
  };
}
