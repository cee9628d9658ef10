import type { OrderRow } from '../../systems/database/port.js';
import { release } from '../../workflows/messages.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';

/** Orders read together. */
const ORDERS_A_PIECE = 1_000;

/** Signals every POS order that waits for the pick-list batch. */
export function releaseWaitingPosOrders({
  records,
  temporal,
  log,
}: Pick<Dependencies, 'records' | 'temporal' | 'log'>) {
  async function releaseOne({ origin, number, workflowId }: OrderRow, batch: string): Promise<boolean> {
    const isRunning = await signalRunning(temporal.workflow.getHandle(workflowId), release, { batch });
    if (!isRunning) {
      // It must not hold up the others, and is found again by the batch that follows once it was taken up again.
      log.warn({ workflowId }, 'the workflow of a waiting till order does not run');
      return false;
    }
    // Only now: an order that was not signalled is found again. One that has moved on has written its own stage.
    await records.orders.leaveStage({ origin, number, from: 'waiting-for-batch', to: 'fulfilling' });
    return true;
  }

  return async ({ brand }: { brand: string }): Promise<{ released: number }> => {
    const batch = new Date().toISOString();
    let released = 0;
    const failures: unknown[] = [];
    for (let after: OrderRow | undefined; ; ) {
      checkpoint();
      const waiting = await records.orders.ordersInStage('waiting-for-batch', { after, limit: ORDERS_A_PIECE });
      for (const order of waiting.filter((one) => one.brand === brand)) {
        checkpoint();
        try {
          if (await releaseOne(order, batch)) released += 1;
        } catch (err) {
          failures.push(err);
        }
      }
      if (waiting.length < ORDERS_A_PIECE) break;
      after = waiting.at(-1);
    }
    // The others are released; the attempt that follows finds those that are not.
    if (failures.length > 0) throw failures[0];
    return { released };
  };
}
