import { workOut } from '../../../domain/stock/ledger/figures.js';
import type { HeldPositions, OrderRef } from '../../../domain/stock/ledger/held-position.js';
import { EntryBooking } from '../../../domain/stock/ledger/record-entry.js';
import type { Movement } from '../../../domain/stock/movement.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { Query, Transaction } from '../database.js';
import { cursors } from '../facts.js';
import type { Recorded, StockEntry, StockKey, StockStore } from '../stock-port.js';
import { lockPositions } from './lock-positions.js';
import { type AcceptedReadings, acceptReadings, openingTimes } from './order-readings.js';
import { PickCounters } from './picks.js';
import { savePositions } from './save-positions.js';

/** Books what a look at a counterpart brought. Locks orders first, then positions, each in a fixed order. */
export const recordStock = (transaction: Transaction): StockStore['record'] => {
  return (entry, policy) => transaction((query) => book(query, entry, policy));
};

async function book(query: Query, entry: StockEntry, policy: StockPolicy): Promise<Recorded> {
  const { movements = [], levels, picks, orders = [], opening = [], cursor } = entry;
  const accepted = await acceptReadings(query, orders);
  const ofOpening = await ordersAt(query, opening);
  const units = accepted.readings.flatMap((reading) => reading.units.map((at) => withOrder(at, reading)));
  const places = await lockPositions(
    query,
    [...movements, ...(levels?.rows ?? []), ...(picks?.rows ?? []), ...units, ...accepted.before, ...ofOpening],
    [
      ...movements.flatMap((movement) => (movement.order ? [withOrder(movement, movement.order)] : [])),
      ...(picks?.rows ?? []).map((row) => withOrder(row, row.order)),
      ...units,
      ...accepted.before,
    ],
  );
  const shortBefore = [...places.values()].some((place) => place.short > 0);

  const booking = new EntryBooking(places, opening);
  const counters = await PickCounters.read(query, picks?.rows ?? []);
  const fresh = await unknown(query, movements);
  booking.move(fresh);
  if (picks) booking.pick(picks, counters);
  if (levels) booking.level(levels, policy);
  await recordReadings(query, booking, accepted);
  booking.open([...places.values()]);
  for (const place of places.values()) workOut(place, policy);

  await savePositions(query, places, booking.movements);
  await counters.save(query);
  await noteOpenings(query, opening);
  if (cursor) await cursors(query).set(cursor.name, cursor.value);
  return {
    fresh: booking.movements.length,
    targets: targetsOf(places),
    shortages: shortBefore || [...places.values()].some((place) => place.short > 0),
  };
}

async function recordReadings(query: Query, booking: EntryBooking, accepted: AcceptedReadings): Promise<void> {
  const strangers = accepted.readings.filter(accepted.isNew);
  const locations = strangers.flatMap((reading) => reading.units.map((at) => at.location));
  const opened = locations.length === 0 ? new Map<string, number>() : await openingTimes(query, locations);
  for (const reading of accepted.readings) {
    const { origin, number, placedAt = Number.NEGATIVE_INFINITY } = reading;
    booking.want(
      reading,
      accepted.before.filter((row) => row.origin === origin && row.number === number),
      (location) => accepted.isNew(reading) && placedAt < (opened.get(location) ?? 0),
    );
  }
}

const withOrder = <Key extends StockKey>(
  { location, sku }: Key,
  { origin, number }: OrderRef,
): StockKey & OrderRef => ({
  location,
  sku,
  origin,
  number,
});

/** Movements that are not in the ledger, each once. */
async function unknown(query: Query, movements: readonly Movement[]): Promise<Movement[]> {
  if (movements.length === 0) return [];
  const nameOfRow = ({ system, reference }: Pick<Movement, 'system' | 'reference'>): string => `${system} ${reference}`;
  const { rows } = await query<Pick<Movement, 'system' | 'reference'>>(
    `select system, reference
     from unnest($1::text[], $2::text[]) k (system, reference) join stock_movements using (system, reference)`,
    [movements.map((one) => one.system), movements.map((one) => one.reference)],
  );
  const seen = new Set(rows.map(nameOfRow));
  return movements.filter((movement) => {
    const isNew = !seen.has(nameOfRow(movement));
    seen.add(nameOfRow(movement));
    return isNew;
  });
}

async function ordersAt(query: Query, locations: readonly string[]): Promise<StockKey[]> {
  if (locations.length === 0) return [];
  const { rows } = await query<StockKey>(
    'select distinct location, sku from stock_orders where location = any($1::text[])',
    [locations],
  );
  return rows;
}

async function noteOpenings(query: Query, locations: readonly string[]): Promise<void> {
  if (locations.length === 0) return;
  await query('insert into stock_openings (location) select distinct unnest($1::text[]) on conflict do nothing', [
    locations,
  ]);
}

/** Targets that have something to be told of these places. */
export function targetsOf(places: HeldPositions): Recorded['targets'] {
  const waiting = [...places.values()].flatMap(({ targets }) =>
    [...targets].filter(([, published]) => published.waiting && published.refused === null).map(([target]) => target),
  );
  return [...new Set(waiting)];
}
