import { recalculate } from '../../../domain/stock/ledger/figures.js';
import type { HeldPositions, OrderRef } from '../../../domain/stock/ledger/held-position.js';
import { EntryRecorder } from '../../../domain/stock/ledger/record-entry.js';
import type { Movement } from '../../../domain/stock/movement.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { Query, Transaction } from '../database.js';
import { cursors } from '../facts.js';
import type { PositionKey, Recorded, StockEntry, StockStore } from '../stock-port.js';
import { lockPositions } from './lock-positions.js';
import { type AcceptedReadings, acceptReadings, openingTimes } from './order-readings.js';
import { PickCounters } from './picks.js';
import { savePositions } from './save-positions.js';

/** Books what a look at a counterpart brought. Locks orders first, then positions, each in a fixed order. */
export const recordStock = (transaction: Transaction): StockStore['record'] => {
  return (entry, policy) => transaction((query) => book(query, entry, policy));
};

async function book(query: Query, entry: StockEntry, policy: StockPolicy): Promise<Recorded> {
  const { movements = [], levels, picks, orders = [], initialStockOf = [], cursor } = entry;
  const accepted = await acceptReadings(query, orders);
  const ofOpening = await ordersAt(query, initialStockOf);
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

  const booking = new EntryRecorder(places, initialStockOf);
  const counters = await PickCounters.read(query, picks?.rows ?? []);
  const fresh = await unknown(query, movements);
  booking.recordMovements(fresh);
  if (picks) booking.recordPicks(picks, counters);
  if (levels) booking.recordLevels(levels, policy);
  await recordReadings(query, booking, accepted);
  booking.settleInitialStock([...places.values()]);
  for (const place of places.values()) recalculate(place, policy);

  await savePositions(query, places, booking.movements);
  await counters.save(query);
  await noteOpenings(query, initialStockOf);
  if (cursor) await cursors(query).set(cursor.name, cursor.value);
  return {
    newMovements: booking.movements.length,
    targets: targetsOf(places),
    concernsShortage: shortBefore || [...places.values()].some((place) => place.short > 0),
  };
}

async function recordReadings(query: Query, booking: EntryRecorder, accepted: AcceptedReadings): Promise<void> {
  const strangers = accepted.readings.filter(accepted.isNew);
  const locations = strangers.flatMap((reading) => reading.units.map((at) => at.location));
  const opened = locations.length === 0 ? new Map<string, number>() : await openingTimes(query, locations);
  for (const reading of accepted.readings) {
    const { origin, number, placedAt = Number.NEGATIVE_INFINITY } = reading;
    booking.recordOrder(
      reading,
      accepted.before.filter((row) => row.origin === origin && row.number === number),
      (location) => accepted.isNew(reading) && placedAt < (opened.get(location) ?? 0),
    );
  }
}

const withOrder = <Key extends PositionKey>(
  { location, sku }: Key,
  { origin, number }: OrderRef,
): PositionKey & OrderRef => ({
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

async function ordersAt(query: Query, locations: readonly string[]): Promise<PositionKey[]> {
  if (locations.length === 0) return [];
  const { rows } = await query<PositionKey>(
    'select distinct location, sku from stock_orders where location = any($1::text[])',
    [locations],
  );
  return rows;
}

async function noteOpenings(query: Query, locations: readonly string[]): Promise<void> {
  if (locations.length === 0) return;
  await query('insert into initial_stock (location) select distinct unnest($1::text[]) on conflict do nothing', [
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
