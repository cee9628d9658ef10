import type { OrderActivities } from '../../activities/orders/index.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import { isCancelled } from './order-state.js';
import { rereadOrder } from './read-order.js';
import { askAboutReserve } from './release-reserve.js';
import type { OrderRun } from './run.js';
import { onceUnlocked } from './wait-for.js';

const { cancelAtOrigin } = steps<OrderActivities>(counterpart);

/** Cancels the order where it was placed; its fulfilments are cancelled when the reading says so. */
export async function cancelOrder(run: OrderRun): Promise<void> {
  const { origin, number } = run.order;
  const cancelled = await onceUnlocked(run, async () => {
    const result = await run.cases.runOrRaise('cancel.refused', () => cancelAtOrigin({ origin, number }), {
      autoResolved: () => (isCancelled(run.order) ? 'the order was cancelled.' : undefined),
    });
    return result.done;
  });
  if (cancelled?.stillReserved) askAboutReserve(run, cancelled.stillReserved);
  if (cancelled) await rereadOrder(run);
}
