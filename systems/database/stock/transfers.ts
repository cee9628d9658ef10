import type { Rename } from '../../../domain/stock/ledger/rename.js';
import type { StockEntry } from '../../../domain/stock/ledger/stock-entry.js';
import type { Query } from '../database.js';
import type { LateTransfer, StockQueries } from '../stock-port.js';

/** Takes down rows about goods that travel; a row that is known already changes nothing. */
export async function recordTransfers(query: Query, rows: NonNullable<StockEntry['transfers']>): Promise<void> {
  if (rows.length === 0) return;
  await query(
    `with added as (
       insert into stock_transfers (row_id, sku, shipment, location, quantity, at)
       select r.row_id, r.sku, r.shipment, r.location, r.quantity, to_timestamp(r.at / 1000)
       from unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::integer[], $6::float8[])
         as r (row_id, sku, shipment, location, quantity, at) on conflict (row_id, sku) do nothing
       returning sku, shipment, location, quantity, at)
     insert into stock_shipments as known (shipment, sku, balance, location, sent_at)
     select shipment, sku, sum(quantity), min(location) filter (where quantity < 0), min(at) filter (where quantity < 0)
     from added group by shipment, sku order by shipment, sku
     on conflict (shipment, sku) do update set balance = known.balance + excluded.balance,
       location = coalesce(known.location, excluded.location), sent_at = least(known.sent_at, excluded.sent_at)`,
    [
      rows.map(({ row }) => row),
      rows.map(({ sku }) => sku),
      rows.map(({ shipment }) => shipment),
      rows.map(({ location }) => location),
      rows.map(({ quantity }) => quantity),
      rows.map(({ at }) => at),
    ],
  );
}

/** Carries goods that travel over to the new name of their SKU: those of one row, or one shipment, add up. */
export async function renameTransfers(query: Query, { former, sku }: Rename): Promise<void> {
  await query(
    `with moved as (delete from stock_transfers where sku = $1 returning row_id, shipment, location, quantity, at)
     insert into stock_transfers as known (row_id, sku, shipment, location, quantity, at)
     select row_id, $2, shipment, location, quantity, at from moved
     on conflict (row_id, sku) do update set quantity = known.quantity + excluded.quantity`,
    [former, sku],
  );
  await query(
    `with moved as (delete from stock_shipments where sku = $1 returning shipment, balance, location, sent_at)
     insert into stock_shipments as known (shipment, sku, balance, location, sent_at)
     select shipment, $2, balance, location, sent_at from moved order by shipment
     on conflict (shipment, sku) do update set balance = known.balance + excluded.balance,
       location = coalesce(known.location, excluded.location), sent_at = least(known.sent_at, excluded.sent_at)`,
    [former, sku],
  );
}

/** Of each shipment that left in that time: what left and has not arrived, however late it did. */
export const lateTransfers =
  (query: Query): StockQueries['lateTransfers'] =>
  async ({ from, to }, limit, after) => {
    const { rows } = await query<LateTransfer>(
      `select shipment::float8 as shipment, min(location) as location,
         (extract(epoch from min(sent_at)) * 1000)::float8 as since,
         jsonb_agg(jsonb_build_object('sku', sku, 'quantity', -balance) order by sku) as missing
       from stock_shipments where balance < 0
         and sent_at >= to_timestamp($1::float8 / 1000) and sent_at < to_timestamp($2::float8 / 1000)
       group by stock_shipments.shipment
       having $4::float8 is null or (min(sent_at), stock_shipments.shipment) > (to_timestamp($4::float8 / 1000)::timestamptz(3), $5::bigint)
       order by since, stock_shipments.shipment limit $3`,
      [from, to, limit, after?.since ?? null, after?.shipment ?? null],
    );
    return rows;
  };

/** However long ago they left: a shipment that is not among these has arrived. */
export const onTheirWay =
  (query: Query): StockQueries['onTheirWay'] =>
  async (shipments) => {
    if (shipments.length === 0) return new Set();
    const { rows } = await query<{ shipment: number }>(
      `select distinct shipment::float8 as shipment from stock_shipments
       where shipment = any($1::bigint[]) and balance < 0`,
      [shipments],
    );
    return new Set(rows.map(({ shipment }) => shipment));
  };
