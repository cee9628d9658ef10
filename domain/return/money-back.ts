import { describeMoney } from '../money.js';
import type { PaymentKind, WebPayment } from '../order/web-order.js';
import type { RefundEntry, WebReturn } from './web-return.js';

/** Entries by which money came in. */
const CAME_IN: readonly PaymentKind[] = ['capture', 'gift-card-capture', 'prepayment', 'marked-as-paid'];

/** What was really taken from the customer, in minor units. */
export const capturedMinor = (payments: readonly WebPayment[]): number =>
  sum(payments.filter((p) => CAME_IN.includes(p.kind) && p.status === 'success'));

/**
 * What was given back or promised for a return, in minor units. A return that the web shop did not refund was paid out
 * somewhere else, a till above all, so its whole value counts as given back.
 */
export const refundedMinor = ({ totalMinor, refunds }: Pick<WebReturn, 'totalMinor' | 'refunds'>): number =>
  Math.max(totalMinor, paidBackMinor(refunds));

/** Entries by which money went back. */
const WENT_BACK: readonly PaymentKind[] = ['refund', 'gift-card-refund'];

type Refunded = Pick<WebReturn, 'totalMinor' | 'refunds'>;

/**
 * Most that may still be given back for an order, in minor units. What the shop's staff gave back without any goods, as
 * goodwill or for a lower price, is gone too: it stands in the payment history of the order and of no return.
 * @param returns of the order so far: those of the refund that is looked at, and all others
 */
export function refundableMinor(
  payments: readonly WebPayment[],
  { others, ours = [] }: { readonly others: readonly Refunded[]; readonly ours?: readonly Refunded[] },
): number {
  const paidBack = sum(payments.filter((p) => WENT_BACK.includes(p.kind) && p.status === 'success'));
  const forReturns = [...others, ...ours].reduce((total, one) => total + paidBackMinor(one.refunds), 0);
  const withoutGoods = Math.max(0, paidBack - forReturns);
  return capturedMinor(payments) - others.reduce((total, other) => total + refundedMinor(other), 0) - withoutGoods;
}

export type RefundStatus = 'none' | 'pending' | 'refunded' | 'failed';

/**
 * Status of the refund of a return. The payment provider may answer later: a refund request is a promise, a refund is
 * money, a failed refund is neither. A return that was paid for in several ways is refunded once all of its value is; what
 * came last counts for the rest.
 */
export function refundStatus({ totalMinor, refunds }: Pick<WebReturn, 'totalMinor' | 'refunds'>): RefundStatus {
  const back = paidBackMinor(refunds);
  if (back > 0 && back >= totalMinor) return 'refunded';
  const rest = refunds.map(statusOf).filter((status) => status !== 'refunded');
  return rest.at(-1) ?? (back > 0 ? 'failed' : 'none');
}

/** How often the payment provider refused. */
export const failures = (refunds: readonly RefundEntry[]): number =>
  refunds.filter((r) => statusOf(r) === 'failed').length;

/** How far a return has been paid back. */
export interface MoneyBack {
  readonly status: RefundStatus;
  /** How often the payment provider refused. */
  readonly failures: number;
  /** What the customer has got, minor units. */
  readonly refundedMinor: number;
  /** Why it is not all paid: both amounts where a part is, or the web shop's own words. */
  readonly why?: string;
}

export function moneyBackOf(webReturn: Pick<WebReturn, 'totalMinor' | 'refunds' | 'currency'>): MoneyBack {
  const { totalMinor, refunds, currency } = webReturn;
  const status = refundStatus(webReturn);
  const refundedMinor = paidBackMinor(refunds);
  const amount = (minor: number) => describeMoney({ minor, currency });
  const why = `${amount(refundedMinor)} of ${amount(totalMinor)} was paid back.`;
  return {
    status,
    failures: failures(refunds),
    refundedMinor,
    ...(status === 'failed' && refundedMinor > 0 ? { why } : {}),
  };
}

/**
 * Whether the history of a return shows more than whoever asks for its refund knew: then money has moved, may move, or was
 * refused, and asking again needs a person who knows that.
 */
export const showsMore = (
  { status, failures, refundedMinor }: MoneyBack,
  known: Pick<MoneyBack, 'failures' | 'refundedMinor'>,
): boolean =>
  status === 'refunded' || status === 'pending' || failures > known.failures || refundedMinor > known.refundedMinor;

const paidBackMinor = (refunds: readonly RefundEntry[]): number =>
  sum(refunds.filter((r) => statusOf(r) === 'refunded'));

function statusOf({ kind, status }: RefundEntry): Exclude<RefundStatus, 'none'> {
  if (kind === 'failed-refund' || status === 'failed') return 'failed';
  if (kind === 'refund-request' || status === 'pending') return 'pending';
  return 'refunded';
}

const sum = (entries: readonly { readonly amountMinor: number }[]): number =>
  entries.reduce((total, entry) => total + entry.amountMinor, 0);
