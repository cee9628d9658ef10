import type { RefundEntry, WebReturn } from './web-return.js';

/** An entry of an order's payment history. */
export interface PaymentEntry {
  readonly type: string;
  readonly status: string;
  readonly amountMinor: number;
}

/** Centra `PaymentHistoryEntryType` of entries by which money came in. */
const CAME_IN = ['CAPTURE', 'CAPTURE_GIFT_CARD', 'PREPAID', 'MARKED_AS_PAID'];

/** What was really taken from the customer, in minor units. */
export const capturedMinor = (payments: readonly PaymentEntry[]): number =>
  sum(payments.filter((p) => CAME_IN.includes(p.type) && p.status === 'SUCCESS'));

/**
 * What was given back or promised for a return, in minor units. A return that the web shop did not refund was paid out
 * somewhere else, a till above all, so its whole value counts as given back.
 */
export const refundedMinor = (given: Pick<WebReturn, 'totalMinor' | 'refunds'>): number =>
  Math.max(given.totalMinor, sum(given.refunds.filter((r) => standsOf(r) === 'refunded')));

/** Most that may still be given back for an order, in minor units. `others`: its returns so far. */
export const refundableMinor = (
  payments: readonly PaymentEntry[],
  others: readonly Pick<WebReturn, 'totalMinor' | 'refunds'>[],
): number => capturedMinor(payments) - others.reduce((total, other) => total + refundedMinor(other), 0);

export type RefundStatus = 'none' | 'pending' | 'refunded' | 'failed';

/**
 * How the refund of a return stands. The payment provider may answer later: `REFUND_REQUEST` is a promise, `REFUND` is
 * money, `REFUND_FAILED` is neither. A return that was paid for in several ways is refunded once all of its value is; what
 * came last counts for the rest.
 */
export function refundStatus({ totalMinor, refunds }: Pick<WebReturn, 'totalMinor' | 'refunds'>): RefundStatus {
  const back = sum(refunds.filter((r) => standsOf(r) === 'refunded'));
  if (back > 0 && back >= totalMinor) return 'refunded';
  const rest = refunds.map(standsOf).filter((status) => status !== 'refunded');
  return rest.at(-1) ?? (back > 0 ? 'failed' : 'none');
}

/** How often the payment provider said no. */
export const failures = (refunds: readonly RefundEntry[]): number =>
  refunds.filter((r) => standsOf(r) === 'failed').length;

function standsOf({ type, status }: RefundEntry): Exclude<RefundStatus, 'none'> {
  if (type === 'REFUND_FAILED' || status === 'FAILED') return 'failed';
  if (type === 'REFUND_REQUEST' || status === 'PENDING') return 'pending';
  return 'refunded';
}

const sum = (entries: readonly { readonly amountMinor: number }[]): number =>
  entries.reduce((total, entry) => total + entry.amountMinor, 0);
