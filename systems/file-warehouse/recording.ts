import { parseName, type WmsWarehouseId } from '../../domain/ids.js';
import type { Query } from '../database/database.js';
import { NotUnderstood, onLine } from './csv.js';

/** The transaction in which a file is recorded, and the number of the file. */
export interface Recording {
  readonly query: Query;
  readonly number: number;
}

/** @throws NotUnderstood when the brand file could name no such warehouse */
export function warehouseOf(text: string): WmsWarehouseId {
  const id = parseName(text);
  if (id === undefined) throw new NotUnderstood('The name of a warehouse is too long, or cannot be printed.');
  return id as WmsWarehouseId;
}

interface Moved {
  readonly warehouse: string;
  readonly sku: string;
  readonly units: number;
}

/**
 * Moves units of an article. A count by a file of a higher number holds them already. What nobody has counted yet is only known
 * once something comes: it cannot go before it was there.
 */
export async function moveUnits({ query, number }: Recording, { warehouse, sku, units }: Moved): Promise<void> {
  if (units === 0) return;
  await query(
    `insert into file_warehouse_levels (sku, warehouse, physical)
       select $1, $2, $3::int where $3::int > 0 or exists
         (select from file_warehouse_levels where sku = $1 and warehouse = $2)
     on conflict (sku, warehouse) do update
       set physical = file_warehouse_levels.physical + excluded.physical
       where file_warehouse_levels.as_of < $4`,
    [sku, warehouse, units, number],
  );
  await stockChanged(query, sku);
}

/** An article that a file names is one that the warehouse knows. */
async function stockChanged(query: Query, sku: string): Promise<void> {
  await query(
    `insert into file_warehouse_articles (sku) values ($1)
     on conflict (sku) do update set stock_changed_at = clock_timestamp()`,
    [sku],
  );
}

/** Rows by a name that they share, in the order of the file. */
export function groupedBy<Row>(rows: readonly Row[], nameOf: (row: Row) => string): [string, [Row, ...Row[]]][] {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const group = groups.get(nameOf(row));
    if (group === undefined) groups.set(nameOf(row), [row]);
    else group.push(row);
  }
  return [...groups];
}

/** What rows of one name say together in a column; undefined when none says it. @throws NotUnderstood when they disagree */
export function sharedBy<Row extends object, Column extends keyof Row & string>(
  rows: readonly Row[],
  column: Column,
): Row[Column] | undefined {
  let said: Row[Column] | undefined;
  for (const row of rows) {
    if (row[column] === undefined) continue;
    if (said !== undefined && said !== row[column])
      throw onLine(row, `column ${column}: rows of one order or notice say different things.`);
    said = row[column];
  }
  return said;
}

/** @throws NotUnderstood when a file names one thing in two rows: which of them holds cannot be known */
export function onceEach<Row extends object>(rows: readonly Row[], column: string, nameOf: (row: Row) => string): void {
  const named = new Set<string>();
  for (const row of rows) {
    if (named.has(nameOf(row))) throw onLine(row, `column ${column}: two rows name the same.`);
    named.add(nameOf(row));
  }
}
