import { condition } from '@temporalio/workflow';
import type { OrderWait } from '../../domain/order/settings.js';
import { ORDER_WAITS, waitsOf } from '../../domain/order/waits.js';
import { beside } from './beside.js';
import { cancelOrder } from './cancel-order.js';
import type { OrderRun } from './run.js';

const SENTENCES = {
  'waiting-for-payment': 'The order is still not paid, or not confirmed, where it was placed.',
  'on-hold': 'The order is still on hold where it was placed.',
  archived: 'The order was archived where it was placed before everything was sent, and is archived still.',
  'waiting-for-batch': 'The order still waits for a pick-list batch.',
  'waiting-for-goods': 'The order still waits for goods that were ordered before they were in stock.',
  'waiting-for-confirmation': 'An allocation of the order is still not confirmed.',
  locked: 'The order is still locked where it was placed, so that its cancellation cannot be carried out.',
} as const satisfies Record<OrderWait, string>;

/**
 * Beside the order: when it has waited for others for longer than promised, a person is told, and again after each retry. Each
 * wait has a watcher of its own, since several can last at the same time and an answer about one may have to wait for another:
 * a cancellation for the end of a lock.
 */
export function watchWaits(run: OrderRun): void {
  for (const wait of Object.keys(SENTENCES) as OrderWait[]) void watch(run, wait);
}

async function watch(run: OrderRun, wait: OrderWait): Promise<never> {
  const { order, cases } = run;
  const isOver = (): boolean => !waitsOf(order).has(wait);
  for (;;) {
    await condition(() => !isOver());
    await condition(isOver, order.settings.waits[wait]);
    if (isOver()) continue;
    const answer = await cases.raise([{ code: ORDER_WAITS[wait].code, sentence: SENTENCES[wait] }], {
      autoResolved: () => (isOver() ? 'the wait is over.' : undefined),
    });
    // An order that ends in the meantime ends after it: the web shop may say that money is still reserved.
    if (answer.answer === 'cancel-order') await beside(order, () => cancelOrder(run));
    else if (answer.answer === 'skip') order.released = true;
  }
}
