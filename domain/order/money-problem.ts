import type { Problem } from '../cases/case.js';
import { describeMoney } from '../money.js';
import type { MoneyLeft, OrderFacts } from './order-facts.js';

/** What finance is asked about an order of which everything is sent and whose money is not what it costs. */
export function moneyProblem({
  number,
  currency,
  moneyLeft,
}: Pick<OrderFacts, 'number' | 'currency' | 'moneyLeft'>): Problem {
  const { kind, minor }: MoneyLeft = moneyLeft ?? { kind: 'reserved', minor: 0 };
  const money = describeMoney({ minor, currency });
  switch (kind) {
    case 'reserved':
      return {
        code: 'payment.still-reserved',
        sentence: `Web order ${number} is complete, and ${money} of it is still reserved.`,
      };
    case 'not-captured':
      return {
        code: 'payment.differs',
        sentence: `Web order ${number} is complete, and ${money} that it costs was reserved and never captured.`,
      };
    case 'captured-too-much':
      return {
        code: 'payment.differs',
        sentence: `Web order ${number} is complete, and ${money} more was captured than it costs.`,
      };
  }
}
