import { nameOfOrder, type OrderRef } from '../../../domain/stock/ledger/held-position.js';
import type { Query } from '../database.js';
import type { OrderReadingUnits, PositionKey } from '../stock-port.js';

/** Readings of orders that are not older than what is known, with what is needed to book them. */
export interface AcceptedReadings {
  readonly readings: readonly OrderReadingUnits[];
  /** Where each order had anything to do so far. */
  readonly before: readonly (PositionKey & OrderRef)[];
  /** Orders that were not heard of until now. */
  readonly isNew: (order: OrderRef) => boolean;
}

/**
 * Takes the readings that are not older than the one of before. Holds on to these orders until the transaction ends, so
 * that two readings of one order are booked one after the other. Must come before any position is locked.
 */
export async function acceptReadings(query: Query, all: readonly OrderReadingUnits[]): Promise<AcceptedReadings> {
  const newest = new Map<string, OrderReadingUnits>();
  for (const reading of all) {
    const known = newest.get(nameOfOrder(reading));
    if (!known || !isOlder(reading, known)) newest.set(nameOfOrder(reading), reading);
  }
  const readings = [...newest.values()];
  if (readings.length === 0) return { readings: [], before: [], isNew: () => false };
  const { rows } = await query<OrderRef & { first: boolean }>(
    `insert into stock_order_readings as known (origin, number, changed_at, read_at, since)
     select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
       as r (origin, number, changed_at, read_at, since) order by r.origin, r.number
     on conflict (origin, number) do update
       set changed_at = excluded.changed_at, read_at = excluded.read_at, since = least(known.since, excluded.since)
       where (excluded.changed_at, excluded.read_at) >= (known.changed_at, known.read_at)
     returning origin, number, xmax = 0 as first`,
    [
      readings.map((reading) => reading.origin),
      readings.map((reading) => reading.number),
      readings.map((reading) => reading.changedAt),
      readings.map((reading) => reading.readAt),
      readings.map((reading) => reading.placedAt ?? reading.readAt),
    ],
  );
  const accepted = new Map(rows.map((row) => [nameOfOrder(row), row]));
  const { rows: before } = await query<PositionKey & OrderRef>(
    `select location, sku, origin, number
     from unnest($1::text[], $2::text[]) k (origin, number) join stock_orders using (origin, number)`,
    [rows.map((row) => row.origin), rows.map((row) => row.number)],
  );
  return {
    readings: readings.filter((reading) => accepted.has(nameOfOrder(reading))),
    before,
    isNew: (order) => accepted.get(nameOfOrder(order))?.first ?? false,
  };
}

const isOlder = (one: OrderReadingUnits, other: OrderReadingUnits): boolean =>
  one.changedAt === other.changedAt ? one.readAt < other.readAt : one.changedAt < other.changedAt;

/** When locations were opened, epoch ms. */
export async function openingTimes(query: Query, locations: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await query<{ location: string; at: number }>(
    `select location, (extract(epoch from imported_at) * 1000)::float8 as at
     from initial_stock where location = any($1::text[])`,
    [locations],
  );
  return new Map(rows.map(({ location, at }) => [location, at]));
}
