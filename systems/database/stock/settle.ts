import type { BatchOutcome } from '../../../domain/stock/batch.js';
import { settleLines } from '../../../domain/stock/ledger/batches.js';
import { recalculateAll } from '../../../domain/stock/ledger/figures.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { Query, Transaction } from '../database.js';
import type { StockOutbox } from '../stock-port.js';
import { BATCH_COLUMNS, type BatchHead, freeLocation, type HeldBatch, holdBatch, withLines } from './batches.js';
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
  { outcome, ...batch }: Parameters<typeof settleLines>[1] & { readonly outcome: BatchOutcome },
  policy: StockPolicy,
): Promise<void> {
  const positions = await lockPositions(
    query,
    batch.lines.map(({ sku }) => ({ location: batch.location, sku })),
  );
  settleLines(positions, batch, outcome);
  recalculateAll(positions, policy);
  await savePositions(query, positions);
}

export const releaseRefused =
  (transaction: Transaction): StockOutbox['release'] =>
  (target, { location, sku }) =>
    transaction(async (query) => {
      // Whoever holds the position would write back the refusal that it has read.
      await query('select from stock_positions where location = $1 and sku = $2 for update', [location, sku]);
      await query(
        `update stock_targets set refused = null, refused_at = null where target = $1 and location = $2 and sku = $3`,
        [target, location, sku],
      );
    });
