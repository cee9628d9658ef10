import { recalculate, setPublished } from '../../../domain/stock/ledger/figures.js';
import { orderAt, positionAt, setUnits } from '../../../domain/stock/ledger/held-position.js';
import type { Transaction } from '../database.js';
import type { StockStore } from '../stock-port.js';
import { lockPositions } from './lock-positions.js';
import { savePositions } from './save-positions.js';

/**
 * Sitoo took units off its own level for a till order. Whether before or after it was last told a level cannot be known,
 * so what it shows is not known any more: the level is set once more, which is right in any case.
 */
export const recordTillDeduction =
  (transaction: Transaction): StockStore['recordTillDeduction'] =>
  ({ number, parcel, location, at, lines }, policy) =>
    transaction(async (query) => {
      const noted = await query(
        `insert into stock_till_deductions (number, parcel, location, lines, deducted_at) values ($1, $2, $3, $4, $5)
         on conflict do nothing`,
        [number, parcel, location, JSON.stringify(lines), at],
      );
      if (noted.rowCount === 0) return;
      const order = { origin: 'sitoo', number } as const;
      const keys = lines.map(({ sku }) => ({ location, sku }));
      const places = await lockPositions(
        query,
        keys,
        keys.map((key) => ({ ...key, ...order })),
      );
      for (const { sku, quantity } of lines) {
        const place = positionAt(places, { location, sku });
        const { outstanding, deductedAtOrigin } = orderAt(place, order);
        setUnits(place, order, {
          deductedAtOrigin: deductedAtOrigin + quantity,
          outstanding: Math.max(0, outstanding - quantity),
        });
        setPublished(place, 'sitoo', null);
      }
      for (const place of places.values()) recalculate(place, policy);
      await savePositions(query, places);
    });
