import { type PickCounter, PickCounters, type PickLine } from '../../../domain/stock/ledger/pick-counters.js';
import type { Query } from '../database.js';

/** Reads the counters of these lines. Call it while their positions are locked. */
export async function readPickCounters(query: Query, lines: readonly PickLine[]): Promise<PickCounters> {
  if (lines.length === 0) return new PickCounters();
  const { rows } = await query<Omit<PickCounter, 'reading' | 'touched'> & { reading: string }>(
    `select order_name as "orderName", line, location, sku, picked, reading, changes
     from (select distinct * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
       k (order_name, line, location, sku)) k
     join stock_picks using (order_name, line, location, sku)`,
    [
      lines.map((one) => one.orderName),
      lines.map((one) => one.line),
      lines.map((one) => one.location),
      lines.map((one) => one.sku),
    ],
  );
  return new PickCounters(rows.map((row) => ({ ...row, reading: Number(row.reading), touched: false })));
}

export async function savePickCounters(query: Query, counters: PickCounters): Promise<void> {
  const rows = counters.touched();
  if (rows.length === 0) return;
  await query(
    `insert into stock_picks (order_name, line, location, sku, picked, reading, changes)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::bigint[], $7::integer[])
     on conflict (order_name, line, location, sku) do update
       set picked = excluded.picked, reading = excluded.reading, changes = excluded.changes`,
    [
      rows.map((row) => row.orderName),
      rows.map((row) => row.line),
      rows.map((row) => row.location),
      rows.map((row) => row.sku),
      rows.map((row) => row.picked),
      rows.map((row) => row.reading),
      rows.map((row) => row.changes),
    ],
  );
}
