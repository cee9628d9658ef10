import { keyOf } from '../../../domain/stock/ledger/held-position.js';
import { newlyPicked } from '../../../domain/stock/ledger/pick-counters.js';
import type { OrderUnits } from '../../../domain/stock/order-units.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { Database, Query } from '../database.js';
import type { StockLedger } from '../stock-port.js';
import { recordExternalChanges } from './external-changes.js';
import { hasInitialStock } from './initial-stock.js';
import { isUnsettled, ORDER_UNITS } from './order-units.js';
import { noteOrdersOfOthers, orderOfOthers } from './orders-of-others.js';
import { readPickCounters } from './picks.js';
import { recordEntry } from './record.js';
import { nameFamilies, pendingRenames, presentNames, renameSku, withPresentNames } from './renames.js';
import { recordReturnRestock, refundEnded, returnRestocked } from './return-restocks.js';
import { recordTillDeduction } from './till-deductions.js';
import { claimUnplaced } from './unplaced-units.js';

/** The ledger in PostgreSQL. Whoever changes a position locks its row first, so what was calculated from it stays true. */
export const stockLedger = ({ query, transaction }: Pick<Database, 'query' | 'transaction'>): StockLedger => ({
  record: recordEntry(transaction),
  async nextReading() {
    const { rows } = await query<{ reading: string }>(`select nextval('stock_readings') as reading`);
    return Number(rows[0]?.reading);
  },
  unexplained: unexplained(query),
  newlyPickedAt: newlyPickedAt(query),
  async unsettledOrders(keys) {
    const present = await presentNames(
      query,
      keys.map((key) => key.sku),
    );
    const { rows } = await query<PositionKey & OrderUnits>(
      `select distinct location, sku, ${ORDER_UNITS}
       from unnest($1::text[], $2::text[]) k (location, sku) join stock_orders o using (location, sku)
       where ${isUnsettled('o')} and not o.of_others order by location, sku, origin, number`,
      [keys.map((key) => key.location), keys.map(({ sku }) => present.get(sku) ?? sku)],
    );
    return rows;
  },
  async hasInitialStock(location) {
    const { rows } = await query<{ imported: boolean }>(`select ${hasInitialStock('$1')} as imported`, [location]);
    return rows[0]?.imported === true;
  },
  recordTillDeduction: recordTillDeduction(transaction),
  recordReturnRestock: recordReturnRestock(transaction),
  returnRestocked: returnRestocked(query),
  refundEnded: refundEnded(query),
  recordExternalChanges: recordExternalChanges(query),
  noteOrdersOfOthers: noteOrdersOfOthers(query),
  orderOfOthers: orderOfOthers(query),
  claimUnplaced: claimUnplaced(query),
  namesOf: (skus) => nameFamilies(query, skus),
  pendingRenames: pendingRenames(query),
  rename: renameSku(transaction),
});

const unexplained =
  (query: Query): StockLedger['unexplained'] =>
  async (entry) => {
    const { levels, picks } = await withPresentNames(query, entry);
    if (!levels) return [];
    const { rows } = await query<PositionKey & { physical: number; reading: string }>(
      `select location, sku, physical, reading
       from unnest($1::text[], $2::text[]) k (location, sku) join stock_positions using (location, sku)`,
      [levels.rows.map((row) => row.location), levels.rows.map((row) => row.sku)],
    );
    const known = new Map(rows.map((row) => [keyOf(row), { physical: row.physical, reading: Number(row.reading) }]));
    const picked = new Map<string, number>();
    const counters = await readPickCounters(query, picks?.rows ?? []);
    for (const row of picks?.rows ?? []) {
      const units = newlyPicked(row, counters.of(row), picks?.reading ?? 0) ?? 0;
      picked.set(keyOf(row), (picked.get(keyOf(row)) ?? 0) + units);
    }
    return levels.rows.flatMap(({ location, sku, physical }) => {
      const position = known.get(keyOf({ location, sku })) ?? { physical: 0, reading: 0 };
      const units = physical - (position.physical - (picked.get(keyOf({ location, sku })) ?? 0));
      return levels.reading > position.reading && units !== 0 ? [{ location, sku, units }] : [];
    });
  };

const newlyPickedAt =
  (query: Query): StockLedger['newlyPickedAt'] =>
  async (reported) => {
    const { picks } = await withPresentNames(query, { picks: reported });
    const rows = picks?.rows ?? [];
    const counters = await readPickCounters(query, rows);
    return rows
      .filter((row) => (newlyPicked(row, counters.of(row), reported.reading) ?? 0) !== 0)
      .map(({ location, sku }) => ({ location, sku }));
  };
