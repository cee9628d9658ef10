import { reservedMinor } from './money.js';
import type { Order, PaymentEntry, Shipment } from './order.js';
import { rollUpStatus } from './order-rules.js';
import { addPaymentEntry } from './payment-history.js';
import type { SimulatorState } from './state.js';

/**
 * Asks the payment provider for the money of one shipment: taken, refused, or answered later. Undefined when nobody is asked:
 * the money was taken for the order as a whole, or there is nothing to take.
 */
export function capture(state: SimulatorState, order: Order, shipment: Shipment): PaymentEntry | undefined {
  const payment = { valueMinor: shipment.totalMinor, shipment: shipment.id };
  if (shipment.totalMinor === 0) return undefined;
  if (order.isCapturedAtOnce) return captureAdded(state, order, shipment);
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

/** Lines that were added since the money was taken may have a reserve of their own. */
function captureAdded(state: SimulatorState, order: Order, shipment: Shipment): PaymentEntry | undefined {
  assignMoney(shipment);
  const { card } = reservedMinor(order);
  if (card <= 0 || state.settings.readings.addedAfterCapture === 'assigned') return undefined;
  const valueMinor = Math.min(card, shipment.totalMinor);
  return addPaymentEntry(state, order, { entryType: 'CAPTURE', status: 'SUCCESS', valueMinor, shipment: shipment.id });
}

function assignMoney(shipment: Shipment): void {
  shipment.isCaptured = true;
  shipment.isPaid = true;
  shipment.capturedAt = Date.now();
}

/** Gift cards give what they still hold, the other payment the rest. @returns what was entered last */
function markCaptured(state: SimulatorState, order: Order, shipment: Shipment): PaymentEntry | undefined {
  assignMoney(shipment);
  const { id, totalMinor } = shipment;
  const giftCard = Math.min(totalMinor, Math.max(0, reservedMinor(order).giftCard));
  const take = (entryType: PaymentEntry['entryType'], valueMinor: number): PaymentEntry | undefined =>
    valueMinor === 0
      ? undefined
      : addPaymentEntry(state, order, { entryType, status: 'SUCCESS', valueMinor, shipment: id });
  const ofCard = take('CAPTURE_GIFT_CARD', giftCard);
  return take('CAPTURE', totalMinor - giftCard) ?? ofCard;
}
