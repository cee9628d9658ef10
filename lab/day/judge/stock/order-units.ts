import type { OrderNumber } from '../../../../domain/ids.js';
import type { Origin } from '../../../../domain/names.js';
import { readFulfilmentName } from '../../../../domain/names.js';
import type { OrderUnits } from '../../../../domain/stock/order-units.js';
import type { World } from '../../../simulators/kit/world.js';
import { STATE } from '../../../simulators/sitoo/records.js';
import type { CentraOrder, CounterpartStates, SitooOrder } from '../../../simulators/states.js';
import { positionKey } from './position-key.js';

/** Units of one order by position (`positionKey`). */
type Units = Map<string, { outstanding: number; picked: number; deductedAtOrigin: number }>;

/**
 * Who wants, has picked and has deducted how much where, rebuilt from the counterparts' states alone: the web shop's
 * allocations and shipments, the tills' orders and deliveries, the warehouse's picks. Orders by position (`positionKey`).
 */
export function orderUnitsByPosition(
  { centra, sitoo, wms }: CounterpartStates,
  world: Pick<World, 'locations'>,
): Map<string, OrderUnits[]> {
  const orders = new Map<string, { readonly origin: Origin; readonly number: string; readonly units: Units }>();
  const unitsOf = (origin: Origin, number: string): Units => {
    const key = `${origin} ${number}`;
    const known = orders.get(key) ?? { origin, number, units: new Map() };
    orders.set(key, known);
    return known.units;
  };
  // The warehouse's state does not say which of several warehouses an order lies in; a played world has one.
  const warehouse = world.locations.find((place) => place.kind === 'warehouse')?.id ?? '';
  const placeOf = new Map(world.locations.map((place) => [place.centraWarehouse, place.id]));

  for (const order of sitoo.orders) {
    const fulfilment = order.externalid ? readFulfilmentName(order.externalid) : undefined;
    if (fulfilment === undefined || !order.location) continue;
    for (const item of order.items)
      addPicked(unitsOf('centra', fulfilment.orderNumber), positionKey(order.location, item.sku), item.delivered);
  }
  for (const order of wms.orders) {
    // A back order is named after its first order, with something appended.
    const fulfilment = readFulfilmentName(order.orderNumber.replace(/-B\d+$/, ''));
    if (fulfilment === undefined) continue;
    for (const line of order.lines)
      addPicked(unitsOf(fulfilment.origin, fulfilment.orderNumber), positionKey(warehouse, line.sku), line.picked);
  }
  for (const order of centra.orders) addWebOrder(order, unitsOf('centra', String(order.number)), placeOf);
  for (const order of sitoo.orders)
    if (order.deliverToWarehouse) addTillOrder(order, unitsOf('sitoo', String(order.orderid)), warehouse);
  return byPosition(orders.values());
}

function addPicked(units: Units, position: string, picked: number): void {
  if (picked !== 0) unitsAt(units, position).picked += picked;
}

function unitsAt(units: Units, key: string) {
  const known = units.get(key) ?? { outstanding: 0, picked: 0, deductedAtOrigin: 0 };
  units.set(key, known);
  return known;
}

/**
 * The shop says how much of a line was shipped, not from where. Goods are shipped from where they were taken, so that is
 * where its shipments are counted first.
 */
function addWebOrder(order: CentraOrder, units: Units, placeOf: ReadonlyMap<number, string>): void {
  for (const line of order.lines) {
    const places = line.allocations.flatMap(({ warehouse, quantity }) => {
      const location = placeOf.get(warehouse);
      return location === undefined
        ? []
        : [{ quantity, at: unitsAt(units, positionKey(location, line.sku)), deducted: 0 }];
    });
    let shipped = line.shippedQuantity;
    const count = (place: (typeof places)[number], most: number) => {
      const deducted = Math.max(0, Math.min(shipped, most, place.quantity - place.deducted));
      place.deducted += deducted;
      place.at.deductedAtOrigin += deducted;
      shipped -= deducted;
    };
    for (const place of places) count(place, place.at.picked - place.at.deductedAtOrigin);
    for (const place of places) count(place, shipped);
    for (const place of places) place.at.outstanding += place.quantity - place.deducted;
  }
}

function addTillOrder(order: SitooOrder, units: Units, warehouse: string): void {
  for (const { sku, quantity, delivered } of order.items) {
    const unitsOfSku = unitsAt(units, positionKey(warehouse, sku));
    unitsOfSku.deductedAtOrigin += delivered;
    if (order.state === STATE.open) unitsOfSku.outstanding += Math.max(0, quantity - delivered);
  }
}

function byPosition(
  orders: Iterable<{ readonly origin: Origin; readonly number: string; readonly units: Units }>,
): Map<string, OrderUnits[]> {
  const places = new Map<string, OrderUnits[]>();
  for (const { origin, number, units } of orders)
    for (const [key, { outstanding, picked, deductedAtOrigin }] of units) {
      if (outstanding === 0 && picked === deductedAtOrigin) continue;
      const atPosition = places.get(key) ?? [];
      atPosition.push({ origin, number: number as OrderNumber, outstanding, picked, deductedAtOrigin });
      places.set(key, atPosition);
    }
  return places;
}
