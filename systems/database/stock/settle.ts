import { setTold, workOut } from '../../../domain/stock/ledger/figures.js';
import { type Place, placeAt } from '../../../domain/stock/ledger/held-position.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { Query, Transaction } from '../database.js';
import type { BatchLine, BatchOutcome, StockBook } from '../stock-port.js';
import { BATCH_COLUMNS, type BatchHead, freePlace, type HeldBatch, holdBatch, withLines } from './batches.js';
import { lockPlaces } from './lock-positions.js';
import { savePlaces } from './save-positions.js';

export const sendingStock =
  (query: Query): StockBook['sending'] =>
  async (batch, epoch) => {
    const { rowCount } = await query(
      `update stock_batches set sent = true, sent_at = clock_timestamp() where id = $1 and epoch = $2 and state = 'open'`,
      [batch, epoch],
    );
    return rowCount === 1;
  };

export const takeOverStock =
  (transaction: Transaction): StockBook['takeOver'] =>
  (target) =>
    transaction(async (query) => {
      const { rows } = await query<BatchHead>(
        `update stock_batches set epoch = epoch + 1 where target = $1 and state = 'open' returning ${BATCH_COLUMNS}`,
        [target],
      );
      return withLines(query, rows);
    });

export const settleStock =
  (transaction: Transaction): StockBook['settle'] =>
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
  await freePlace(query, batch.root);

  const places = await lockPlaces(
    query,
    lines.map(({ sku }) => ({ location: batch.location, sku })),
  );
  for (const line of lines) {
    const place = placeAt(places, { location: batch.location, sku: line.sku });
    const sentence = refused.find(({ sku }) => sku === line.sku)?.sentence;
    if (sentence !== undefined) refuse(place, batch, sentence);
    else if (state === 'done') takeEffect(place, batch, line);
    place.changed = true;
  }
  for (const place of places.values()) workOut(place, policy);
  await savePlaces(query, places);
}

function takeEffect(place: Place, { target, direction }: HeldBatch, { quantity }: BatchLine): void {
  const before = place.targets.get(target)?.told ?? 0;
  if (direction === 'set') setTold(place, target, quantity);
  else setTold(place, target, direction === 'in' ? before + quantity : before - quantity);
}

function refuse(place: Place, { target }: HeldBatch, sentence: string): void {
  const known = place.targets.get(target);
  if (known) place.targets.set(target, { ...known, refused: sentence, changed: true });
}

export const releaseStock =
  (transaction: Transaction): StockBook['release'] =>
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
  (query: Query): StockBook['refusals'] =>
  async (target) => {
    const { rows } = await query<Awaited<ReturnType<StockBook['refusals']>>[number]>(
      `select target, location, sku, refused as sentence, (extract(epoch from refused_at) * 1000)::float8 as since
       from stock_targets where refused is not null and ($1::text is null or target = $1)
       order by refused_at, target, location, sku`,
      [target ?? null],
    );
    return rows;
  };
