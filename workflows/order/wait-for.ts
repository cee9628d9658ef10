import { condition } from '@temporalio/workflow';
import type { OrderWait } from '../../domain/order/settings.js';
import type { OrderState } from './order-state.js';
import type { OrderRun } from './run.js';

/** Notes for as long as a step waits for others what it waits for, so that a person is told when it takes too long. */
export async function waitFor(order: OrderState, wait: OrderWait, isOver: () => boolean): Promise<void> {
  order.waitsFor.push(wait);
  try {
    await condition(isOver);
  } finally {
    order.waitsFor.splice(order.waitsFor.indexOf(wait), 1);
  }
}

/**
 * Runs a step that the web shop refuses while the order is locked, and again once it is unlocked. Undefined: the step did not
 * run, since a person decided otherwise.
 */
export async function onceUnlocked<T extends { readonly locked?: true }>(
  { order, timeline }: Pick<OrderRun, 'order' | 'timeline'>,
  step: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (;;) {
    const done = await step();
    if (!done?.locked) return done;
    timeline.add('The order is locked where it was placed; what must change there waits.');
    // What is known of the order may be older than the lock: any change is worth another try.
    const { revision } = order.facts;
    await waitFor(order, 'locked', () => order.facts.revision !== revision || order.facts.state === 'cancelled');
  }
}
