import { formatMoney, type Money, minorDigits } from '../../domain/money.js';
import { SystemProblem } from '../problem.js';

/** Sitoo writes every amount with two decimals, whatever the currency (documented). */
const DECIMALS = 2;

/**
 * An amount as Sitoo takes it: `1200.00` for 1200 yen as well.
 * @throws SystemProblem `rejected` when the amount has a part that two decimals cannot hold
 */
export function tillMoney(money: Money): string {
  const digits = minorDigits(money.currency);
  const hundredths = money.minor * 10 ** (DECIMALS - digits);
  if (!Number.isInteger(hundredths))
    throw new SystemProblem({
      kind: 'rejected',
      system: 'sitoo',
      operation: 'write amount',
      sentence: `Sitoo knows two decimals only, and ${formatMoney(money)} ${money.currency} has more: it cannot be written there.`,
    });
  // Any currency of hundredths writes it alike.
  return formatMoney({ minor: hundredths, currency: 'SEK' });
}
