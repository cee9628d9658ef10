import type { BatchOutcome } from '../../../domain/stock/batch.js';
import type { Target } from '../../../domain/stock/flows.js';
import { settleLines } from '../../../domain/stock/ledger/batches.js';
import { recalculateAll } from '../../../domain/stock/ledger/figures.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { Query, Transaction } from '../database.js';
import type { StockOutbox } from '../stock-port.js';
import {
  BATCH_COLUMNS,
  type BatchHead,
  crossedIn,
  freeLocation,
  type HeldBatch,
  holdBatch,
  withLines,
} from './batches.js';
import { lockPositions } from './lock-positions.js';
import { savePositions } from './save-positions.js';

export const markBatchSent =
  (query: Query): StockOutbox['markSent'] =>
  async (batch, epoch) => {
    const { rowCount } = await query(
      `update stock_batches set sent = true, sent_at = clock_timestamp() where id = $1 and epoch = $2 and state = 'open'`,
      [batch, epoch],
    );
    return rowCount === 1;
  };

export const takeOverBatches =
  (transaction: Transaction): StockOutbox['takeOver'] =>
  (target) =>
    transaction(async (query) => {
      const { rows } = await query<BatchHead>(
        `update stock_batches set epoch = epoch + 1 where target = $1 and state = 'open' returning ${BATCH_COLUMNS}`,
        [target],
      );
      return withLines(query, rows);
    });

export const settleBatch =
  (transaction: Transaction): StockOutbox['settle'] =>
  (batch, outcome, policy) =>
    transaction(async (query) => {
      const held = await holdBatch(query, batch);
      if (held?.state !== 'open') return;
      const [whole] = await withLines(query, [held]);
      const lines = whole?.lines ?? [];
      await saveOutcome(query, held, outcome);
      await settlePositions(query, { ...held, lines, outcome }, policy);
    });

async function saveOutcome(
  query: Query,
  { id, root }: HeldBatch,
  { state, refused = [], ref }: BatchOutcome,
): Promise<void> {
  await query('update stock_batches set state = $2, ref = $3, done_at = clock_timestamp() where id = $1', [
    id,
    state,
    ref ?? null,
  ]);
  await query(
    `update stock_publications set state = case when sku = any($3::text[]) then 'refused' else $2 end
     where batch = $1 and state = 'open'`,
    [id, state, refused.map((line) => line.sku)],
  );
  await freeLocation(query, root);
}

async function settlePositions(
  query: Query,
  {
    outcome,
    ...batch
  }: Omit<Parameters<typeof settleLines>[1], 'crossed'> & {
    readonly id: number;
    readonly outcome: BatchOutcome;
  },
  policy: StockPolicy,
): Promise<void> {
  const positions = await lockPositions(
    query,
    batch.lines.map(({ sku }) => ({ location: batch.location, sku })),
  );
  // Read while the positions are locked: whoever deducts units has marked them by now, or finds the batch settled.
  const crossed = await crossedIn(query, batch.id);
  settleLines(positions, { ...batch, crossed }, outcome);
  recalculateAll(positions, policy);
  await savePositions(query, positions);
}

export const releaseRefused =
  (transaction: Transaction): StockOutbox['release'] =>
  (target, { location, sku }) =>
    transaction((query) => release(query, { target, keys: [{ location, sku }], isForgotten: true }));

/** Refused figures whose time has come, released in one transaction: few enough not to hold up the followers. */
const RETRIES_AT_ONCE = 250;

export const retryRefused =
  (transaction: Transaction): StockOutbox['retryDue'] =>
  (target) =>
    transaction(async (query) => {
      const { rows: due } = await query<PositionKey>(
        `select location, sku from stock_targets
         where target = $1 and refused is not null and retry_at <= clock_timestamp() order by retry_at limit $2`,
        [target, RETRIES_AT_ONCE],
      );
      await release(query, { target, keys: due, isForgotten: false });
      const { rows } = await query<{ at: number | null }>(
        `select (extract(epoch from min(retry_at)) * 1000)::float8 as at
         from stock_targets where target = $1 and refused is not null`,
        [target],
      );
      return { next: rows[0]?.at ?? undefined };
    });

/** Whoever holds a position would write back the refusal that it has read, so the positions are locked first. */
async function release(
  query: Query,
  { target, keys, isForgotten }: { target: Target; keys: readonly PositionKey[]; isForgotten: boolean },
): Promise<void> {
  if (keys.length === 0) return;
  const columns = [keys.map(({ location }) => location), keys.map(({ sku }) => sku)];
  await query(
    `select from unnest($1::text[], $2::text[]) k (location, sku) join stock_positions p using (location, sku)
     order by p.location, p.sku for update of p`,
    columns,
  );
  await query(
    `update stock_targets t set refused = null, retry_at = null,
       refusal = case when not $4::boolean then refusal end, refused_at = case when not $4::boolean then refused_at end
     from unnest($2::text[], $3::text[]) k (location, sku)
     where t.target = $1 and t.location = k.location and t.sku = k.sku`,
    [target, ...columns, isForgotten],
  );
}
