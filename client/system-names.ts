import type { PosOrder } from '../domain/order/pos-order.js';
import type { WarehouseOrder } from '../domain/order/warehouse-order.js';
import type { WebOrder } from '../domain/order/web-order.js';

/** What Centra shows of an order, in a line. */
export function describeCentraOrder(order: WebOrder | undefined): string {
  if (order === undefined) return 'does not know it';
  const shipments = order.shipments.map(
    (s) => `shipment ${s.number} ${s.isShipped ? 'sent' : 'not sent'}, ${s.isCaptured ? 'captured' : 'not captured'}`,
  );
  return [order.vendorStatus, ...(order.isOnHold ? ['on hold'] : []), ...shipments].join('; ');
}

/** What Sitoo shows of an order, in a line. */
export function describeSitooOrder(order: PosOrder | undefined): string {
  if (order === undefined) return 'does not know it';
  const state = order.state === 'unknown' ? 'unknown state' : order.state;
  return `${state} (${order.vendorState}), order ${order.orderId}`;
}

/** What the WMS shows of an order, in a line. */
export function describeWarehouseOrder(order: WarehouseOrder | undefined): string {
  if (order === undefined) return 'does not know it';
  const total = (of: 'ordered' | 'picked') => order.lines.reduce((sum, line) => sum + line[of], 0);
  const tracking = order.trackingNumber === undefined ? '' : `, tracking ${order.trackingNumber}`;
  return `${order.stage} (${order.status}), ${total('picked')} of ${total('ordered')} picked${tracking}`;
}
