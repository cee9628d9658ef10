import type { PickCounter, PickCounters } from '../../../systems/database/stock/picks.js';
import type { OrderReadingUnits, PickedUnits, StockEntry, StockKey } from '../../../systems/database/stock-port.js';
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
export class EntryBooking {
  readonly movements: NewMovement[] = [];
  readonly #places: HeldPositions;
  readonly #opening: ReadonlySet<string>;

  constructor(places: HeldPositions, opening: readonly string[]) {
    this.#places = places;
    this.#opening = new Set(opening);
  }

  /** Movements that are not in the ledger yet. */
  move(movements: readonly Movement[]): void {
    for (const movement of movements) this.#book(positionAt(this.#places, movement), movement);
  }

  /** Units picked, cumulative by line of an order. Fewer than before: units went back to the shelf. */
  pick({ reading, at, rows }: NonNullable<StockEntry['picks']>, counters: PickCounters): void {
    for (const row of rows) {
      const counter = counters.of(row);
      const units = newlyPicked(row, counter, reading);
      if (units === undefined) continue;
      Object.assign(counter, { reading, picked: row.picked, touched: true });
      if (units === 0) continue;
      counter.changes += 1;
      const place = positionAt(this.#places, counter);
      if (this.#opening.has(place.location)) {
        setUnits(place, row.order, { taken: orderAt(place, row.order).taken + units });
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
  level({ reading, at, rows }: NonNullable<StockEntry['levels']>, policy: StockPolicy): void {
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
  want(reading: OrderReadingUnits, from: readonly StockKey[], leftBefore: (location: string) => boolean): void {
    const units = new Map<string, { key: StockKey; open: number; booked: number | undefined }>();
    for (const { location, sku, open, booked } of reading.units) {
      const known = units.get(nameOf({ location, sku }));
      const sum =
        known?.booked === undefined && booked === undefined ? undefined : (known?.booked ?? 0) + (booked ?? 0);
      units.set(nameOf({ location, sku }), { key: { location, sku }, open: (known?.open ?? 0) + open, booked: sum });
    }
    const tellsBooked = reading.units.length === 0 ? reading.origin === 'centra' : [...units.values()].some(hasBooked);
    for (const key of from) {
      if (units.has(nameOf(key))) continue;
      setUnits(positionAt(this.#places, key), reading, tellsBooked ? { open: 0, booked: 0 } : { open: 0 });
    }
    for (const { key, open, booked } of units.values()) {
      const place = positionAt(this.#places, key);
      if (booked !== undefined) setUnits(place, reading, { open, booked });
      else setUnits(place, reading, { open: Math.max(0, open - orderAt(place, reading).booked) });
      if (leftBefore(key.location)) leftAlready(place, reading);
    }
  }

  /** At an opening, what orders had booked has left the shelf: the opening stock is without it. */
  open(keys: readonly StockKey[]): void {
    for (const key of keys) {
      if (!this.#opening.has(key.location)) continue;
      const place = positionAt(this.#places, key);
      for (const order of place.orders.values()) leftAlready(place, order);
    }
  }

  #book(place: HeldPosition, movement: Movement): void {
    const cause: Cause = this.#opening.has(place.location) ? 'opening' : movement.cause;
    const booked = { ...movement, cause };
    place.physical += booked.quantity;
    place.unpublished += notRecordedByCentra(booked);
    place.changed = true;
    if (booked.order) {
      setUnits(place, booked.order, { taken: orderAt(place, booked.order).taken - booked.quantity });
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

const hasBooked = ({ booked }: { booked: number | undefined }): boolean => booked !== undefined;

function leftAlready(
  place: HeldPosition,
  order: OrderReadingUnits | { origin: 'centra' | 'sitoo'; number: string },
): void {
  const row = place.orders.get(nameOfOrder(order));
  if (row && row.taken < row.booked) setUnits(place, order, { taken: row.booked });
}
