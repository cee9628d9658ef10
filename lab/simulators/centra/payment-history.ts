import type { Order, PaymentEntry } from './order.js';
import type { SimulatorState } from './state.js';

/** Adds what the payment provider did, or was asked to do, to an order's payments. */
export function addPaymentEntry(
  state: SimulatorState,
  order: Order,
  entry: Omit<PaymentEntry, 'id' | 'createdAt'>,
): PaymentEntry {
  const added = { id: state.nextId(), createdAt: Date.now(), ...entry };
  order.payments.push(added);
  return added;
}
