import { reservedMinor } from './money.js';
import type { Order, PaymentEntry } from './order.js';
import { addPaymentEntry } from './payment-history.js';
import { Refusal } from './refusal.js';
import type { SimulatorState } from './state.js';

/**
 * Releases what is reserved and will not be needed. Only while the order is open and partly captured, and only where the
 * payment provider can (guide on releasing the remaining authorisation).
 * @returns what was entered
 */
export function releaseRemaining(state: SimulatorState, order: Order): PaymentEntry[] {
  if (!['PENDING', 'CONFIRMED', 'PROCESSING'].includes(order.status))
    throw new Refusal(`Authorization of an order with status ${order.status} cannot be released`, ['order']);
  if (!order.payments.some((p) => p.entryType.startsWith('CAPTURE') && p.status === 'SUCCESS'))
    throw new Refusal('Order is not partially captured', ['order']);
  if (order.keepsReserve) throw new Refusal('The payment provider does not support releasing', ['order']);
  const released = releaseReserve(state, order);
  if (released.length === 0) throw new Refusal('Nothing left to release', ['order']);
  return released;
}

/** Gives up all that is reserved. */
export function releaseReserve(state: SimulatorState, order: Order): PaymentEntry[] {
  const { card, giftCard } = reservedMinor(order);
  const give = (entryType: PaymentEntry['entryType'], valueMinor: number): PaymentEntry[] =>
    valueMinor > 0 ? [addPaymentEntry(state, order, { entryType, status: 'SUCCESS', valueMinor })] : [];
  return [...give('CANCEL_GIFT_CARD', giftCard), ...give('CANCEL', card)];
}
