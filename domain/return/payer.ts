import { isPosted } from '../ids.js';
import { describeMoney } from '../money.js';
import type { ReturnSettings } from './settings.js';
import type { TillRefund } from './till-refund.js';

/** Who gives the customer the money back. `unclear`: the receipt fits neither, so finance decides before money moves. */
export type Payer = 'till' | 'web-shop' | 'unclear';

/** Coins that no till has: a receipt that is paid in cash is rounded by less than this, minor units. */
const CASH_ROUNDING_MINOR = 50;

/**
 * Reads from the payments of a receipt who pays: the till, when money or goods of the whole value went over the counter;
 * the web shop, when the receipt says that nothing real was paid for (Sitoo marks such payments `virtual-payment`; that
 * this leaves the refund to the web shop is inferred, so a receipt that names an exchange as well is asked about). A
 * receipt without any payment is the web shop's only where the brand has said that it pays.
 */
export function payerOf(refund: TillRefund, rule: ReturnSettings['refund']): Payer {
  // No till was there.
  if (isPosted(refund.number)) return 'web-shop';
  const { amountMinor, paidOutMinor, virtualMinor, inExchangeFor } = refund;
  if (isNear(paidOutMinor, amountMinor) && virtualMinor === 0) return 'till';
  if (!isNear(paidOutMinor, 0)) return 'unclear';
  // What another receipt took in exchange may have been paid with it.
  if (inExchangeFor !== undefined) return 'unclear';
  if (virtualMinor === 0) return rule === 'original-payment' ? 'web-shop' : 'unclear';
  return isNear(virtualMinor, amountMinor) ? 'web-shop' : 'unclear';
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) < CASH_ROUNDING_MINOR;

/** What a person of finance reads when goods are taken whose money the till has not paid, and the web shop has no return of. */
export const describeUnpaidGoods = (refund: TillRefund, goods: 'all' | 'some'): string =>
  `${describeUnclearPayer(refund)} ${goods === 'all' ? 'They' : 'Some of them'} were taken without a web order, so the web shop pays nothing for ${goods === 'all' ? 'them' : 'those'}.`;

/** What a person of finance reads when the receipt does not say who pays. */
export function describeUnclearPayer({
  number,
  amountMinor,
  paidOutMinor,
  virtualMinor,
  ...refund
}: TillRefund): string {
  const money = (minor: number): string => describeMoney({ minor, currency: refund.currency });
  const exchange = refund.inExchangeFor === undefined ? '' : ` It names the sale ${refund.inExchangeFor} in exchange.`;
  return `Receipt ${number} takes back goods of ${money(amountMinor)}: ${money(paidOutMinor)} went over the counter, ${money(virtualMinor)} is marked as paid elsewhere.${exchange}`;
}
