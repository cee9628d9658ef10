import type { Location } from '../../../domain/brand.js';
import { locationsOf } from '../../../domain/locations.js';
import { keyOf } from '../../../domain/stock/ledger/held-position.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import { SystemProblem } from '../../../systems/problem.js';
import { checkpoint } from '../../checkpoint.js';
import type { Dependencies } from '../../dependencies.js';
import { startReconciliation } from '../reconcile/start-reconciliation.js';
import { type Levels, levelReader } from './read-levels.js';
import { type OrdersRead, type Picks, pickReader } from './read-picks.js';
import type { StockRecorder } from './record-stock.js';

const CURSOR = 'wms/stock-changed';
/** How many warehouses were imported when what follows from an import was last done. */
const FOLLOWED_UP = 'wms/initial-stock/followed-up';
/** The WMS gives changes only of the last 24 hours; before that, all levels are read instead. */
const LONGEST_LOOK_BACK_MS = 23 * 3_600_000;
/** Changes have a time by the clock of the WMS, so windows overlap. */
const OVERLAP_MS = 2_000;
/** Readings until levels and picks have to be consistent; what still moves then is read in the next round. */
const READINGS = 3;

type Needs = Pick<Dependencies, 'brand' | 'wms' | 'records' | 'temporal' | 'log'>;

/**
 * Follows the stock of warehouses. The WMS keeps no journal: it shows levels, and units picked for orders. A level that
 * fell is a pick or something else, and Centra records only picks by itself: both are read until they are consistent.
 */
export function followLevels(
  needs: Needs,
  recorder: StockRecorder,
  /** Records what the tills show of a warehouse. */
  recordVirtualWarehouse: (warehouse: Location) => Promise<void>,
) {
  const { brand, wms, records } = needs;
  const warehouses = locationsOf(brand).ofKind('warehouse');
  const levelsOf = levelReader(needs);
  const picksOf = pickReader(needs);
  const clockOfWms = (atMs: number): number => atMs + (wms.clockSkewMs() ?? 0);

  let allImported = false;
  async function importInitialStock(orders: OrdersRead): Promise<void> {
    const missing: Location[] = [];
    for (const warehouse of warehouses) {
      checkpoint();
      if (!(await records.stockLedger.hasInitialStock(warehouse.id))) missing.push(warehouse);
    }
    if (missing.length > 0) await importLevels(missing, orders);
    // Noted once it is done: the import may have been made by a worker that died before this.
    if (Number((await records.cursors.get(FOLLOWED_UP)) ?? '0') < warehouses.length) {
      await recordWhatTillsShow(warehouses);
      await startReconciliation(needs, 'initial-stock-of-warehouses');
      await records.cursors.set(FOLLOWED_UP, String(warehouses.length));
    }
    allImported = true;
  }

  async function importLevels(missing: readonly Location[], orders: OrdersRead): Promise<void> {
    const ids = missing.map(({ id }) => id);
    const ofMissing = <T extends PositionKey>(rows: readonly T[]): T[] =>
      rows.filter((row) => ids.includes(row.location));
    const at = Date.now();
    const picks = await picksOf(orders);
    const levels = await levelsOf.all();
    await recorder.record({
      levels: { ...levels, rows: ofMissing(levels.rows) },
      picks: { ...picks, rows: ofMissing(picks.rows) },
      initialStockOf: ids,
      cursor: { name: CURSOR, value: new Date(clockOfWms(at)).toISOString() },
    });
  }

  /** What the tills show already need not be published again. The reconciliation that follows does it where the tills do not answer. */
  async function recordWhatTillsShow(imported: readonly Location[]): Promise<void> {
    try {
      for (const warehouse of imported) {
        checkpoint();
        await recordVirtualWarehouse(warehouse);
      }
    } catch (err) {
      if (!(err instanceof SystemProblem)) throw err;
      needs.log.warn({ why: err.message }, 'what the tills show of the warehouses could not be read');
    }
  }

  return async (first: OrdersRead, readAgain: () => Promise<OrdersRead>): Promise<void> => {
    if (!allImported) await importInitialStock(first);
    const cursor = Date.parse((await records.cursors.get(CURSOR)) ?? '1970-01-01T00:00:00Z');
    const askedAt = clockOfWms(Date.now());
    const tooOld = askedAt - cursor > LONGEST_LOOK_BACK_MS;
    let levels = await (tooOld ? levelsOf.all() : levelsOf.changedSince(cursor - OVERLAP_MS));
    let picks = await picksOf(first);
    for (let reading = 1; reading <= READINGS; reading += 1) {
      checkpoint();
      const unexplained = await records.stockLedger.unexplained({ levels, picks });
      if (unexplained.length === 0) break;
      const next = await picksOf(await readAgain());
      const moving = movingBetween(unexplained, picks, next);
      picks = next;
      if (moving.size === 0) break;
      if (reading === READINGS) {
        // The cursor stays: what still moves is read again.
        levels = { ...levels, rows: levels.rows.filter((row) => !moving.has(keyOf(row))) };
        await recorder.record({ levels, picks });
        return;
      }
      const skus = unexplained.map(({ sku }) => sku);
      levels = replaced(levels, skus, await levelsOf.of(skus));
    }
    await recorder.record({ levels, picks, cursor: { name: CURSOR, value: new Date(askedAt).toISOString() } });
  };
}

/** Positions that were picked between two readings: there, a pick could be taken for a change of the level. */
function movingBetween(keys: readonly PositionKey[], one: Picks, other: Picks): Set<string> {
  const [before, after] = [pickedByPosition(one), pickedByPosition(other)];
  return new Set(keys.map(keyOf).filter((key) => (before.get(key) ?? 0) !== (after.get(key) ?? 0)));
}

function pickedByPosition({ rows }: Picks): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + row.picked);
  return sums;
}

/** Levels with those of some SKUs replaced by what a later reading holds of them. */
const replaced = ({ rows }: Levels, skus: readonly string[], later: Levels): Levels => ({
  ...later,
  rows: [...rows.filter(({ sku }) => !skus.includes(sku)), ...later.rows],
});
