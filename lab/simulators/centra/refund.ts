import { capturedMinor } from './money.js';
import type { Later } from './payment.js';
import { type Order, type PaymentEntry, Refusal, type Return, type SimulatorState } from './state.js';

export const refundsOf = (order: Order, given: Return): PaymentEntry[] =>
  order.payments.filter((p) => p.return === given.id);

/** Pays the customer by the original payment: at once, refused, or answered later. Never twice, never more than was taken. */
export function refund(books: SimulatorState, order: Order, given: Return, later: Later): PaymentEntry {
  const before = refundsOf(order, given);
  if (before.some((p) => p.status === 'PENDING')) throw new Refusal('A refund of this return is under way', ['id']);
  if (before.some((p) => p.entryType === 'REFUND')) throw new Refusal('Return is already refunded', ['id']);
  if (given.totalMinor === 0) throw new Refusal('There is nothing to refund', ['id']);
  if (given.totalMinor > capturedMinor(order) - promisedMinor(order))
    throw new Refusal('Refund exceeds what is left of the captured amount', ['id']);
  if (order.refundLaterMs === undefined) {
    const entry = answer(books, order, given);
    if (entry.status === 'FAILED') throw new Refusal('Refund failed: refused by the payment provider', ['id']);
    return entry;
  }
  const request = note(books, order, given, 'REFUND_REQUEST', 'PENDING');
  later(order.refundLaterMs, () => {
    request.status = answer(books, order, given).status;
    books.touchedReturn(given, 'update');
    books.touched(order);
  });
  return request;
}

/** The payment provider's word. */
function answer(books: SimulatorState, order: Order, given: Return): PaymentEntry {
  if (order.refundsToFail === 0) return note(books, order, given, 'REFUND', 'SUCCESS');
  order.refundsToFail -= 1;
  return note(books, order, given, 'REFUND_FAILED', 'FAILED');
}

/** What was given back, and what the payment provider may still give back. */
const promisedMinor = (order: Order): number =>
  order.payments
    .filter((p) => p.entryType === 'REFUND' || (p.entryType === 'REFUND_REQUEST' && p.status === 'PENDING'))
    .reduce((sum, p) => sum + p.valueMinor, 0);

function note(
  books: SimulatorState,
  order: Order,
  given: Return,
  entryType: PaymentEntry['entryType'],
  status: PaymentEntry['status'],
): PaymentEntry {
  const valueMinor = given.totalMinor;
  const entry = { id: books.nextId(), createdAt: Date.now(), entryType, status, valueMinor, return: given.id };
  order.payments.push(entry);
  return entry;
}
