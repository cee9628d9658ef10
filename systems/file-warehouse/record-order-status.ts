import { readFulfilmentName } from '../../domain/names.js';
import type { WarehouseStage } from '../../domain/order/warehouse-order.js';
import { NotUnderstood, onLine } from './csv.js';
import type { IncomingRow } from './formats.js';
import { groupedBy, moveUnits, onceEach, type Recording, sharedBy, warehouseOf } from './recording.js';
import { type StoredLine, type StoredOrder, storedOrder } from './stored-order.js';

type Row = IncomingRow<'order-status'>;

const STAGES = {
  open: 'open',
  working: 'working',
  picked: 'picked',
  sent: 'sent',
  cancelled: 'cancelled',
  problem: 'error',
} as const satisfies Record<Row['status'], WarehouseStage>;

/** Takes over how far the warehouse has come. What a file of a higher number said of an order stays. */
export async function recordOrderStatus(recording: Recording, rows: readonly Row[]): Promise<void> {
  for (const [name, group] of groupedBy(rows, ({ order }) => order)) await recordOne(recording, name, group);
}

async function recordOne(recording: Recording, name: string, rows: readonly [Row, ...Row[]]): Promise<void> {
  const { query, number } = recording;
  const { rows: found } = await query<{ shown: unknown; as_of: string }>(
    'select shown, as_of from file_warehouse_orders where name = $1 for update',
    [name],
  );
  const held = found[0];
  if (held !== undefined && Number(held.as_of) > number) return;
  const before = held && storedOrder.parse(held.shown);
  if (before !== undefined) await requireFit(recording, { name, before }, rows);
  const now = orderOf(rows, before);
  await moveWhatWasPicked(recording, before, now);
  const first = sharedBy(rows, 'back_order_of');
  if (first !== undefined && readFulfilmentName(name) !== undefined)
    throw onLine(
      rows[0],
      'column order: a back order has a number that Onepool gives to orders of its own, now or later: give it another one, such as that of the first with -B1 behind it.',
    );
  await query(
    `insert into file_warehouse_orders (name, shown, as_of, back_order_for) values ($1, $2, $3, $4)
     on conflict (name) do update set shown = excluded.shown, as_of = excluded.as_of,
       back_order_for = coalesce(excluded.back_order_for, file_warehouse_orders.back_order_for),
       changed_at = clock_timestamp()`,
    [name, JSON.stringify(now), number, first === undefined ? null : await refOf(recording, first, rows[0])],
  );
}

/**
 * Units of another line or article than the order has would leave the shelf for nothing. An order that was written more than once may
 * be shown as an earlier file had it.
 * @throws NotUnderstood
 */
async function requireFit(
  { query }: Recording,
  { name, before }: { readonly name: string; readonly before: StoredOrder },
  rows: readonly Row[],
): Promise<void> {
  const { rows: written } = await query(
    "select 1 from warehouse_requests where kind = 'orders' and subject = $1 limit 2",
    [name],
  );
  const lines = new Map(before.lines.map(({ line, sku }) => [line, sku]));
  for (const row of rows) {
    if (row.picked > row.ordered) throw onLine(row, 'column picked: more units than were ordered.');
    if (written.length !== 1) continue;
    if (!lines.has(row.line)) throw onLine(row, 'column line: the order does not have it.');
    if (lines.get(row.line) !== row.sku) throw onLine(row, 'column sku: the line is of another article.');
  }
}

function orderOf(rows: readonly [Row, ...Row[]], before: StoredOrder | undefined): StoredOrder {
  onceEach(rows, 'line', ({ line }) => line);
  const said = <Column extends keyof Row>(column: Column): Row[Column] | undefined => sharedBy(rows, column);
  const place = said('warehouse');
  const warehouse = place === undefined ? before?.warehouse : warehouseOf(place);
  const status = said('status') ?? rows[0].status;
  const named = new Map(rows.map((row) => [row.line, row]));
  const held = new Map((before?.lines ?? []).map((line) => [line.line, line]));
  // A line that the file leaves out stays as it was.
  const ids = [...new Set([...held.keys(), ...named.keys()])];
  return {
    ...present('shippedAt', said('shipped_at') ?? before?.shippedAt),
    ...present('carrier', said('carrier') ?? before?.carrier),
    ...present('service', said('service') ?? before?.service),
    ...present('trackingNumber', said('tracking_number') ?? before?.trackingNumber),
    ...present('trackingUrl', said('tracking_url') ?? before?.trackingUrl),
    ...present('returnTrackingNumber', said('return_tracking_number') ?? before?.returnTrackingNumber),
    ...present('warehouse', warehouse),
    stage: STAGES[status],
    status,
    packages: Math.max(1, said('parcels') ?? before?.packages ?? 1),
    lines: ids.flatMap((id) => lineOf(named.get(id), held.get(id)) ?? []),
  };
}

function lineOf(row: Row | undefined, held: StoredLine | undefined): StoredLine | undefined {
  if (row === undefined) return held;
  const { line, sku, ordered, picked } = row;
  return { line, sku, ordered, picked, returned: held?.returned ?? [] };
}

/** Picked units have left the shelf; those of an order that was given up are back on it. */
async function moveWhatWasPicked(
  recording: Recording,
  before: StoredOrder | undefined,
  now: StoredOrder,
): Promise<void> {
  const pickedBefore = new Map((before?.lines ?? []).map(({ line, picked }) => [line, picked]));
  for (const { line, sku, picked } of now.lines) {
    const units = (pickedBefore.get(line) ?? 0) - picked;
    if (units === 0) continue;
    if (now.warehouse === undefined)
      throw new NotUnderstood('An order with picked units names no warehouse, and none was named before.');
    await moveUnits(recording, { warehouse: now.warehouse, sku, units });
  }
}

async function refOf({ query }: Recording, name: string, row: Row): Promise<string> {
  const { rows } = await query<{ ref: string }>(
    // The rest of a rest is of the first order too.
    'select coalesce(back_order_for, ref) as ref from file_warehouse_orders where name = $1',
    [name],
  );
  if (rows[0] === undefined) throw onLine(row, 'column back_order_of: there is no such order.');
  return rows[0].ref;
}

function present<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
