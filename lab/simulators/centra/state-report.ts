import type { ReportedCentraState } from '../states.js';
import { orderTotalMinor } from './money.js';
import type { Order, Return } from './order.js';
import { refundsOf } from './refund.js';
import { returnedUnits } from './returned-units.js';
import type { SimulatorState } from './state.js';
import { shippedUnits } from './views.js';

/** The shop's state by which a run is judged. Times are ISO 8601 UTC; stock changes are those from outside, with signed lines. */
export function reportState(state: SimulatorState): ReportedCentraState {
  return {
    orders: [...state.orders.values()].map(reportOrder),
    returns: [...state.orders.values()].flatMap((order) => order.returns.map((ret) => reportReturn(order, ret))),
    stock: state.stock.rows(),
    stockChanges: state.stockChanges.all.map((change) => ({ ...change, createdAt: iso(change.createdAt) })),
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
      emailAsked: shipment.emailAsked ?? false,
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

function reportReturn(order: Order, ret: Return) {
  return {
    id: ret.id,
    externalId: ret.externalId,
    order: order.number,
    shipment: ret.shipment,
    status: ret.status,
    emailAsked: ret.emailAsked ?? false,
    /** `released` to where it came from, `moved` to a named warehouse, `removed` from stock. */
    policy: ret.policy,
    placed: ret.placed,
    lines: ret.lines.map(({ line, shipmentLine, quantity }) => ({
      line,
      shipmentLine,
      sku: order.lines.find((l) => l.id === line)?.product.sku ?? '',
      quantity,
    })),
    totalMinor: ret.totalMinor,
    refunds: refundsOf(order, ret).map(({ entryType, status, valueMinor }) => ({ entryType, status, valueMinor })),
    createdAt: iso(ret.createdAt),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
