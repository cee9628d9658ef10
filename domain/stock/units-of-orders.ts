import type { Brand } from '../brand.js';
import type { CentraShipmentId } from '../ids.js';
import { type Locations, locationsOf } from '../locations.js';
import type { OrderFacts } from '../order/order-facts.js';
import { tillOrderNumber } from '../order/order-ref.js';
import type { OrderGoods } from '../order/web-order.js';
import type { OrderReadingUnits } from './ledger/stock-entry.js';

/** Which shipments left a location for a fulfilment. */
export interface ShippedFulfilment {
  readonly location: string;
  readonly shipments: readonly CentraShipmentId[];
}

type Units = ReadonlyMap<string, number>;

/**
 * What a web order still wants of which location, and what Centra has deducted as gone from there. Where a shipment left
 * from is known by its fulfilment, else by allocations that Centra still shows; what neither tells is `unlocated`.
 */
export function unitsOfWebOrder(
  order: OrderGoods,
  fulfilments: readonly ShippedFulfilment[],
  { brand, readAt, isOfOthers = false }: { brand: Pick<Brand, 'locations'>; readAt: number; isOfOthers?: boolean },
): OrderReadingUnits {
  const locations = locationsOf(brand);
  const shippedFrom = (shipment: CentraShipmentId): string | undefined =>
    fulfilments.find(({ shipments }) => shipments.includes(shipment))?.location;
  const lines = order.lines
    .filter(({ sku }) => sku !== '')
    .map((line) => unitsOfLine(line, allocatedUnits(line, locations), { order, shippedFrom }));
  const unlocated = unitsBy(lines.map(({ sku, unlocated }) => [sku, unlocated]));
  return {
    origin: 'centra',
    number: order.number,
    placedAt: Date.parse(order.createdAt),
    changedAt: Date.parse(order.updatedAt),
    readAt,
    ...(isOfOthers ? { ofOthers: true } : {}),
    units: addedUp(lines.flatMap(({ located }) => located)),
    ...(sum(unlocated) === 0
      ? {}
      : { unlocated: [...unlocated].flatMap(([sku, quantity]) => (quantity > 0 ? [{ sku, quantity }] : [])) }),
  };
}

/** States of a till order in which its units are still to be sent. */
const WANTS_UNITS: readonly OrderFacts['state'][] = ['open', 'on-hold', 'waiting-for-payment'];

/**
 * What a till order wants from warehouses; what went over the counter with it is not among it. What was delivered of the rest
 * is recorded by whoever reports the delivery.
 * @param placedAt epoch ms
 */
export function unitsOfTillOrder(facts: OrderFacts, placedAt: number): OrderReadingUnits {
  const wants = WANTS_UNITS.includes(facts.state);
  const units = new Map<string, { location: string; sku: string; outstanding: number }>();
  for (const { sku, allocations } of wants ? facts.lines : [])
    for (const { location, quantity } of allocations) {
      const key = `${location} ${sku}`;
      units.set(key, { location, sku, outstanding: (units.get(key)?.outstanding ?? 0) + quantity });
    }
  return {
    origin: 'sitoo',
    number: tillOrderNumber(facts),
    placedAt,
    changedAt: 0,
    readAt: facts.readAt,
    units: [...units.values()],
  };
}

interface UnitsAt {
  readonly location: string;
  readonly sku: string;
  readonly outstanding: number;
  readonly deductedAtOrigin: number;
}

interface LineUnits {
  readonly sku: string;
  readonly located: readonly UnitsAt[];
  /** Deducted by Centra, and nothing in the reading says at which location. */
  readonly unlocated: number;
}

type Line = OrderGoods['lines'][number];

function unitsOfLine(
  line: Line,
  allocated: Units,
  { order, shippedFrom }: { order: OrderGoods; shippedFrom: (shipment: CentraShipmentId) => string | undefined },
): LineUnits {
  const shipped = shippedUnits(line, order, shippedFrom);
  const wanted = line.quantity - line.cancelledQuantity - sum(shipped);
  const outstanding = order.status === 'cancelled' ? 0 : Math.max(0, wanted);
  // Whether an allocation is still shown once its units have left is not documented: both readings are understood.
  const isStillShown = sum(allocated) > outstanding;
  const deducted = isStillShown ? locatedByAllocation(shipped, allocated) : shipped;
  const places = new Set([...allocated.keys(), ...deducted.keys()].filter((location) => location !== UNKNOWN));
  return {
    sku: line.sku,
    unlocated: deducted.get(UNKNOWN) ?? 0,
    located: [...places].map((location) => {
      const deductedAtOrigin = deducted.get(location) ?? 0;
      const here = (allocated.get(location) ?? 0) - (isStillShown ? deductedAtOrigin : 0);
      return { location, sku: line.sku, outstanding: Math.min(outstanding, Math.max(0, here)), deductedAtOrigin };
    }),
  };
}

/** Stands for a location that is not known. */
const UNKNOWN = '';

/** Units that left from an unknown location are taken from the allocations that are still shown, the first ones first. */
function locatedByAllocation(shipped: Units, allocated: Units): Units {
  const located = new Map(shipped);
  let left = shipped.get(UNKNOWN) ?? 0;
  for (const [location, quantity] of allocated) {
    const here = Math.max(0, Math.min(left, quantity - (located.get(location) ?? 0)));
    if (here > 0) located.set(location, (located.get(location) ?? 0) + here);
    left -= here;
  }
  located.set(UNKNOWN, left);
  return located;
}

/** Units of a line by the location they are allocated to, of the locations that the brand names. */
const allocatedUnits = (line: Line, locations: Locations): Units =>
  unitsBy(
    line.allocations.flatMap(({ warehouse, quantity }): [string, number][] => {
      const location = locations.byCentra(warehouse)?.id;
      return location === undefined ? [] : [[location, quantity]];
    }),
  );

/** Units of a line in shipments that were sent, by the location they left; `UNKNOWN` where no fulfilment tells. */
const shippedUnits = (
  line: Line,
  order: OrderGoods,
  shippedFrom: (shipment: CentraShipmentId) => string | undefined,
): Units =>
  unitsBy(
    order.shipments.flatMap(({ id, isShipped, lines }): [string, number][] => {
      if (!isShipped) return [];
      const location = shippedFrom(id) ?? UNKNOWN;
      const ofLine = lines.filter((shipped) => shipped.line === line.id && shipped.quantity > 0);
      return ofLine.map(({ quantity }) => [location, quantity]);
    }),
  );

/** Adds up lines of the same SKU. */
function addedUp(all: readonly UnitsAt[]): UnitsAt[] {
  const byPosition = new Map<string, UnitsAt>();
  for (const units of all) {
    const key = `${units.location} ${units.sku}`;
    const known = byPosition.get(key);
    byPosition.set(key, {
      ...units,
      outstanding: units.outstanding + (known?.outstanding ?? 0),
      deductedAtOrigin: units.deductedAtOrigin + (known?.deductedAtOrigin ?? 0),
    });
  }
  return [...byPosition.values()];
}

function unitsBy(entries: readonly (readonly [key: string, quantity: number])[]): Units {
  const units = new Map<string, number>();
  for (const [key, quantity] of entries) units.set(key, (units.get(key) ?? 0) + quantity);
  return units;
}

const sum = (units: Units): number => [...units.values()].reduce((total, quantity) => total + quantity, 0);
