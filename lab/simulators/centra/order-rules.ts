import { deallocate, unshippedUnits } from './allocation.js';
import type { Order } from './order.js';
import { Refusal } from './refusal.js';
import { releaseReserve } from './reserve.js';
import type { SimulatorState } from './state.js';

/** A locked order takes no edits from a token without `Order.isLocked:write`. */
export function refuseLocked({ settings }: SimulatorState, order: Order): void {
  if (order.isLocked && !settings.mayEditLocked) throw new Refusal('Order is locked', ['order']);
}

/** SHIPPED when every line is shipped or cancelled and every shipment is complete and paid; PROCESSING from the first shipment. */
export function rollUpStatus(order: Order): void {
  if (order.status === 'CANCELLED' || order.status === 'ARCHIVED') return;
  const nothingLeft = order.lines.every((line) => unshippedUnits(order, line) === 0);
  const untouched = order.status === 'PENDING' ? 'PENDING' : 'CONFIRMED';
  if (order.shipments.length === 0) order.status = nothingLeft ? 'CANCELLED' : untouched;
  else {
    const allOut = order.shipments.every((s) => s.shippedAt !== undefined && s.isPaid);
    order.status = nothingLeft && allOut ? 'SHIPPED' : 'PROCESSING';
  }
}

/**
 * A captured or shipped order is not cancelled but returned. A payment provider that does not release the money keeps no
 * order from being cancelled.
 * @returns whether the money is released, where that was wanted
 */
export function cancelOrder(state: SimulatorState, order: Order, releasesMoney = true): boolean {
  refuseLocked(state, order);
  if (order.status === 'CANCELLED') throw new Refusal('Order is already cancelled', ['id']);
  if (order.shipments.some((s) => s.isCaptured || s.shippedAt !== undefined))
    throw new Refusal('Order has been captured or shipped and cannot be cancelled', ['id']);
  for (const shipment of order.shipments.splice(0))
    for (const line of shipment.lines)
      for (const allocation of order.allocations)
        if (allocation.shipmentLine === line.id) delete allocation.shipmentLine;
  for (const line of order.lines) {
    deallocate(state, { order, line }, line);
    line.cancelled = line.quantity;
  }
  const isReleased = releasesMoney && !order.keepsReserve;
  if (isReleased) releaseReserve(state, order);
  order.status = 'CANCELLED';
  state.touched(order);
  return isReleased || !releasesMoney;
}

/** Cancels units; quantities above what is unshipped are refused, and then none are cancelled. */
export function cancelLines(
  state: SimulatorState,
  order: Order,
  requests: readonly { line: number; quantity: number; removeFromStock: boolean }[],
): void {
  refuseLocked(state, order);
  const cuts = requests.map((request, i) => {
    const line = order.lines.find((l) => l.id === request.line);
    if (!line) throw new Refusal('Order line not found', ['input', 'cancelLines', String(i), 'line']);
    const total = requests.filter((w) => w.line === request.line).reduce((sum, w) => sum + w.quantity, 0);
    if (request.quantity < 1 || total > unshippedUnits(order, line))
      throw new Refusal('Quantity exceeds the unshipped quantity', ['input', 'cancelLines', String(i), 'quantity']);
    return { line, quantity: request.quantity, removeFromStock: request.removeFromStock };
  });
  for (const { line, quantity, removeFromStock } of cuts) {
    for (const freed of deallocate(state, { order, line }, { quantity }))
      if (removeFromStock) state.stock.add(freed.warehouse, line.product.sku, { physical: -freed.quantity });
    line.cancelled += quantity;
    line.cancelledBefore = line.cancelled;
  }
  rollUpStatus(order);
}

/** Back to the status that its lines and shipments give it. */
export function unarchiveOrder(order: Order): void {
  if (order.status !== 'ARCHIVED') throw new Refusal('Order is not archived');
  order.status = 'CONFIRMED';
  rollUpStatus(order);
}

/** Someone of the shop confirms an order that the store's own setting did not. */
export function confirmOrder(order: Order): void {
  if (order.status !== 'PENDING') throw new Refusal(`Order with status ${order.status} cannot be confirmed`);
  order.status = 'CONFIRMED';
}

export function setHold(state: SimulatorState, order: Order, hold: boolean): void {
  refuseLocked(state, order);
  order.isOnHold = hold;
}
