import type { OrderRef } from '../../../domain/order/order-ref.js';
import { keyOfOrder } from '../../../domain/stock/ledger/held-position.js';
import { type AcceptedReadings, newestReadings } from '../../../domain/stock/ledger/order-readings.js';
import type { OrderReadingUnits } from '../../../domain/stock/ledger/stock-entry.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { Query } from '../database.js';

export type LockedReadings = Omit<AcceptedReadings, 'initialStockAt' | 'unplaced'>;

/**
 * Takes the readings that are not older than what is known. Locks these orders until the transaction ends, so that two
 * readings of one order are recorded one after the other. Must come before any position is locked.
 */
export async function acceptReadings(query: Query, all: readonly OrderReadingUnits[]): Promise<LockedReadings> {
  const newest = newestReadings(all);
  if (newest.length === 0) return { readings: [], before: [], isNew: () => false };
  const { rows } = await query<OrderRef & { first: boolean }>(
    `insert into stock_order_readings as known (origin, number, changed_at, read_at, since)
     select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
       as r (origin, number, changed_at, read_at, since) order by r.origin, r.number
     on conflict (origin, number) do update
       set changed_at = excluded.changed_at, read_at = excluded.read_at, since = least(known.since, excluded.since)
       where (excluded.changed_at, excluded.read_at) >= (known.changed_at, known.read_at)
     returning origin, number, xmax = 0 as first`,
    [
      newest.map((reading) => reading.origin),
      newest.map((reading) => reading.number),
      newest.map((reading) => reading.changedAt),
      newest.map((reading) => reading.readAt),
      newest.map((reading) => reading.placedAt ?? reading.readAt),
    ],
  );
  const accepted = new Map(rows.map((row) => [keyOfOrder(row), row]));
  const readings = newest.filter((reading) => accepted.has(keyOfOrder(reading)));
  const isNew = (order: OrderRef): boolean => accepted.get(keyOfOrder(order))?.first ?? false;
  const { rows: before } = await query<PositionKey & OrderRef>(
    `select location, sku, origin, number
     from unnest($1::text[], $2::text[]) k (origin, number) join stock_orders using (origin, number)`,
    [rows.map((row) => row.origin), rows.map((row) => row.number)],
  );
  return { readings, before, isNew };
}

/**
 * When the initial stock was imported of locations where new orders want something. Read it while their positions are
 * locked: an import that was under way has ended by then.
 */
export async function initialStockTimes(
  query: Query,
  { readings, isNew }: LockedReadings,
): Promise<Map<string, number>> {
  const locations = readings.filter(isNew).flatMap(({ units }) => units.map(({ location }) => location));
  if (locations.length === 0) return new Map();
  const { rows } = await query<{ location: string; at: number }>(
    `select location, (extract(epoch from imported_at) * 1000)::float8 as at
     from initial_stock where location = any($1::text[])`,
    [locations],
  );
  return new Map(rows.map(({ location, at }) => [location, at]));
}
