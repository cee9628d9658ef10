import { applyTillDeduction } from '../../../domain/stock/ledger/deductions.js';
import { recalculateAll } from '../../../domain/stock/ledger/figures.js';
import type { Transaction } from '../database.js';
import type { StockLedger } from '../stock-port.js';
import { jsonOf } from '../storable.js';
import { lockPositions } from './lock-positions.js';
import { unitsUnderPresentNames } from './renames.js';
import { savePositions } from './save-positions.js';

export const recordTillDeduction =
  (transaction: Transaction): StockLedger['recordTillDeduction'] =>
  ({ number, parcel, location, at, lines: reported }, policy) =>
    transaction(async (query) => {
      const lines = await unitsUnderPresentNames(query, reported);
      const added = await query(
        `insert into stock_till_deductions (number, parcel, location, lines, deducted_at) values ($1, $2, $3, $4, $5)
         on conflict do nothing`,
        [number, parcel, location, jsonOf(lines), at],
      );
      if (added.rowCount === 0) return;
      const keys = lines.map(({ sku }) => ({ location, sku }));
      const positions = await lockPositions(query, keys, {
        named: keys.map((key) => ({ ...key, origin: 'sitoo', number })),
      });
      applyTillDeduction(positions, { number, location, lines });
      await query(
        `update stock_publications p set crossed = true from stock_batches b
         where b.id = p.batch and b.target = 'sitoo' and b.location = $1 and b.state = 'open' and p.state = 'open'
           and p.sku = any($2::text[])`,
        [location, lines.map(({ sku }) => sku)],
      );
      recalculateAll(positions, policy);
      await savePositions(query, positions);
    });
