import { rollUpStatus } from './order-rules.js';
import type { Order, PaymentEntry, Shipment, SimulatorState } from './state.js';

/** Runs something later; the simulator forgets it when it closes. */
export type Later = (ms: number, run: () => void) => void;

/** Asks the payment provider for the money of one shipment: taken, refused, or answered later. */
export function capture(books: SimulatorState, order: Order, shipment: Shipment, later: Later): PaymentEntry {
  const open = order.payments.find((p) => p.shipment === shipment.id && p.status === 'PENDING');
  if (open) return open;
  if (order.capturesToFail > 0) {
    order.capturesToFail -= 1;
    return note(books, order, shipment, 'CAPTURE_FAILED', 'FAILED');
  }
  if (order.captureLaterMs !== undefined) {
    const request = note(books, order, shipment, 'CAPTURE_REQUEST', 'PENDING');
    later(order.captureLaterMs, () => {
      request.status = 'SUCCESS';
      taken(books, order, shipment);
      rollUpStatus(order);
      books.touchedShipment(shipment, 'update');
      books.touched(order);
    });
    return request;
  }
  return taken(books, order, shipment);
}

function taken(books: SimulatorState, order: Order, shipment: Shipment): PaymentEntry {
  shipment.isCaptured = true;
  shipment.isPaid = true;
  shipment.capturedAt = Date.now();
  return note(books, order, shipment, 'CAPTURE', 'SUCCESS');
}

function note(
  books: SimulatorState,
  order: Order,
  shipment: Shipment,
  entryType: PaymentEntry['entryType'],
  status: PaymentEntry['status'],
): PaymentEntry {
  const entry: PaymentEntry = {
    id: books.nextId(),
    createdAt: Date.now(),
    entryType,
    status,
    valueMinor: shipment.totalMinor,
    shipment: shipment.id,
  };
  order.payments.push(entry);
  return entry;
}
