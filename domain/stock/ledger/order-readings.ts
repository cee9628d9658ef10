import type { OrderRef } from '../../order/order-ref.js';
import type { OrderUnits } from '../order-units.js';
import type { PositionKey } from '../position.js';
import {
  type HeldPosition,
  type HeldPositions,
  keyOf,
  keyOfOrder,
  orderAt,
  positionAt,
  setUnits,
} from './held-position.js';
import type { OrderReadingUnits, PickedUnits, SkuUnits } from './stock-entry.js';
import type { AllUnplaced } from './unplaced-units.js';

/** Readings of orders that are not older than what the ledger knows, with what it takes to record them. */
export interface AcceptedReadings {
  readonly readings: readonly OrderReadingUnits[];
  /** Where each order had anything to do so far. */
  readonly before: readonly (PositionKey & OrderRef)[];
  /** Orders that the ledger did not know until now. */
  readonly isNew: (order: OrderRef) => boolean;
  /** When the initial stock of a location was imported, epoch ms; needed where new orders want something. */
  readonly initialStockAt: ReadonlyMap<string, number>;
  /** What is known of these orders that Centra has deducted, and nobody knows where. */
  readonly unplaced: AllUnplaced;
}

/** Whether an order is marked as one that others send: what a reading says replaces what was known. */
const markOf = ({ ofOthers }: Pick<OrderReadingUnits, 'ofOthers'>): { ofOthers: boolean } => ({
  ofOthers: ofOthers === true,
});

/** The newest reading of each order. */
export function newestReadings(all: readonly OrderReadingUnits[]): OrderReadingUnits[] {
  const newest = new Map<string, OrderReadingUnits>();
  for (const reading of all) {
    const known = newest.get(keyOfOrder(reading));
    if (!known || !isOlder(reading, known)) newest.set(keyOfOrder(reading), reading);
  }
  return [...newest.values()];
}

const isOlder = (one: OrderReadingUnits, other: OrderReadingUnits): boolean =>
  one.changedAt === other.changedAt ? one.readAt < other.readAt : one.changedAt < other.changedAt;

export function recordOrders(
  { readings, before, isNew, initialStockAt, unplaced }: AcceptedReadings,
  positions: HeldPositions,
): void {
  for (const reading of readings) {
    const { origin, number, placedAt = Number.NEGATIVE_INFINITY } = reading;
    const earlier = before.filter((row) => row.origin === origin && row.number === number);
    recordOrder(reading, earlier, { positions, unplaced });
    if (!isNew(reading)) continue;
    // Placed before our time, it has taken what it deducted: the initial stock is without it.
    for (const { location, sku } of reading.units)
      if (placedAt < (initialStockAt.get(location) ?? 0))
        markDeductedAsPicked(positionAt(positions, { location, sku }), reading);
  }
}

/** Replaces what is known of an order: at positions where it wanted something `earlier` and that it does not name, it wants nothing any more. */
function recordOrder(reading: OrderReadingUnits, earlier: readonly PositionKey[], known: Known): void {
  const { positions } = known;
  const units = unitsByPosition(locate(reading, earlier, known));
  const namesDeducted =
    units.size === 0
      ? reading.origin === 'centra'
      : [...units.values()].some(({ deductedAtOrigin }) => deductedAtOrigin !== undefined);
  for (const key of earlier) {
    if (units.has(keyOf(key))) continue;
    setUnits(
      positionAt(positions, key),
      reading,
      namesDeducted
        ? { ...markOf(reading), outstanding: 0, deductedAtOrigin: 0 }
        : { ...markOf(reading), outstanding: 0 },
    );
  }
  for (const { key, outstanding, deductedAtOrigin } of units.values()) {
    const position = positionAt(positions, key);
    if (deductedAtOrigin !== undefined)
      setUnits(position, reading, { ...markOf(reading), outstanding, deductedAtOrigin });
    else
      setUnits(position, reading, {
        ...markOf(reading),
        outstanding: Math.max(0, outstanding - orderAt(position, reading).deductedAtOrigin),
      });
  }
}

interface Known extends Pick<AcceptedReadings, 'unplaced'> {
  readonly positions: HeldPositions;
}

/**
 * A reading in which deducted units that it does not locate stand where the ledger has evidence that they left. Of an order
 * that others send, those without any are noted as unplaced.
 */
function locate(reported: OrderReadingUnits, earlier: readonly PositionKey[], { positions, unplaced }: Known) {
  const { unlocated = [], ...reading } = withoutCompared(reported, unplaced);
  const located = unlocated.flatMap(({ sku, quantity }) => {
    const named = reading.units.filter((units) => units.sku === sku);
    const places = new Set([...earlier, ...named].filter((key) => key.sku === sku).map(({ location }) => location));
    const evidence = [...places].map((location): Evidence => {
      const now = named.filter((units) => units.location === location);
      const before = orderAt(positionAt(positions, { location, sku }), reading);
      return {
        location,
        before,
        outstanding: now.reduce((sum, units) => sum + units.outstanding, 0),
        deducted: now.reduce((sum, units) => sum + (units.deductedAtOrigin ?? 0), 0),
      };
    });
    const shares = [...shareOut(quantity, evidence)];
    noteUnplaced(reported, { sku, quantity: quantity - shares.reduce((sum, [, units]) => sum + units, 0) }, unplaced);
    return shares.map(([location, units]) => ({
      location,
      sku,
      outstanding: 0,
      deductedAtOrigin: units,
    }));
  });
  return { ...reading, units: [...reading.units, ...located] };
}

/**
 * A reading without the units that were unplaced when levels were compared: wherever it says by now that they left, they are
 * accounted for. Every SKU of the order that ever had unplaced units is among its unlocated ones.
 */
function withoutCompared(reading: OrderReadingUnits, unplaced: AllUnplaced): OrderReadingUnits {
  if (!reading.ofOthers) return reading;
  const unlocated = new Map((reading.unlocated ?? []).map(({ sku, quantity }) => [sku, quantity]));
  const units = [...reading.units];
  for (const sku of unplaced.skusOf(reading)) {
    const kept = unplaced.leftToComparison({ ...reading, sku });
    const unknown = unlocated.get(sku) ?? 0;
    unlocated.set(sku, Math.max(0, unknown - kept));
    let left = Math.max(0, kept - unknown);
    for (const [nth, one] of units.entries()) {
      if (one.sku !== sku || one.deductedAtOrigin === undefined) continue;
      const taken = Math.min(left, one.deductedAtOrigin);
      units[nth] = { ...one, deductedAtOrigin: one.deductedAtOrigin - taken };
      left -= taken;
    }
  }
  return { ...reading, units, unlocated: [...unlocated].map(([sku, quantity]) => ({ sku, quantity })) };
}

function noteUnplaced(
  { ofOthers, origin, number, placedAt = 0 }: OrderReadingUnits,
  { sku, quantity }: SkuUnits,
  unplaced: AllUnplaced,
): void {
  if (!ofOthers || origin !== 'centra') return;
  const key = { origin, number, sku };
  unplaced.set(key, { quantity: quantity + unplaced.leftToComparison(key), placedAt });
}

/** Centra has deducted units of these orders that nobody could place: the warehouse shows that it has picked them. */
export function placePicked(rows: readonly PickedUnits[], positions: HeldPositions, unplaced: AllUnplaced): void {
  for (const { location, sku, order, ofOthers } of rows) {
    if (!ofOthers) continue;
    const [position, key] = [positionAt(positions, { location, sku }), { ...order, sku }];
    const { picked, deductedAtOrigin } = orderAt(position, order);
    const [known, placed] = [unplaced.of(key), Math.min(unplaced.of(key)?.quantity ?? 0, picked - deductedAtOrigin)];
    if (known === undefined || placed <= 0) continue;
    setUnits(position, order, { deductedAtOrigin: deductedAtOrigin + placed });
    unplaced.set(key, { ...known, quantity: known.quantity - placed });
  }
}

/** What speaks for a location as the one that units left. */
interface Evidence {
  readonly location: string;
  /** What the ledger knew of the order there before this reading. */
  readonly before: Pick<OrderUnits, 'outstanding' | 'picked' | 'deductedAtOrigin'>;
  /** What the reading says of the order there. */
  readonly outstanding: number;
  readonly deducted: number;
}

/**
 * Shares out units that left from an unknown location. The strongest evidence counts first: what was attributed before,
 * what our ledger saw leave, and an allocation that was there and has ended. A single place that the order ever had to do
 * with is evidence enough.
 */
function shareOut(quantity: number, places: readonly Evidence[]): Map<string, number> {
  const shares = new Map<string, number>();
  let left = quantity;
  const upTo = (units: (place: Evidence) => number): void => {
    for (const place of places) {
      const share = shares.get(place.location) ?? 0;
      const more = Math.max(0, Math.min(left, units(place) - place.deducted - share));
      if (more > 0) shares.set(place.location, share + more);
      left -= more;
    }
  };
  upTo(({ before }) => before.deductedAtOrigin);
  upTo(({ before }) => Math.max(before.deductedAtOrigin, Math.min(before.picked, seenToLeave(before))));
  upTo(({ before, outstanding }) => seenToLeave(before) - outstanding);
  upTo(({ before }) => before.picked);
  if (places.length === 1) upTo(() => Number.POSITIVE_INFINITY);
  return shares;
}

/** Units that the order has wanted or had deducted at a location: no more can have left from there. */
const seenToLeave = ({ outstanding, deductedAtOrigin }: Evidence['before']): number => outstanding + deductedAtOrigin;

interface UnitsAtPosition {
  readonly key: PositionKey;
  readonly outstanding: number;
  readonly deductedAtOrigin: number | undefined;
}

/** A reading may name a position more than once: its units add up. */
function unitsByPosition({ units }: OrderReadingUnits): Map<string, UnitsAtPosition> {
  const sums = new Map<string, UnitsAtPosition>();
  for (const { location, sku, outstanding, deductedAtOrigin } of units) {
    const key = { location, sku };
    const known = sums.get(keyOf(key));
    sums.set(keyOf(key), {
      key,
      outstanding: (known?.outstanding ?? 0) + outstanding,
      deductedAtOrigin:
        known?.deductedAtOrigin === undefined && deductedAtOrigin === undefined
          ? undefined
          : (known?.deductedAtOrigin ?? 0) + (deductedAtOrigin ?? 0),
    });
  }
  return sums;
}

/** What an order has deducted counts as picked as well: it left the shelf before our time. */
export function markDeductedAsPicked(position: HeldPosition, order: OrderRef): void {
  const row = position.orders.get(keyOfOrder(order));
  if (row && row.picked < row.deductedAtOrigin) setUnits(position, order, { picked: row.deductedAtOrigin });
}
