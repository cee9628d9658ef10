import type { Batch, BatchLine } from '../../../domain/stock/batch.js';
import type { Query } from '../database.js';

/** What is recorded of a batch beside its lines. */
export const BATCH_COLUMNS = `id::float8 as id, epoch, target, location, direction, reference, sent,
  (extract(epoch from created_at) * 1000)::float8 as "createdAt",
  (extract(epoch from sent_at) * 1000)::float8 as "sentAt"`;
export type BatchHead = Omit<Batch, 'lines'>;

/** Adds the lines that are still open to the heads of batches. */
export async function withLines(query: Query, heads: readonly BatchHead[]): Promise<Batch[]> {
  if (heads.length === 0) return [];
  const { rows } = await query<BatchLine & { batch: number }>(
    `select batch::float8 as batch, sku, quantity from stock_publications
     where batch = any($1::bigint[]) and state = 'open' order by batch, sku`,
    [heads.map((head) => head.id)],
  );
  return [...heads]
    .sort((one, other) => one.id - other.id)
    .map((head) => ({
      ...head,
      lines: rows.filter((row) => row.batch === head.id).map(({ sku, quantity }) => ({ sku, quantity })),
    }));
}

/** A batch whose row is locked until the transaction ends: whoever else wants to settle or split it or a sibling waits. */
export interface HeldBatch extends BatchHead {
  readonly state: string;
  readonly root: number | null;
}

export async function holdBatch(query: Query, id: number): Promise<HeldBatch | undefined> {
  await query(
    `select from stock_batches
     where id = (select coalesce(root, id) from stock_batches where id = $1) for update`,
    [id],
  );
  const { rows } = await query<HeldBatch>(
    `select ${BATCH_COLUMNS}, state, root::float8 as root from stock_batches where id = $1 for update`,
    [id],
  );
  return rows[0];
}

/** Frees the location of a batch that was split, once none of its pieces is on its way. */
export async function freeLocation(query: Query, root: number | null): Promise<void> {
  if (root === null) return;
  await query(
    `update stock_batches set state = 'replaced', done_at = clock_timestamp()
     where id = $1 and state = 'split' and not exists (select from stock_batches where root = $1 and state = 'open')`,
    [root],
  );
}

/** SKUs of a batch that its target has deducted units of while it was on its way. */
export async function crossedIn(query: Query, id: number): Promise<ReadonlySet<string>> {
  const { rows } = await query<{ sku: string }>('select sku from stock_publications where batch = $1 and crossed', [
    id,
  ]);
  return new Set(rows.map(({ sku }) => sku));
}
