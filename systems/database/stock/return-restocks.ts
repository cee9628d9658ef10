import { applyRestock, restockChanges } from '../../../domain/stock/ledger/deductions.js';
import { recalculateAll } from '../../../domain/stock/ledger/figures.js';
import type { SkuUnits } from '../../../domain/stock/ledger/stock-entry.js';
import type { Query, Transaction } from '../database.js';
import type { StockLedger } from '../stock-port.js';
import { jsonOf } from '../storable.js';
import { lockPositions } from './lock-positions.js';
import { unitsUnderPresentNames } from './renames.js';
import { savePositions } from './save-positions.js';

/** The difference from what this return restocked before counts, so a repeat changes nothing. */
export const recordReturnRestock =
  (transaction: Transaction): StockLedger['recordReturnRestock'] =>
  ({ name, location, lines: reported }, policy) =>
    transaction(async (query) => {
      const lines = await unitsUnderPresentNames(query, reported);
      await query(
        `insert into stock_return_restocks (name, location, lines) values ($1, $2, '[]') on conflict do nothing`,
        [name, location],
      );
      const { rows } = await query<{ lines: readonly SkuUnits[] }>(
        'select lines from stock_return_restocks where name = $1 for update',
        [name],
      );
      // What it restocked before may have been renamed since.
      const before = await unitsUnderPresentNames(query, rows[0]?.lines ?? []);
      const changes = restockChanges(before, lines);
      if (changes.size === 0) return;
      await query(
        'update stock_return_restocks set lines = $2, is_awaited = true, recorded_at = clock_timestamp() where name = $1',
        [name, jsonOf(lines)],
      );
      const positions = await lockPositions(
        query,
        [...changes.keys()].map((sku) => ({ location, sku })),
      );
      applyRestock(positions, location, changes);
      recalculateAll(positions, policy);
      await savePositions(query, positions);
    });

export const returnRestocked =
  (query: Query): StockLedger['returnRestocked'] =>
  async (name) => {
    await query('update stock_return_restocks set is_awaited = false where name = $1 and is_awaited', [name]);
  };

/** By the beginning of the name: planned once more, a refund may need fewer returns than were created and left behind. */
export const refundEnded =
  (query: Query): StockLedger['refundEnded'] =>
  async (firstName) => {
    await query(
      `update stock_return_restocks set is_awaited = false
       where is_awaited and (name = $1 or starts_with(name, $1 || '-'))`,
      [firstName],
    );
  };
