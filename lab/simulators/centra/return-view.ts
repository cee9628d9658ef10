import type { Line, Order, Return, ShipmentLine } from './order.js';
import { refundsOf } from './refund.js';
import { centraTime, type Views } from './views.js';

/** A return as GraphQL reads it. */
export function returnView(views: Views, order: Order, ret: Return) {
  const shipment = order.shipments.find((s) => s.id === ret.shipment);
  const warehouses = [...new Set(ret.placed.map((place) => place.warehouse))];
  const unit = (line: number) => order.lines.find((l) => l.id === line)?.unitMinor ?? 0;
  return {
    __typename: 'DirectToConsumerReturn',
    id: ret.id,
    returnStatus: ret.status,
    createdAt: centraTime(ret.createdAt),
    totalQuantity: ret.lines.reduce((sum, l) => sum + l.quantity, 0),
    grandTotal: views.money(ret.totalMinor),
    returnedToStock: ret.policy !== 'removed',
    comment: ret.comment ?? null,
    externalId: ret.externalId ?? null,
    // Goods that went back to several warehouses have no one warehouse to name.
    returnWarehouse: () => (warehouses.length === 1 ? views.warehouse(warehouses[0] as number) : null),
    refundPaymentHistory: () => refundsOf(order, ret).map(views.paymentEntry),
    lines: () =>
      ret.lines.map((l) => ({
        id: l.id,
        quantity: l.quantity,
        unitPrice: views.money(unit(l.line)),
        lineValue: views.money(unit(l.line) * l.quantity),
        orderLine: () => views.line(order, order.lines.find(({ id }) => id === l.line) as Line),
        shipmentLine: () =>
          views.shipmentLine(order, shipment?.lines.find(({ id }) => id === l.shipmentLine) as ShipmentLine),
      })),
    customer: () => views.customer(order),
    order: () => views.order(order),
    shipment: () => (shipment ? views.shipment(order, shipment) : null),
  };
}
