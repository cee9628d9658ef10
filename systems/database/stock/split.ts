import type { Batch, BatchLine } from '../../../domain/stock/batch.js';
import type { Query, Transaction } from '../database.js';
import type { StockOutbox } from '../stock-port.js';
import { BATCH_COLUMNS, type BatchHead, freeLocation, type HeldBatch, holdBatch, withLines } from './batches.js';

export const splitBatch =
  (transaction: Transaction): StockOutbox['split'] =>
  (batch, pieces) =>
    transaction(async (query) => {
      const held = await holdBatch(query, batch);
      if (!held) return [];
      return held.state === 'open' ? split(query, held, pieces) : openPieces(query, batch);
    });

async function split(query: Query, batch: HeldBatch, pieces: readonly (readonly BatchLine[])[]): Promise<Batch[]> {
  const [whole] = await withLines(query, [batch]);
  const left = new Set(whole?.lines.map(({ sku }) => sku));
  for (const { sku } of pieces.flat()) {
    if (!left.delete(sku)) throw new Error(`${sku} is not in the batch ${batch.id}, or is in two of its pieces.`);
  }
  // The root holds the location as long as one of the pieces is on its way.
  await query('update stock_batches set state = $2, done_at = clock_timestamp() where id = $1', [
    batch.id,
    batch.root === null ? 'split' : 'replaced',
  ]);
  for (const piece of pieces) if (piece.length > 0) await addPiece(query, batch, piece);
  await query(`update stock_publications set state = 'not-sent' where batch = $1 and state = 'open'`, [batch.id]);
  await freeLocation(query, batch.root ?? batch.id);
  return openPieces(query, batch.id);
}

/** A piece has a reference of its own; what its figures were calculated from stays. */
async function addPiece(query: Query, batch: HeldBatch, lines: readonly BatchLine[]): Promise<void> {
  await query(
    `with n as (select nextval(pg_get_serial_sequence('stock_batches', 'id')) as id,
       clock_timestamp()::timestamptz(3) as at),
     piece as (
       insert into stock_batches (id, target, location, direction, reference, created_at, root, parent)
       select n.id, target, location, direction,
         regexp_replace(reference, ' stock .*$', concat(' stock ', n.id, ' ',
           to_char(n.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))), n.at, coalesce(root, stock_batches.id), stock_batches.id
       from stock_batches, n where stock_batches.id = $1
       returning id)
     insert into stock_publications (batch, location, sku, quantity, level, figures, up_to_movement, crossed)
     select piece.id, location, sku, quantity, level, figures, up_to_movement, crossed
     from stock_publications, piece where batch = $1 and sku = any($2::text[])`,
    [batch.id, lines.map(({ sku }) => sku)],
  );
}

async function openPieces(query: Query, batch: number): Promise<Batch[]> {
  const { rows } = await query<BatchHead>(
    `select ${BATCH_COLUMNS} from stock_batches where parent = $1 and state = 'open'`,
    [batch],
  );
  return withLines(query, rows);
}
