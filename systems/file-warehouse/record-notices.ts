import { z } from 'zod';
import type { IncomingRow } from './formats.js';
import { groupedBy, moveUnits, onceEach, type Recording, sharedBy, warehouseOf } from './recording.js';

export const storedNotice = z.object({
  warehouse: z.string().exactOptional(),
  lines: z.array(z.object({ row: z.string(), sku: z.string(), announced: z.int(), received: z.int() })),
});
export type StoredNotice = z.output<typeof storedNotice>;

type Row = IncomingRow<'inbound-status'>;

/** What came of announced goods. Goods that others announced are recorded too: what came of them lies in the warehouse. */
export async function recordInboundStatus(recording: Recording, rows: readonly Row[]): Promise<void> {
  for (const [name, group] of groupedBy(rows, ({ notice }) => notice)) await recordOne(recording, name, group);
}

async function recordOne(recording: Recording, name: string, rows: readonly [Row, ...Row[]]): Promise<void> {
  const { query, number } = recording;
  const { rows: found } = await query<{ lines: unknown; as_of: string }>(
    'select lines, as_of from file_warehouse_notices where name = $1 for update',
    [name],
  );
  const held = found[0];
  if (held !== undefined && Number(held.as_of) > number) return;
  const before = held === undefined ? { lines: [] } : storedNotice.parse(held.lines);
  onceEach(rows, 'line', ({ line }) => line);
  const place = sharedBy(rows, 'warehouse');
  const warehouse = place === undefined ? before.warehouse : warehouseOf(place);
  const status = sharedBy(rows, 'status') ?? rows[0].status;
  const lines = new Map(before.lines.map((line) => [line.row, line]));
  for (const { line, sku, received } of rows) {
    const known = lines.get(line);
    lines.set(line, { row: line, sku, announced: known?.announced ?? 0, received });
    if (warehouse !== undefined)
      await moveUnits(recording, { warehouse, sku, units: received - (known?.received ?? 0) });
  }
  const now: StoredNotice = { lines: [...lines.values()], ...(warehouse === undefined ? {} : { warehouse }) };
  await query(
    `insert into file_warehouse_notices (name, status, lines, as_of) values ($1, $2, $3, $4)
     on conflict (name) do update set status = excluded.status, lines = excluded.lines, as_of = excluded.as_of`,
    [name, status, JSON.stringify(now), number],
  );
}
