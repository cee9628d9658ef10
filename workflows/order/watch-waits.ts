import { condition } from '@temporalio/workflow';
import type { OrderWait } from '../../domain/order/settings.js';
import { ORDER_WAITS, waitOf } from '../../domain/order/waits.js';
import { cancelOrder } from './cancel-order.js';
import type { OrderRun } from './run.js';

const SENTENCES = {
  'waiting-for-payment': 'The order is still not paid, or not confirmed, where it was placed.',
  'on-hold': 'The order is still on hold where it was placed.',
  'waiting-for-batch': 'The order still waits for a pick-list batch.',
  'waiting-for-goods': 'The order still waits for goods that were ordered before they were in stock.',
  'waiting-for-confirmation': 'An allocation of the order is still not confirmed.',
  locked: 'The order is still locked where it was placed, so that its cancellation cannot be carried out.',
} as const satisfies Record<OrderWait, string>;

/** Beside the order: when it has waited for others for longer than promised, a person is told, and again after each retry. */
export async function watchWaits(run: OrderRun): Promise<never> {
  const { order, cases } = run;
  for (;;) {
    await condition(() => waitOf(order) !== undefined);
    const wait = waitOf(order);
    if (wait === undefined) continue;
    const isOver = (): boolean => waitOf(order) !== wait;
    await condition(isOver, order.settings.waits[wait]);
    if (isOver()) continue;
    const answer = await cases.raise([{ code: ORDER_WAITS[wait].code, sentence: SENTENCES[wait] }], {
      autoResolved: () => (isOver() ? 'the wait is over.' : undefined),
    });
    if (answer.answer === 'cancel-order') await cancelOrder(run);
    else if (answer.answer === 'skip') order.released = true;
  }
}
