import type { FulfilmentRow } from '../../systems/database/port.js';
import type { Brand } from '../brand.js';
import { type Locations, locationsOf } from '../locations.js';
import type { PosOrder } from '../order/pos-order.js';
import type { WebOrder, WebOrderLine } from '../order/web-order.js';
import type { OrderReadingUnits } from './ledger/stock-entry.js';
import type { PositionKey } from './position.js';

type Units = Map<string, PositionKey & { outstanding: number; deductedAtOrigin: number }>;

/**
 * What a web order still wants where, and what Centra has booked as gone from there. `parts` tells which shipment left
 * from where; it matters only for lines that lie in several places.
 */
export function unitsOfWebOrder(
  order: WebOrder,
  fulfilments: readonly FulfilmentRow[],
  { brand, readAt }: { brand: Pick<Brand, 'locations'>; readAt: number },
): OrderReadingUnits {
  const locations = locationsOf(brand);
  const units: Units = new Map();
  for (const line of order.lines) {
    if (line.sku === '') continue;
    const places = allocatedAt(line, locations);
    const deductedAt = recordedPositions(order, line, fulfilments, [...places.keys()]);
    const deducted = sum(deductedAt.values());
    const outstanding =
      order.status === 'cancelled' ? 0 : Math.max(0, line.quantity - line.cancelledQuantity - deducted);
    // Whether an allocation is still shown once its units have left is not documented: both readings are understood.
    const stillShown = sum(places.values()) > outstanding;
    for (const location of new Set([...places.keys(), ...deductedAt.keys()])) {
      const here = (places.get(location) ?? 0) - (stillShown ? (deductedAt.get(location) ?? 0) : 0);
      add(units, { location, sku: line.sku }, Math.min(outstanding, Math.max(0, here)), deductedAt.get(location) ?? 0);
    }
  }
  return {
    origin: 'centra',
    number: String(order.number),
    placedAt: Date.parse(order.createdAt),
    changedAt: Date.parse(order.updatedAt),
    readAt,
    units: [...units.values()],
  };
}

/** What a till order wants from the warehouse. What was delivered of it is told by whoever books the delivery. */
export function unitsOfTillOrder(order: PosOrder, location: string, readAt: number): OrderReadingUnits {
  const wanted = new Map<string, number>();
  for (const { sku, quantity } of order.items)
    if (quantity > 0 && sku !== '') wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  return {
    origin: 'sitoo',
    number: String(order.orderId),
    placedAt: order.orderDate * 1_000,
    changedAt: 0,
    readAt,
    units: order.state === 'open' ? [...wanted].map(([sku, outstanding]) => ({ location, sku, outstanding })) : [],
  };
}

function allocatedAt(line: WebOrderLine, locations: Locations): Map<string, number> {
  const places = new Map<string, number>();
  for (const { warehouse, quantity } of line.allocations) {
    const location = locations.byCentra(warehouse)?.id;
    if (location !== undefined) places.set(location, (places.get(location) ?? 0) + quantity);
  }
  return places;
}

/** Units of a line in shipments that were sent, by where they left. */
function recordedPositions(
  order: WebOrder,
  line: WebOrderLine,
  fulfilments: readonly FulfilmentRow[],
  allocated: readonly string[],
): Map<string, number> {
  const places = new Map<string, number>();
  for (const shipment of order.shipments) {
    if (!shipment.isShipped) continue;
    const quantity = sum(shipment.lines.filter((l) => l.line === line.id).map((l) => l.quantity));
    const location = fulfilments.find((p) => p.shipments.includes(shipment.id))?.location ?? allocated[0];
    if (quantity > 0 && location !== undefined) places.set(location, (places.get(location) ?? 0) + quantity);
  }
  return places;
}

function add(units: Units, { location, sku }: PositionKey, outstanding: number, deductedAtOrigin: number): void {
  const key = `${location} ${sku}`;
  const known = units.get(key) ?? { location, sku, outstanding: 0, deductedAtOrigin: 0 };
  units.set(key, {
    ...known,
    outstanding: known.outstanding + outstanding,
    deductedAtOrigin: known.deductedAtOrigin + deductedAtOrigin,
  });
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
