import type { Origin } from '../../../../domain/names.js';
import { readFulfilmentName } from '../../../../domain/names.js';
import type { OrderUnits } from '../../../../domain/stock/order-units.js';
import type { World } from '../../../simulators/kit/world.js';
import type { CentraOrder, CounterpartStates, SitooOrder } from '../../../simulators/states.js';
import { positionKey } from './position-key.js';

/** Units of one order by place (`placeKey`). */
type Units = Map<string, { outstanding: number; picked: number; deductedAtOrigin: number }>;

/**
 * Who wants, has taken and has booked how much where, rebuilt from the counterparts' books alone: the web shop's
 * allocations and shipments, the tills' orders and deliveries, the warehouse's picks. Orders by place (`placeKey`).
 */
export function orderUnitsByPosition(
  books: CounterpartStates,
  world: Pick<World, 'locations'>,
): Map<string, OrderUnits[]> {
  const orders = new Map<string, { readonly origin: Origin; readonly number: string; readonly units: Units }>();
  const unitsOf = (origin: Origin, number: string): Units => {
    const key = `${origin} ${number}`;
    const known = orders.get(key) ?? { origin, number, units: new Map() };
    orders.set(key, known);
    return known.units;
  };
  // The warehouse's book does not say which of several warehouses an order lies in; a played world has one.
  const warehouse = world.locations.find((place) => place.kind === 'warehouse')?.id ?? '';
  const placeOf = new Map(world.locations.map((place) => [place.centraWarehouse, place.id]));

  for (const order of books.sitoo) {
    const fulfilment = order.externalid ? readFulfilmentName(order.externalid) : undefined;
    if (fulfilment === undefined || !order.location) continue;
    for (const item of order.items)
      add(unitsOf('centra', fulfilment.orderNumber), order.location, item.sku, item.delivered);
  }
  for (const order of books.wms) {
    // A back order is named after its first order, with something appended.
    const fulfilment = readFulfilmentName(order.orderNumber.replace(/-B\d+$/, ''));
    if (fulfilment === undefined) continue;
    for (const line of order.lines)
      add(unitsOf(fulfilment.origin, fulfilment.orderNumber), warehouse, line.sku, line.picked);
  }
  for (const order of books.centra) promisedOnline(order, unitsOf('centra', String(order.number)), placeOf);
  for (const order of books.sitoo)
    if (order.deliverToWarehouse) promisedAtTills(order, unitsOf('sitoo', String(order.orderid)), warehouse);
  return byPlace(orders.values());
}

function add(units: Units, location: string, sku: string, picked: number): void {
  if (picked !== 0) at(units, location, sku).picked += picked;
}

function at(units: Units, location: string, sku: string) {
  const key = positionKey(location, sku);
  const known = units.get(key) ?? { outstanding: 0, picked: 0, deductedAtOrigin: 0 };
  units.set(key, known);
  return known;
}

/**
 * The shop says how much of a line was shipped, not from where. Goods are shipped from where they were taken, so that is
 * where its shipments are counted first.
 */
function promisedOnline(order: CentraOrder, units: Units, placeOf: ReadonlyMap<number, string>): void {
  for (const line of order.lines) {
    const places = (line.allocations ?? []).flatMap(({ warehouse, quantity }) => {
      const location = placeOf.get(warehouse);
      return location === undefined ? [] : [{ quantity, at: at(units, location, line.sku), booked: 0 }];
    });
    let shipped = line.shippedQuantity;
    const count = (place: (typeof places)[number], most: number) => {
      const here = Math.max(0, Math.min(shipped, most, place.quantity - place.booked));
      place.booked += here;
      place.at.deductedAtOrigin += here;
      shipped -= here;
    };
    for (const place of places) count(place, place.at.picked - place.at.deductedAtOrigin);
    for (const place of places) count(place, shipped);
    for (const place of places) place.at.outstanding += place.quantity - place.booked;
  }
}

function promisedAtTills(order: SitooOrder, units: Units, warehouse: string): void {
  for (const { sku, quantity, delivered } of order.items) {
    const here = at(units, warehouse, sku);
    here.deductedAtOrigin += delivered;
    if (order.state === 0) here.outstanding += Math.max(0, quantity - delivered);
  }
}

function byPlace(
  orders: Iterable<{ readonly origin: Origin; readonly number: string; readonly units: Units }>,
): Map<string, OrderUnits[]> {
  const places = new Map<string, OrderUnits[]>();
  for (const { origin, number, units } of orders)
    for (const [key, { outstanding, picked, deductedAtOrigin }] of units) {
      if (outstanding === 0 && picked === deductedAtOrigin) continue;
      const here = places.get(key) ?? [];
      here.push({ origin, number, outstanding, picked, deductedAtOrigin });
      places.set(key, here);
    }
  return places;
}
