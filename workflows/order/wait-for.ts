import { condition } from '@temporalio/workflow';
import type { OrderWait } from '../../domain/order/settings.js';
import type { OrderState } from './order-state.js';
import type { OrderRun } from './run.js';

/** From one try to the next of what a lock refused: a lock that comes and goes between two readings shows as no change. */
const FIRST_TRY_AFTER_MS = 5_000;
const LAST_TRY_AFTER_MS = 3_600_000;

/** Notes for as long as a step waits for others what it waits for, so that a person is told when it takes too long. */
export const waitFor = (order: OrderState, wait: OrderWait, isOver: () => boolean): Promise<void> =>
  waiting(order, wait, () => condition(isOver));

async function waiting(order: OrderState, wait: OrderWait, until: () => Promise<void>): Promise<void> {
  order.waitsFor.push(wait);
  try {
    await until();
  } finally {
    order.waitsFor.splice(order.waitsFor.indexOf(wait), 1);
  }
}

/**
 * Runs a step that the web shop refuses while the order is locked, and again until it is unlocked. Undefined: the step did not
 * run, since a person decided otherwise.
 */
export async function onceUnlocked<T extends { readonly locked?: true }>(
  { order, timeline }: Pick<OrderRun, 'order' | 'timeline'>,
  step: () => Promise<T | undefined>,
): Promise<T | undefined> {
  let done = await step();
  if (!done?.locked) return done;
  timeline.add('The order is locked where it was placed; what must change there waits.');
  await waiting(order, 'locked', async () => {
    for (let afterMs = FIRST_TRY_AFTER_MS; done?.locked; afterMs = Math.min(2 * afterMs, LAST_TRY_AFTER_MS)) {
      // What is known of the order may be older than the lock: any change is worth another try.
      const { revision } = order.facts;
      await condition(() => order.facts.revision !== revision || order.facts.state === 'cancelled', afterMs);
      done = await step();
    }
  });
  return done;
}
