import { recalculate, setPublished } from '../../../domain/stock/ledger/figures.js';
import { type HeldPosition, positionAt } from '../../../domain/stock/ledger/held-position.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { Query, Transaction } from '../database.js';
import type { BatchLine, BatchOutcome, StockStore } from '../stock-port.js';
import { BATCH_COLUMNS, type BatchHead, freePosition, type HeldBatch, holdBatch, withLines } from './batches.js';
import { lockPositions } from './lock-positions.js';
import { savePositions } from './save-positions.js';

export const sendingStock =
  (query: Query): StockStore['sending'] =>
  async (batch, epoch) => {
    const { rowCount } = await query(
      `update stock_batches set sent = true, sent_at = clock_timestamp() where id = $1 and epoch = $2 and state = 'open'`,
      [batch, epoch],
    );
    return rowCount === 1;
  };

export const takeOverStock =
  (transaction: Transaction): StockStore['takeOver'] =>
  (target) =>
    transaction(async (query) => {
      const { rows } = await query<BatchHead>(
        `update stock_batches set epoch = epoch + 1 where target = $1 and state = 'open' returning ${BATCH_COLUMNS}`,
        [target],
      );
      return withLines(query, rows);
    });

export const settleStock =
  (transaction: Transaction): StockStore['settle'] =>
  (batch, outcome, policy) =>
    transaction(async (query) => {
      const held = await holdBatch(query, batch);
      if (held?.state === 'open') await settle(query, held, outcome, policy);
    });

async function settle(query: Query, batch: HeldBatch, outcome: BatchOutcome, policy: StockPolicy): Promise<void> {
  const { state, refused = [], ref } = outcome;
  const [whole] = await withLines(query, [batch]);
  const lines = whole?.lines ?? [];
  await query('update stock_batches set state = $2, ref = $3, done_at = clock_timestamp() where id = $1', [
    batch.id,
    state,
    ref ?? null,
  ]);
  await query(
    `update stock_publications set state = case when sku = any($3::text[]) then 'refused' else $2 end
     where batch = $1 and state = 'open'`,
    [batch.id, state, refused.map((line) => line.sku)],
  );
  await freePosition(query, batch.root);

  const places = await lockPositions(
    query,
    lines.map(({ sku }) => ({ location: batch.location, sku })),
  );
  for (const line of lines) {
    const place = positionAt(places, { location: batch.location, sku: line.sku });
    const sentence = refused.find(({ sku }) => sku === line.sku)?.sentence;
    if (sentence !== undefined) refuse(place, batch, sentence);
    else if (state === 'done') takeEffect(place, batch, line);
    place.changed = true;
  }
  for (const place of places.values()) recalculate(place, policy);
  await savePositions(query, places);
}

function takeEffect(place: HeldPosition, { target, direction }: HeldBatch, { quantity }: BatchLine): void {
  const before = place.targets.get(target)?.published ?? 0;
  if (direction === 'set') setPublished(place, target, quantity);
  else setPublished(place, target, direction === 'in' ? before + quantity : before - quantity);
}

function refuse(place: HeldPosition, { target }: HeldBatch, sentence: string): void {
  const known = place.targets.get(target);
  if (known) place.targets.set(target, { ...known, refused: sentence, changed: true });
}

export const releaseStock =
  (transaction: Transaction): StockStore['release'] =>
  (target, { location, sku }) =>
    transaction(async (query) => {
      // Whoever holds the position would write back the refusal that it has read.
      await query('select from stock_positions where location = $1 and sku = $2 for update', [location, sku]);
      await query(
        `update stock_targets set refused = null, refused_at = null where target = $1 and location = $2 and sku = $3`,
        [target, location, sku],
      );
    });

export const stockRefusals =
  (query: Query): StockStore['refusals'] =>
  async (target) => {
    const { rows } = await query<Awaited<ReturnType<StockStore['refusals']>>[number]>(
      `select target, location, sku, refused as sentence, (extract(epoch from refused_at) * 1000)::float8 as since
       from stock_targets where refused is not null and ($1::text is null or target = $1)
       order by refused_at, target, location, sku`,
      [target ?? null],
    );
    return rows;
  };
