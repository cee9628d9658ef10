import { rollUpStatus } from './order-rules.js';
import type { Order, PaymentEntry, Shipment, SimulatorState } from './state.js';

/** Runs something later; the simulator forgets it when it closes. */
export type RunLater = (ms: number, run: () => void) => void;

/** Asks the payment provider for the money of one shipment: taken, refused, or answered later. */
export function capture(state: SimulatorState, order: Order, shipment: Shipment, runLater: RunLater): PaymentEntry {
  const open = order.payments.find((p) => p.shipment === shipment.id && p.status === 'PENDING');
  if (open) return open;
  if (order.capturesToFail > 0) {
    order.capturesToFail -= 1;
    return addPaymentEntry(state, order, shipment, 'CAPTURE_FAILED', 'FAILED');
  }
  if (order.captureLaterMs !== undefined) {
    const request = addPaymentEntry(state, order, shipment, 'CAPTURE_REQUEST', 'PENDING');
    runLater(order.captureLaterMs, () => {
      request.status = 'SUCCESS';
      markCaptured(state, order, shipment);
      rollUpStatus(order);
      state.touchedShipment(shipment, 'update');
      state.touched(order);
    });
    return request;
  }
  return markCaptured(state, order, shipment);
}

function markCaptured(state: SimulatorState, order: Order, shipment: Shipment): PaymentEntry {
  shipment.isCaptured = true;
  shipment.isPaid = true;
  shipment.capturedAt = Date.now();
  return addPaymentEntry(state, order, shipment, 'CAPTURE', 'SUCCESS');
}

function addPaymentEntry(
  state: SimulatorState,
  order: Order,
  shipment: Shipment,
  entryType: PaymentEntry['entryType'],
  status: PaymentEntry['status'],
): PaymentEntry {
  const entry: PaymentEntry = {
    id: state.nextId(),
    createdAt: Date.now(),
    entryType,
    status,
    valueMinor: shipment.totalMinor,
    shipment: shipment.id,
  };
  order.payments.push(entry);
  return entry;
}
