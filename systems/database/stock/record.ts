import type { OrderRef } from '../../../domain/order/order-ref.js';
import { targetsToPublish } from '../../../domain/stock/ledger/figures.js';
import type { HeldPositions } from '../../../domain/stock/ledger/held-position.js';
import { applyEntry, nameOfMovement } from '../../../domain/stock/ledger/record-entry.js';
import type { Recorded, StockEntry } from '../../../domain/stock/ledger/stock-entry.js';
import type { Movement } from '../../../domain/stock/movement.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { Query, Transaction } from '../database.js';
import { cursors } from '../facts.js';
import type { StockLedger } from '../stock-port.js';
import { lockPositions } from './lock-positions.js';
import { acceptReadings, initialStockTimes, type LockedReadings } from './order-readings.js';
import { unexplainedFalls } from './orders-of-others.js';
import { readPickCounters, savePickCounters } from './picks.js';
import { withPresentNames } from './renames.js';
import { savePositions } from './save-positions.js';
import { recordTransfers } from './transfers.js';
import { readUnplaced, saveUnplaced } from './unplaced-units.js';

/** Reads what the ledger knows of an entry, applies the entry, writes the outcome. Locks orders first, then positions, each in a fixed order. */
export const recordEntry =
  (transaction: Transaction): StockLedger['record'] =>
  (entry, policy) =>
    transaction((query) => record(query, entry, policy));

async function record(query: Query, reported: StockEntry, policy: StockPolicy): Promise<Recorded> {
  const entry = await withPresentNames(query, reported);
  const { movements = [], picks, orders = [], cursor } = entry;
  const locked = await acceptReadings(query, orders);
  const positions = await lockPositionsOf(query, entry, locked);
  const counters = await readPickCounters(query, picks?.rows ?? []);
  const recorded = await recordedMovements(query, movements);
  const unplaced = await readUnplaced(query, ordersOfOthersIn(locked, picks));
  const readings = { ...locked, unplaced, initialStockAt: await initialStockTimes(query, locked) };
  const falls = await unexplainedFalls(query, locked);
  const wasShort = isAnyShort(positions);

  const added = applyEntry(entry, { positions, counters, movements: recorded, readings, falls }, policy);

  await savePositions(query, positions, added);
  await savePickCounters(query, counters);
  await saveUnplaced(query, unplaced, added);
  await markInitialStock(query, importedWith(entry));
  await recordTransfers(query, entry.transfers ?? []);
  if (cursor) await cursors(query).set(cursor.name, cursor.value);
  return {
    newMovements: added.length,
    targets: targetsToPublish(positions),
    concernsShortage: wasShort || isAnyShort(positions),
  };
}

const isAnyShort = (positions: HeldPositions): boolean => [...positions.values()].some(({ short }) => short > 0);

async function lockPositionsOf(query: Query, entry: StockEntry, { readings, before }: LockedReadings) {
  const { movements = [], levels, picks, initialStockOf = [] } = entry;
  const ofInitialStock = await orderPositionsAt(query, importedWith(entry));
  const units = readings.flatMap((reading) => reading.units.map((at) => withOrder(at, reading)));
  return lockPositions(
    query,
    [...movements, ...(levels?.rows ?? []), ...(picks?.rows ?? []), ...units, ...before, ...ofInitialStock],
    {
      named: [
        ...movements.flatMap((movement) => (movement.order ? [withOrder(movement, movement.order)] : [])),
        ...(picks?.rows ?? []).map((row) => withOrder(row, row.order)),
        ...units,
        ...before,
      ],
      // What orders had deducted before the initial stock was read is settled with it.
      allAt: ({ location }) => initialStockOf.includes(location),
      // What falls without an explanation may be theirs.
      ofOthers: true,
    },
  );
}

const ordersOfOthersIn = ({ readings }: LockedReadings, picks: StockEntry['picks']): OrderRef[] => [
  ...readings.filter(({ ofOthers }) => ofOthers),
  ...(picks?.rows ?? []).filter(({ ofOthers }) => ofOthers).map(({ order }) => order),
];

const withOrder = ({ location, sku }: PositionKey, { origin, number }: OrderRef): PositionKey & OrderRef => ({
  location,
  sku,
  origin,
  number,
});

/** Names of those movements that are in the ledger. */
async function recordedMovements(query: Query, movements: readonly Movement[]): Promise<Set<string>> {
  if (movements.length === 0) return new Set();
  const { rows } = await query<Pick<Movement, 'system' | 'reference'>>(
    `select system, reference
     from unnest($1::text[], $2::text[]) k (system, reference) join stock_movements using (system, reference)`,
    [movements.map((one) => one.system), movements.map((one) => one.reference)],
  );
  return new Set(rows.map(nameOfMovement));
}

/** Locations whose import this entry ends. */
const importedWith = ({ initialStockOf = [], moreInitialStock }: StockEntry): readonly string[] =>
  moreInitialStock ? [] : initialStockOf;

/** Positions at these locations that any order has to do with, and of which no level was read: what was read has been settled with it. */
async function orderPositionsAt(query: Query, locations: readonly string[]): Promise<PositionKey[]> {
  if (locations.length === 0) return [];
  const { rows } = await query<PositionKey>(
    `select distinct location, sku from stock_orders o where location = any($1::text[])
       and not exists (select from stock_positions p where p.location = o.location and p.sku = o.sku and p.reading > 0)`,
    [locations],
  );
  return rows;
}

async function markInitialStock(query: Query, locations: readonly string[]): Promise<void> {
  if (locations.length === 0) return;
  await query('insert into initial_stock (location) select distinct unnest($1::text[]) on conflict do nothing', [
    locations,
  ]);
}
