import { orderTotalMinor } from './money.js';
import { refundsOf } from './refund.js';
import { returnedUnits } from './returned-units.js';
import type { Order, Return, SimulatorState } from './state.js';
import { shippedUnits } from './views.js';

/** The books as the judges of a run read them. Times are ISO 8601 UTC; stock changes are what was
 * booked from outside, with signed lines. */
export function reportState(books: SimulatorState) {
  return {
    orders: [...books.orders.values()].map(reportOrder),
    returns: [...books.orders.values()].flatMap((order) => order.returns.map((given) => reportReturn(order, given))),
    stock: books.stock.rows(),
    stockChanges: books.stockChanges.all.map((change) => ({ ...change, createdAt: iso(change.createdAt) })),
  };
}

function reportOrder(order: Order) {
  return {
    number: order.number,
    status: order.status,
    isOnHold: order.isOnHold,
    isLocked: order.isLocked,
    totalMinor: orderTotalMinor(order),
    createdAt: iso(order.createdAt),
    updatedAt: iso(order.updatedAt),
    lines: order.lines.map((line) => ({
      id: line.id,
      sku: line.product.sku,
      quantity: line.quantity,
      cancelledQuantity: line.cancelled,
      returnedQuantity: returnedUnits(order, (r) => r.line === line.id),
      shippedQuantity: shippedUnits(order, line),
      allocations: order.allocations
        .filter((a) => a.line === line.id)
        .map(({ warehouse, quantity }) => ({ warehouse, quantity })),
    })),
    shipments: order.shipments.map((shipment) => ({
      id: shipment.id,
      isShipped: shipment.shippedAt !== undefined,
      isCaptured: shipment.isCaptured,
      isPaid: shipment.isPaid,
      totalMinor: shipment.totalMinor,
      trackingNumber: shipment.trackingNumber,
      carrier: shipment.carrier,
      service: shipment.service,
      lines: shipment.lines.map(({ line, quantity }) => ({ line, quantity })),
      createdAt: iso(shipment.createdAt),
      shippedAt: shipment.shippedAt === undefined ? undefined : iso(shipment.shippedAt),
    })),
    payments: order.payments.map(({ entryType, status, valueMinor }) => ({ entryType, status, valueMinor })),
  };
}

function reportReturn(order: Order, given: Return) {
  return {
    id: given.id,
    externalId: given.externalId,
    order: order.number,
    shipment: given.shipment,
    status: given.status,
    /** `released` to where it came from, `moved` to a named warehouse, `removed` from stock. */
    policy: given.policy,
    placed: given.placed,
    lines: given.lines.map(({ line, shipmentLine, quantity }) => ({
      line,
      shipmentLine,
      sku: order.lines.find((l) => l.id === line)?.product.sku ?? '',
      quantity,
    })),
    totalMinor: given.totalMinor,
    refunds: refundsOf(order, given).map(({ entryType, status, valueMinor }) => ({ entryType, status, valueMinor })),
    createdAt: iso(given.createdAt),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
