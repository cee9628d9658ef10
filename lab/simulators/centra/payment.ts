import type { Order, PaymentEntry, Shipment } from './order.js';
import { rollUpStatus } from './order-rules.js';
import { addPaymentEntry } from './payment-history.js';
import type { SimulatorState } from './state.js';

/** Asks the payment provider for the money of one shipment: taken, refused, or answered later. */
export function capture(state: SimulatorState, order: Order, shipment: Shipment): PaymentEntry {
  const payment = { valueMinor: shipment.totalMinor, shipment: shipment.id };
  const open = order.payments.find((p) => p.shipment === shipment.id && p.status === 'PENDING');
  if (open) return open;
  if (order.capturesToFail > 0) {
    order.capturesToFail -= 1;
    return addPaymentEntry(state, order, { ...payment, entryType: 'CAPTURE_FAILED', status: 'FAILED' });
  }
  if (order.captureLaterMs !== undefined) {
    const request = addPaymentEntry(state, order, { ...payment, entryType: 'CAPTURE_REQUEST', status: 'PENDING' });
    state.runLater(order.captureLaterMs, () => {
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
  const { id, totalMinor } = shipment;
  return addPaymentEntry(state, order, {
    entryType: 'CAPTURE',
    status: 'SUCCESS',
    valueMinor: totalMinor,
    shipment: id,
  });
}
