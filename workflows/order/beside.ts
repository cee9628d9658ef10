import type { Problem } from '../../domain/cases/case.js';
import type { RaiseOptions } from '../cases/raise.js';
import type { OrderState } from './order-state.js';
import type { OrderRun } from './run.js';

/** Does something beside everything else that the order does: no step waits for it, and the order does not end before it. */
export async function beside(order: OrderState, work: () => Promise<unknown>): Promise<void> {
  order.besides += 1;
  try {
    await work();
  } finally {
    order.besides -= 1;
  }
}

/** Asks a question of which no step waits for the answer. */
export function askBeside(
  { order, cases }: Pick<OrderRun, 'order' | 'cases'>,
  problem: Problem,
  options: RaiseOptions = {},
): void {
  void beside(order, () => cases.raise([problem], options));
}
