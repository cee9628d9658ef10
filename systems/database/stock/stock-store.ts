import { nameOf } from '../../../domain/stock/ledger/held-position.js';
import { newlyPicked } from '../../../domain/stock/ledger/record-entry.js';
import type { OrderUnits } from '../../../domain/stock/order-units.js';
import type { Database, Query } from '../database.js';
import type { PositionKey, StockStore } from '../stock-port.js';
import { claimStock, stockCandidates } from './claim.js';
import { explainStock, recordExternalStock } from './explain.js';
import { isUnsettled, ORDER_UNITS } from './order-units.js';
import { PickCounters } from './picks.js';
import { correctStock, expectedStock, seenStockAtSitoo, stockSkusAt } from './reconciliations.js';
import { recordStock } from './record.js';
import { refreshStock } from './refresh.js';
import { recordReturnRestock } from './return-restocks.js';
import { releaseStock, sendingStock, settleStock, stockRefusals, takeOverStock } from './settle.js';
import { relievedStock, stockShortageNotified, stockShortageOver, stockShortages } from './shortages.js';
import { showStock, stockPositions, waitingStock } from './show.js';
import { splitStock } from './split.js';
import { recordTillDeduction } from './till-deductions.js';

/** The ledger in PostgreSQL. Whoever changes a position locks its row first, so what was worked out from it stays true. */
export function stockStore({ query, transaction }: Pick<Database, 'query' | 'transaction'>): StockStore {
  return {
    record: recordStock(transaction),
    nextReading: nextReading(query),
    unexplained: unexplained(query),
    refresh: refreshStock({ query, transaction }),
    ordersAt: ordersAt(query),
    async hasInitialStock(location) {
      const opened = await query('select from initial_stock where location = $1', [location]);
      return opened.rowCount === 1;
    },
    candidates: stockCandidates(query),
    claim: claimStock(transaction),
    split: splitStock(transaction),
    sending: sendingStock(query),
    takeOver: takeOverStock(transaction),
    settle: settleStock(transaction),
    refusals: stockRefusals(query),
    release: releaseStock(transaction),
    recordTillDeduction: recordTillDeduction(transaction),
    recordReturnRestock: recordReturnRestock(transaction),
    expected: expectedStock(query),
    skusAt: stockSkusAt(query),
    correct: correctStock(transaction),
    seenAtSitoo: seenStockAtSitoo(transaction),
    shortages: stockShortages(query),
    relieved: relievedStock(query),
    shortageNotified: stockShortageNotified(query),
    shortageOver: stockShortageOver(query),
    recordExternalChange: recordExternalStock(query),
    show: showStock(query),
    explain: explainStock(query),
    waiting: waitingStock(query),
    positions: stockPositions(query),
  };
}

const nextReading =
  (query: Query): StockStore['nextReading'] =>
  async () => {
    const { rows } = await query<{ reading: string }>(`select nextval('stock_readings') as reading`);
    return Number(rows[0]?.reading);
  };

const ordersAt =
  (query: Query): StockStore['ordersAt'] =>
  async (keys) => {
    const { rows } = await query<PositionKey & OrderUnits>(
      `select distinct location, sku, ${ORDER_UNITS}
       from unnest($1::text[], $2::text[]) k (location, sku) join stock_orders o using (location, sku)
       where ${isUnsettled('o')} order by location, sku, origin, number`,
      [keys.map((key) => key.location), keys.map((key) => key.sku)],
    );
    return rows;
  };

const unexplained =
  (query: Query): StockStore['unexplained'] =>
  async ({ levels, picks }) => {
    if (!levels) return [];
    const { rows } = await query<{ location: string; sku: string; physical: number; reading: string }>(
      `select location, sku, physical, reading
       from unnest($1::text[], $2::text[]) k (location, sku) join stock_positions using (location, sku)`,
      [levels.rows.map((row) => row.location), levels.rows.map((row) => row.sku)],
    );
    const known = new Map(rows.map((row) => [nameOf(row), { physical: row.physical, reading: Number(row.reading) }]));
    const picked = new Map<string, number>();
    const counters = await PickCounters.read(query, picks?.rows ?? []);
    for (const row of picks?.rows ?? []) {
      const units = newlyPicked(row, counters.of(row), picks?.reading ?? 0) ?? 0;
      picked.set(nameOf(row), (picked.get(nameOf(row)) ?? 0) + units);
    }
    return levels.rows.flatMap(({ location, sku, physical }) => {
      const place = known.get(nameOf({ location, sku })) ?? { physical: 0, reading: 0 };
      const units = physical - (place.physical - (picked.get(nameOf({ location, sku })) ?? 0));
      return levels.reading > place.reading && units !== 0 ? [{ location, sku, units }] : [];
    });
  };
