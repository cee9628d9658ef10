import type { PickCounter, PickCounters } from '../../../systems/database/stock/picks.js';
import type { OrderReadingUnits, PickedUnits, PositionKey, StockEntry } from '../../../systems/database/stock-port.js';
import { type Cause, type Movement, notRecordedByCentra } from '../movement.js';
import type { StockPolicy } from '../policy.js';
import {
  type HeldPosition,
  type HeldPositions,
  nameOf,
  nameOfOrder,
  orderAt,
  positionAt,
  setUnits,
} from './held-position.js';

export type NewMovement = Movement & { readonly physicalAfter: number };

/** Books an entry at places that are locked; what comes out of it is written by the caller. */
export class EntryRecorder {
  readonly movements: NewMovement[] = [];
  readonly #places: HeldPositions;
  readonly #initialStockOf: ReadonlySet<string>;

  constructor(places: HeldPositions, initialStockOf: readonly string[]) {
    this.#places = places;
    this.#initialStockOf = new Set(initialStockOf);
  }

  /** Movements that are not in the ledger yet. */
  recordMovements(movements: readonly Movement[]): void {
    for (const movement of movements) this.#book(positionAt(this.#places, movement), movement);
  }

  /** Units picked, cumulative by line of an order. Fewer than before: units went back to the shelf. */
  recordPicks({ reading, at, rows }: NonNullable<StockEntry['picks']>, counters: PickCounters): void {
    for (const row of rows) {
      const counter = counters.of(row);
      const units = newlyPicked(row, counter, reading);
      if (units === undefined) continue;
      Object.assign(counter, { reading, picked: row.picked, touched: true });
      if (units === 0) continue;
      counter.changes += 1;
      const place = positionAt(this.#places, counter);
      if (this.#initialStockOf.has(place.location)) {
        setUnits(place, row.order, { picked: orderAt(place, row.order).picked + units });
        continue;
      }
      this.#book(place, {
        system: 'wms',
        reference: `pick ${row.orderName} ${row.line} ${counter.changes}`,
        location: place.location,
        sku: place.sku,
        quantity: -units,
        cause: row.order.origin === 'centra' ? 'warehouse-pick-of-web-order' : 'warehouse-pick-of-till-order',
        happenedAt: at,
        order: row.order,
      });
    }
  }

  /** Absolute levels: what picks do not explain is a movement of its own. */
  recordLevels({ reading, at, rows }: NonNullable<StockEntry['levels']>, policy: StockPolicy): void {
    for (const row of rows) {
      const place = positionAt(this.#places, row);
      if (reading <= place.reading) continue;
      Object.assign(place, { reading, touched: true });
      const quantity = row.physical - place.physical;
      if (quantity === 0) continue;
      place.levelChanges += 1;
      this.#book(place, {
        system: policy.kindOf(place.location) === 'store' ? 'sitoo' : 'wms',
        reference: `level ${place.location} ${place.sku} ${place.levelChanges}`,
        location: place.location,
        sku: place.sku,
        quantity,
        cause: 'warehouse-change',
        happenedAt: at,
      });
    }
  }

  /**
   * What an order wants where. `from` are the places where it had anything to do so far; `leftBefore` tells where it had
   * taken its goods before we began.
   */
  recordOrder(
    reading: OrderReadingUnits,
    from: readonly PositionKey[],
    leftBefore: (location: string) => boolean,
  ): void {
    const units = new Map<string, { key: PositionKey; outstanding: number; deductedAtOrigin: number | undefined }>();
    for (const { location, sku, outstanding, deductedAtOrigin } of reading.units) {
      const known = units.get(nameOf({ location, sku }));
      const sum =
        known?.deductedAtOrigin === undefined && deductedAtOrigin === undefined
          ? undefined
          : (known?.deductedAtOrigin ?? 0) + (deductedAtOrigin ?? 0);
      units.set(nameOf({ location, sku }), {
        key: { location, sku },
        outstanding: (known?.outstanding ?? 0) + outstanding,
        deductedAtOrigin: sum,
      });
    }
    const saysDeducted =
      reading.units.length === 0 ? reading.origin === 'centra' : [...units.values()].some(namesDeducted);
    for (const key of from) {
      if (units.has(nameOf(key))) continue;
      setUnits(
        positionAt(this.#places, key),
        reading,
        saysDeducted ? { outstanding: 0, deductedAtOrigin: 0 } : { outstanding: 0 },
      );
    }
    for (const { key, outstanding, deductedAtOrigin } of units.values()) {
      const place = positionAt(this.#places, key);
      if (deductedAtOrigin !== undefined) setUnits(place, reading, { outstanding, deductedAtOrigin });
      else
        setUnits(place, reading, { outstanding: Math.max(0, outstanding - orderAt(place, reading).deductedAtOrigin) });
      if (leftBefore(key.location)) leftAlready(place, reading);
    }
  }

  /** What orders had deducted when the initial stock was read has left the shelf: that stock is without it. */
  settleInitialStock(keys: readonly PositionKey[]): void {
    for (const key of keys) {
      if (!this.#initialStockOf.has(key.location)) continue;
      const place = positionAt(this.#places, key);
      for (const order of place.orders.values()) leftAlready(place, order);
    }
  }

  #book(place: HeldPosition, movement: Movement): void {
    const cause: Cause = this.#initialStockOf.has(place.location) ? 'initial-stock' : movement.cause;
    const booked = { ...movement, cause };
    place.physical += booked.quantity;
    place.unpublished += notRecordedByCentra(booked);
    place.changed = true;
    if (booked.order) {
      setUnits(place, booked.order, { picked: orderAt(place, booked.order).picked - booked.quantity });
    }
    this.movements.push({ ...booked, physicalAfter: place.physical });
  }
}

/** Units picked since the last reading of a line; undefined when the reading is not newer. */
export const newlyPicked = (
  row: Pick<PickedUnits, 'picked'>,
  counter: Pick<PickCounter, 'reading' | 'picked'>,
  reading: number,
): number | undefined => (reading > counter.reading ? row.picked - counter.picked : undefined);

const namesDeducted = ({ deductedAtOrigin }: { deductedAtOrigin: number | undefined }): boolean =>
  deductedAtOrigin !== undefined;

function leftAlready(
  place: HeldPosition,
  order: OrderReadingUnits | { origin: 'centra' | 'sitoo'; number: string },
): void {
  const row = place.orders.get(nameOfOrder(order));
  if (row && row.picked < row.deductedAtOrigin) setUnits(place, order, { picked: row.deductedAtOrigin });
}
