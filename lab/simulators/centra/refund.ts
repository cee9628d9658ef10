import { capturedMinor } from './money.js';
import type { Order, PaymentEntry, Return } from './order.js';
import { addPaymentEntry } from './payment-history.js';
import { Refusal } from './refusal.js';
import type { SimulatorState } from './state.js';

export const refundsOf = (order: Order, ret: Return): PaymentEntry[] =>
  order.payments.filter((p) => p.return === ret.id);

/** Pays the customer by the original payment: immediately, refused, or answered later. Never twice, never more than was taken. */
export function refund(state: SimulatorState, order: Order, ret: Return): PaymentEntry {
  const before = refundsOf(order, ret);
  if (before.some((p) => p.status === 'PENDING')) throw new Refusal('A refund of this return is under way', ['id']);
  if (before.some((p) => p.entryType === 'REFUND')) throw new Refusal('Return is already refunded', ['id']);
  if (ret.totalMinor === 0) throw new Refusal('There is nothing to refund', ['id']);
  if (ret.totalMinor > capturedMinor(order) - promisedMinor(order))
    throw new Refusal('Refund exceeds what is left of the captured amount', ['id']);
  if (order.refundLaterMs === undefined) {
    const entry = settleRefund(state, order, ret);
    if (entry.status === 'FAILED') throw new Refusal('Refund failed: refused by the payment provider', ['id']);
    return entry;
  }
  const request = addPaymentEntry(state, order, { ...paymentOf(ret), entryType: 'REFUND_REQUEST', status: 'PENDING' });
  state.runLater(order.refundLaterMs, () => {
    request.status = settleRefund(state, order, ret).status;
    state.touchedReturn(ret, 'update');
    state.touched(order);
  });
  return request;
}

/** What the payment provider answers. */
function settleRefund(state: SimulatorState, order: Order, ret: Return): PaymentEntry {
  const payment = paymentOf(ret);
  if (order.refundsToFail === 0)
    return addPaymentEntry(state, order, { ...payment, entryType: 'REFUND', status: 'SUCCESS' });
  order.refundsToFail -= 1;
  return addPaymentEntry(state, order, { ...payment, entryType: 'REFUND_FAILED', status: 'FAILED' });
}

const paymentOf = ({ id, totalMinor }: Return) => ({ valueMinor: totalMinor, return: id });

/** What was given back, and what the payment provider may still give back. */
const promisedMinor = (order: Order): number =>
  order.payments
    .filter((p) => p.entryType === 'REFUND' || (p.entryType === 'REFUND_REQUEST' && p.status === 'PENDING'))
    .reduce((sum, p) => sum + p.valueMinor, 0);
