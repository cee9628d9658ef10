import type { StockEntry } from '../../../domain/stock/ledger/stock-entry.js';
import type { Query } from '../database.js';
import type { LateTransfer, StockQueries } from '../stock-port.js';

/** Takes down rows about goods that travel; a row that is known already changes nothing. */
export async function recordTransfers(query: Query, rows: NonNullable<StockEntry['transfers']>): Promise<void> {
  if (rows.length === 0) return;
  await query(
    `insert into stock_transfers (row_id, sku, shipment, location, quantity, at)
     select r.row_id, r.sku, r.shipment, r.location, r.quantity, to_timestamp(r.at / 1000)
     from unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::integer[], $6::float8[])
       as r (row_id, sku, shipment, location, quantity, at) on conflict (row_id, sku) do nothing`,
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

/** Of each shipment that left in that time: what left and has not arrived, however late it did. */
export const lateTransfers =
  (query: Query): StockQueries['lateTransfers'] =>
  async ({ from, to }, limit) => {
    const { rows } = await query<LateTransfer>(
      `with sent as (select distinct shipment from stock_transfers
         where quantity < 0 and at >= to_timestamp($1::float8 / 1000) and at < to_timestamp($2::float8 / 1000)),
       missing as (select shipment, sku, -sum(quantity)::integer as quantity, min(at) filter (where quantity < 0) as at,
           (array_agg(location order by at) filter (where quantity < 0))[1] as location
         from sent join stock_transfers using (shipment) group by shipment, sku having sum(quantity) < 0)
       select shipment::float8 as shipment, min(location) as location, (extract(epoch from min(at)) * 1000)::float8 as since,
         jsonb_agg(jsonb_build_object('sku', sku, 'quantity', quantity) order by sku) as missing
       from missing group by shipment order by since, shipment limit $3`,
      [from, to, limit],
    );
    return rows;
  };
