import { onLine } from './csv.js';
import type { IncomingRow } from './formats.js';
import { groupedBy, moveUnits, onceEach, type Recording, warehouseOf } from './recording.js';
import { type StoredOrder, storedOrder } from './stored-order.js';

/**
 * Counts replace what was there, unless a file of a higher number has counted since. A count of everything is one statement, and
 * what it finds as it was counts as unchanged.
 */
export async function recordLevels(
  { query, number }: Recording,
  rows: readonly IncomingRow<'levels'>[],
): Promise<void> {
  onceEach(rows, 'sku', ({ warehouse, sku }) => JSON.stringify([warehouse, sku]));
  const counts = rows.map(({ warehouse, sku, physical, sellable }) => ({
    sku,
    warehouse: warehouseOf(warehouse),
    physical,
    sellable: sellable ?? null,
  }));
  await query(
    `with counted as (
       select * from jsonb_to_recordset($1) as c (sku text, warehouse text, physical int, sellable int)
     ), changed as (
       select distinct c.sku from counted c left join file_warehouse_levels l using (sku, warehouse)
       where l.sku is null or (l.as_of < $2 and l.physical is distinct from c.physical)
     ), replaced as (
       insert into file_warehouse_levels (sku, warehouse, physical, sellable, as_of)
         select sku, warehouse, physical, sellable, $2 from counted
       on conflict (sku, warehouse) do update
         set physical = excluded.physical, sellable = excluded.sellable, as_of = excluded.as_of
         where file_warehouse_levels.as_of < excluded.as_of
     )
     insert into file_warehouse_articles (sku) select sku from changed
     on conflict (sku) do update set stock_changed_at = clock_timestamp()`,
    [JSON.stringify(counts), number],
  );
}

export async function recordMovements(recording: Recording, rows: readonly IncomingRow<'movements'>[]): Promise<void> {
  for (const { warehouse, sku, units } of rows)
    await moveUnits(recording, { warehouse: warehouseOf(warehouse), sku, units });
}

/** What came back of orders. A file is recorded once, so each of its rows is a parcel of its own. */
export async function recordReturns(recording: Recording, rows: readonly IncomingRow<'returns'>[]): Promise<void> {
  const { query } = recording;
  for (const [name, group] of groupedBy(rows, ({ order }) => order)) {
    const { rows: found } = await query<{ shown: unknown }>(
      'select shown from file_warehouse_orders where name = $1 for update',
      [name],
    );
    if (found[0] === undefined) throw onLine(group[0], 'column order: there is no such order.');
    const order = storedOrder.parse(found[0].shown);
    for (const row of group) await takeBack(recording, order, row);
    await query('update file_warehouse_orders set shown = $2, returned_at = clock_timestamp() where name = $1', [
      name,
      JSON.stringify(order),
    ]);
  }
}

async function takeBack(recording: Recording, order: StoredOrder, row: IncomingRow<'returns'>): Promise<void> {
  const { line, units, restocked, cause } = row;
  const held = order.lines.find((one) => one.line === line);
  if (held === undefined) throw onLine(row, 'column line: the order does not have it.');
  if (restocked > units) throw onLine(row, 'column restocked: more units are for sale again than came back.');
  if (units === 0) return;
  held.returned.push({ quantity: units, ...(cause === undefined ? {} : { cause }) });
  if (restocked === 0) return;
  if (order.warehouse === undefined)
    throw onLine(row, 'column order: no order-status has said in which warehouse it is.');
  await moveUnits(recording, { warehouse: order.warehouse, sku: held.sku, units: restocked });
}

/** What the warehouse knows of articles, for the comparison with the web shop. */
export async function recordArticles(
  { query }: Recording,
  rows: readonly IncomingRow<'article-list'>[],
): Promise<void> {
  onceEach(rows, 'sku', ({ sku }) => sku);
  await query(
    `insert into file_warehouse_articles (sku, name, barcode, active)
       select sku, coalesce(name, ''), coalesce(barcode, ''), active
       from jsonb_to_recordset($1) as a (sku text, name text, barcode text, active boolean)
     on conflict (sku) do update set name = excluded.name, barcode = excluded.barcode, active = excluded.active`,
    [JSON.stringify(rows)],
  );
}
