import {
  allocate,
  looseAllocations,
  preferredWarehouses,
  spread,
  unallocatedUnits,
  unitsOf,
  unshippedUnits,
} from './allocation.js';
import { shipmentTotalMinor } from './money.js';
import type { Order, Shipment, ShipmentLine } from './order.js';
import { rollUpStatus } from './order-rules.js';
import { Refusal } from './refusal.js';
import type { SimulatorState } from './state.js';

/** Makes a shipment of units that are not shipped yet; everything is checked before anything changes. */
export function createShipment(
  state: SimulatorState,
  order: Order,
  options: {
    lines: readonly { line: number; quantity: number }[];
    isGoodToGo: boolean;
    isPaid: boolean;
    allocateDemand: boolean;
  },
): Shipment {
  if (order.status === 'CANCELLED') throw new Refusal('Cannot create a shipment for a cancelled order', ['order']);
  if (order.status === 'PENDING' || order.status === 'ARCHIVED')
    throw new Refusal('Only confirmed orders can be shipped', ['order']);
  if (order.isOnHold) throw new Refusal('Order is on hold', ['order']);
  if (order.hasDeliveryGroups && state.settings.readings.shipmentOfGroups === 'refused')
    throw new Refusal('An order with delivery groups is shipped by delivery group', ['lines']);
  const requests = options.lines;
  if (requests.length === 0) throw new Refusal('A shipment needs lines', ['lines']);
  const wanted = requests.map(({ line: id, quantity }, i) => {
    const line = order.lines.find((l) => l.id === id);
    if (!line) throw new Refusal('Order line not found', ['lines', String(i), 'orderLine']);
    const total = requests.filter((w) => w.line === id).reduce((sum, w) => sum + w.quantity, 0);
    if (quantity < 1 || total > unshippedUnits(order, line))
      throw new Refusal('Quantity exceeds the unshipped quantity', ['lines', String(i), 'quantity']);
    return { line, quantity };
  });
  for (const { line, quantity } of wanted) {
    const lacking = quantity - unitsOf(looseAllocations(order, line.id));
    if (lacking <= 0) continue;
    if (!options.allocateDemand || lacking > unallocatedUnits(order, line))
      throw new Refusal(`Not enough allocated units of ${line.product.sku}`, ['lines']);
    const free = (warehouse: number, sku: string) => state.stock.free(warehouse, sku);
    for (const place of spread({ sku: line.product.sku, quantity: lacking }, preferredWarehouses(state), free))
      allocate(state, { order, line }, place);
  }

  const lines = wanted.map(({ line, quantity }): ShipmentLine => ({ id: state.nextId(), line: line.id, quantity }));
  for (const line of lines) take(state, order, line);
  const now = Date.now();
  const totalMinor = shipmentTotalMinor(order, lines);
  const isFree = totalMinor === 0 && state.settings.readings.freeShipment === 'paid';
  const shipment: Shipment = {
    id: state.nextId(),
    number: `${order.number}-${order.shipments.length + 1}`,
    createdAt: now,
    updatedAt: now,
    isGoodToGo: options.isGoodToGo,
    totalMinor,
    lines,
    isCaptured: false,
    isPaid: options.isPaid || isFree,
    packages: 1,
  };
  order.shipments.push(shipment);
  rollUpStatus(order);
  state.touchedShipment(shipment, 'create');
  state.touched(order);
  return shipment;
}

/** Takes units out of the loose allocations: an exact fit first, then the oldest; the last one is split. */
function take(state: SimulatorState, order: Order, into: ShipmentLine): void {
  let left = into.quantity;
  const loose = looseAllocations(order, into.line);
  const exact = loose.find((a) => a.quantity === left);
  for (const allocation of exact ? [exact] : loose) {
    if (left === 0) break;
    if (allocation.quantity > left) {
      allocation.quantity -= left;
      order.allocations.push({ ...allocation, id: state.nextId(), quantity: left, shipmentLine: into.id });
      return;
    }
    allocation.shipmentLine = into.id;
    left -= allocation.quantity;
  }
}

/** Dispatch: must be good to go, paid and not out yet; the units leave the stock. */
export function completeShipment(
  state: SimulatorState,
  { order, shipment }: { readonly order: Order; readonly shipment: Shipment },
  info: { shippedAt?: number; carrier?: string; service?: string; trackingNumber?: string; packages?: number },
): void {
  if (shipment.shippedAt !== undefined) throw new Refusal('Shipment is already shipped', ['id']);
  if (order.isOnHold) throw new Refusal('Order is on hold', ['id']);
  if (!shipment.isGoodToGo) throw new Refusal('Shipment is not good to go', ['id']);
  if (!shipment.isPaid) throw new Refusal('Shipment is not paid', ['id']);
  const now = Date.now();
  // Shop and integration never agree to the second.
  if ((info.shippedAt ?? now) > now + 1000)
    throw new Refusal('shippedAt cannot be in the future', ['input', 'shippedAt']);
  Object.assign(shipment, { ...info, shippedAt: info.shippedAt ?? now });
  for (const held of shipment.lines)
    for (const allocation of order.allocations) {
      const sku = order.lines.find((l) => l.id === held.line)?.product.sku;
      if (allocation.shipmentLine === held.id && sku !== undefined)
        state.stock.add(allocation.warehouse, sku, { physical: -allocation.quantity, allocated: -allocation.quantity });
    }
  rollUpStatus(order);
  state.touchedShipment(shipment, 'complete');
  state.touched(order, order.status === 'SHIPPED' ? 'complete' : 'update');
}
