import { heartbeat } from '@temporalio/activity';
import type { Location } from '../../../domain/brand.js';
import { locationsOf } from '../../../domain/locations.js';
import type { JournalRow } from '../../../systems/sitoo/port.js';
import type { Dependencies } from '../../dependencies.js';
import { startReconciliation } from '../reconcile/start-reconciliation.js';
import type { StockRecorder } from './ledger.js';

/** Id of the last row of Sitoo's journal that is booked. */
export const JOURNAL_CURSOR = 'sitoo/journal';
/** Id of the last row that a store's opening stock holds. */
const initialStockCursor = (location: string): string => `sitoo/journal/initial-stock/${location}`;
const ROWS_A_PAGE = 500;

/**
 * Opens the books of stores that are new to us. The cursor is set first; the level of each SKU is then read and taken back
 * by what the journal says happened after the cursor, so that following it from there counts nothing twice.
 */
export function initialStockImporter(
  needs: Pick<Dependencies, 'brand' | 'sitoo' | 'records' | 'temporal' | 'log'>,
  ledger: StockRecorder,
) {
  const { brand, sitoo, records } = needs;
  const stores = locationsOf(brand).ofKind('store');

  async function rowsAfter(cursor: number): Promise<JournalRow[]> {
    const rows: JournalRow[] = [];
    let newest = cursor;
    for (;;) {
      let passedOver = 0;
      const some = await sitoo.journal(newest + 1, ROWS_A_PAGE, ({ id }) => {
        passedOver += 1;
        newest = Math.max(newest, id);
      });
      heartbeat();
      rows.push(...some);
      newest = Math.max(newest, ...some.map((row) => row.id));
      if (some.length + passedOver < ROWS_A_PAGE) return rows;
    }
  }

  async function open(store: Location, cursor: number): Promise<void> {
    const reading = await records.stockLedger.nextReading();
    const levels = await sitoo.allStock(store.sitoo);
    heartbeat();
    const then = new Map(levels);
    const seen = new Set<string>();
    for (const row of await rowsAfter(cursor)) {
      if (row.warehouseId !== store.sitoo) continue;
      for (const { sku, quantity, totalAfter } of row.items) {
        if (seen.has(sku) && totalAfter !== undefined) continue;
        seen.add(sku);
        then.set(sku, totalAfter === undefined ? (then.get(sku) ?? 0) - quantity : totalAfter - quantity);
      }
    }
    await ledger.record({
      levels: {
        reading,
        at: Date.now(),
        rows: [...then].map(([sku, physical]) => ({ location: store.id, sku, physical })),
      },
      initialStockOf: [store.id],
      cursor: { name: initialStockCursor(store.id), value: String(cursor) },
    });
  }

  /** By store, the last row that its opening stock holds: whoever sets the cursor back must not have it booked again. */
  async function openings(): Promise<ReadonlyMap<string, number>> {
    const rows = new Map<string, number>();
    for (const { id } of stores) rows.set(id, Number((await records.cursors.get(initialStockCursor(id))) ?? '0'));
    return rows;
  }

  let opened: ReadonlyMap<string, number> | undefined;
  return async (): Promise<ReadonlyMap<string, number>> => {
    if (opened) return opened;
    const known = await records.cursors.get(JOURNAL_CURSOR);
    const cursor = known ?? String(await sitoo.newestJournalId());
    if (known === undefined) await records.cursors.set(JOURNAL_CURSOR, cursor);
    let fresh = 0;
    for (const store of stores) {
      if (await records.stockLedger.hasInitialStock(store.id)) continue;
      await open(store, Number(cursor));
      fresh += 1;
    }
    opened = await openings();
    // What the web shop showed differently when we began is found at once, not in the first night.
    if (fresh > 0) await startReconciliation(needs, 'initial-stock-of-stores');
    return opened;
  };
}
