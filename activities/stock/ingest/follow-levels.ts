import type { Location } from '../../../domain/brand.js';
import { locationsOf } from '../../../domain/locations.js';
import { keyOf } from '../../../domain/stock/ledger/held-position.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { WarehouseKey } from '../../../domain/warehouse-systems.js';
import { SystemProblem } from '../../../systems/problem.js';
import { checkpoint } from '../../checkpoint.js';
import type { Dependencies } from '../../dependencies.js';
import { startReconciliation } from '../reconcile/start-reconciliation.js';
import { type LevelsCursor, levelsCursor, type Stretch } from './levels-cursor.js';
import { type LevelPage, type Levels, levelReader } from './read-levels.js';
import { type OrdersRead, picksOf, shownOfOthers, unitsOfOthersIn } from './read-picks.js';
import type { StockRecorder } from './record-stock.js';

/** How many warehouses were imported when what follows from an import was last done. */
const followedUp = (key: WarehouseKey): string => `${key}/initial-stock/followed-up`;
/** The WMS gives changes only of the last 24 hours; before that, all levels are read instead. */
const LONGEST_LOOK_BACK_MS = 23 * 3_600_000;
/** Changes have a time by the clock of the WMS, so windows overlap. */
const OVERLAP_MS = 2_000;
/** Readings until levels and picks have to be consistent; what still moves then is read in the next round. */
const READINGS = 3;

type Needs = Pick<Dependencies, 'brand' | 'wms' | 'records' | 'temporal' | 'log'> & {
  /** Which warehouse system it is. */
  readonly key?: WarehouseKey;
};

/** What a round of the follower gives to whoever reads levels in it. */
export interface LevelRound {
  /** Before the orders of this round were read, epoch ms. */
  readonly beganAt: number;
  /** The round has taken long enough; the next one goes on. */
  isOver(): boolean;
  /** Reads and records what was picked since. @returns where */
  readPicks(): Promise<readonly PositionKey[]>;
}

/**
 * Follows the stock of warehouses, a page of levels at a time; the page and how far the reading has got are recorded together.
 * The WMS keeps no journal: it shows levels, and units picked for orders. A level that fell is a pick or something else, and
 * Centra records only picks by itself: both are read until they are consistent.
 */
export function followLevels(
  needs: Needs,
  recorder: StockRecorder,
  /** Records what the tills show of a warehouse. */
  recordVirtualWarehouse: (warehouse: Location) => Promise<void>,
) {
  const { brand, wms, records, key = 'wms' } = needs;
  const followedUpTo = followedUp(key);
  const warehouses = locationsOf(brand).ofKind('warehouse');
  const levelsOf = levelReader(needs);
  const cursor = levelsCursor(records.cursors, key);
  const clockOfWms = (atMs: number): number => atMs + (wms.clockSkewMs() ?? 0);

  let allImported = false;
  /** Ids of warehouses whose first figures are not all read. */
  async function notImported(): Promise<string[]> {
    if (allImported) return [];
    const missing: string[] = [];
    for (const { id } of warehouses) {
      checkpoint();
      if (!(await records.stockLedger.hasInitialStock(id))) missing.push(id);
    }
    return missing;
  }

  /** What follows from an import. Noted once it is done: the import may have been made by a worker that died before this. */
  async function followUp(): Promise<void> {
    if (allImported) return;
    if (Number((await records.cursors.get(followedUpTo)) ?? '0') < warehouses.length) {
      await recordWhatTillsShow();
      await startReconciliation(needs, 'initial-stock-of-warehouses');
      await records.cursors.set(followedUpTo, String(warehouses.length));
    }
    allImported = true;
  }

  /** What the tills show already need not be published again. The reconciliation that follows does it where the tills do not answer. */
  async function recordWhatTillsShow(): Promise<void> {
    try {
      for (const warehouse of warehouses) {
        checkpoint();
        await recordVirtualWarehouse(warehouse);
      }
    } catch (err) {
      if (!(err instanceof SystemProblem)) throw err;
      needs.log.warn({ why: err.message }, 'what the tills show of the warehouses could not be read');
    }
  }

  /** What is read now: what another round left, else what changed since, or everything. */
  function stretchOf({ upTo, reading }: LevelsCursor, missing: readonly string[], beganAt: number): Stretch {
    if (reading && reading.imports.join() === missing.join()) return reading;
    const readTo = clockOfWms(beganAt);
    const isKnown = upTo !== undefined && readTo - upTo <= LONGEST_LOOK_BACK_MS && missing.length === 0;
    return {
      upTo: readTo,
      imports: [...missing],
      ...(isKnown ? { from: new Date(upTo - OVERLAP_MS).toISOString() } : {}),
    };
  }

  /** How far back changes can be read is known only from practice; where the limit is tighter, all levels are read. */
  async function readPage(stretch: Stretch): Promise<{ stretch: Stretch; page: LevelPage }> {
    try {
      return { stretch, page: await levelsOf.page(stretch.from, stretch.at) };
    } catch (err) {
      if (!(err instanceof SystemProblem && err.kind === 'rejected' && stretch.from !== undefined)) throw err;
      const { from: _, at: __, ...everything } = stretch;
      return { stretch: everything, page: await levelsOf.page(undefined, undefined) };
    }
  }

  /**
   * Reads until nothing is picked between levels and picks: there, a pick could be taken for a change of the level. What still
   * moves after that is left out: it moved after this reading began, so the next one shows it.
   */
  async function settled(levels: Levels, isImport: boolean, round: LevelRound): Promise<Levels> {
    let now = levels;
    for (let reading = 1; ; reading += 1) {
      checkpoint();
      const open: readonly PositionKey[] = isImport ? now.rows : await records.stockLedger.unexplained({ levels: now });
      if (open.length === 0) return now;
      const picked = new Set((await round.readPicks()).map(keyOf));
      const moving = open.filter((key) => picked.has(keyOf(key)));
      if (moving.length === 0 || (isImport && reading === READINGS)) return now;
      const keys = new Set(moving.map(keyOf));
      if (reading === READINGS) return { ...now, rows: now.rows.filter((row) => !keys.has(keyOf(row))) };
      now = replaced(now, await levelsOf.of([...new Set(moving.map(({ sku }) => sku))]));
    }
  }

  return {
    /** Records what was picked of orders that were read. @returns where something was picked since they were read last */
    async recordPicks(orders: OrdersRead): Promise<readonly PositionKey[]> {
      const picks = picksOf(orders);
      if (picks.rows.length === 0) return [];
      const [picked, missing] = [await records.stockLedger.newlyPickedAt(picks), await notImported()];
      const readAt = Date.now();
      const shown = await records.stockLedger.noteOrdersOfOthers(orders.reading, shownOfOthers(orders));
      const ofOthers = unitsOfOthersIn(shown, readAt);
      // What was picked before the first figures are read is not in them.
      await recorder.record({
        picks,
        ...(ofOthers.length > 0 ? { orders: ofOthers } : {}),
        ...(missing.length > 0 ? { initialStockOf: missing, moreInitialStock: true } : {}),
      });
      return picked;
    },

    /** Reads levels, page by page, until all are read or the round is over. */
    async ingestLevels(round: LevelRound): Promise<{ readonly more: boolean }> {
      const missing = await notImported();
      if (missing.length === 0) await followUp();
      const known = await cursor.read();
      let stretch = stretchOf(known, missing, round.beganAt);
      for (;;) {
        checkpoint();
        const read = await readPage(stretch);
        const { page } = read;
        stretch = read.stretch;
        const isImport = missing.length > 0;
        const levels = await settled(page.levels, isImport, round);
        const next: Stretch | undefined = page.next === undefined ? undefined : { ...stretch, at: page.next };
        await recorder.record({
          levels: isImport ? ofLocations(levels, missing) : levels,
          ...(isImport ? { initialStockOf: missing, ...(next ? { moreInitialStock: true } : {}) } : {}),
          cursor: cursor.to(next ? { ...known, reading: next } : readUpTo(known, stretch)),
        });
        if (!next) break;
        stretch = next;
        if (round.isOver()) return { more: true };
      }
      // The first figures are there: what changed since they were read comes next.
      if (missing.length > 0) await followUp();
      return { more: missing.length > 0 };
    },
  };
}

/** An import reads the levels of new warehouses alone: the others are read up to where they were. */
const readUpTo = (known: LevelsCursor, { upTo, imports }: Stretch): LevelsCursor => ({
  upTo: imports.length > 0 ? (known.upTo ?? upTo) : upTo,
});

const ofLocations = (levels: Levels, ids: readonly string[]): Levels => ({
  ...levels,
  rows: levels.rows.filter(({ location }) => ids.includes(location)),
});

/** Levels with those of some products replaced by what a later reading holds of them. */
function replaced({ rows }: Levels, later: Levels): Levels {
  const read = new Set(later.rows.map(keyOf));
  return { ...later, rows: [...rows.filter((row) => !read.has(keyOf(row))), ...later.rows] };
}
