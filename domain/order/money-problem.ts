import type { Problem } from '../cases/case.js';
import { describeMoney } from '../money.js';
import type { MoneyLeft, OrderFacts } from './order-facts.js';

/** What finance is asked about an order of which everything is sent, or that is cancelled, and whose money is not what it costs. */
export function moneyProblem({
  number,
  currency,
  state,
  moneyLeft,
}: Pick<OrderFacts, 'number' | 'currency' | 'state' | 'moneyLeft'>): Problem {
  const { kind, minor }: MoneyLeft = moneyLeft ?? { kind: 'reserved', minor: 0 };
  const money = describeMoney({ minor, currency });
  const is = `Web order ${number} is ${state === 'cancelled' ? 'cancelled' : 'complete'}`;
  switch (kind) {
    case 'reserved':
      return {
        code: 'payment.still-reserved',
        sentence: `${is}, and ${money} of it is still reserved.`,
      };
    case 'not-captured':
      return {
        code: 'payment.differs',
        sentence: `${is}, and ${money} that it costs was never captured.`,
      };
    case 'captured-too-much':
      return {
        code: 'payment.differs',
        sentence: `${is}, and ${money} more was captured than it costs.`,
      };
  }
}
