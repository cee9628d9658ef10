import { heartbeat } from '@temporalio/activity';
import type { Location } from '../../../domain/brand.js';
import { locationsOf } from '../../../domain/locations.js';
import { levelsBefore } from '../../../domain/stock/initial-stock.js';
import type { JournalRow } from '../../../systems/sitoo/port.js';
import type { Dependencies } from '../../dependencies.js';
import { startReconciliation } from '../reconcile/start-reconciliation.js';
import { readJournalPage } from './journal-pages.js';
import type { StockRecorder } from './record-stock.js';

/** Id of the last row of Sitoo's journal that is recorded. */
export const JOURNAL_CURSOR = 'sitoo/journal';
/** Id of the last row that a store's initial stock includes. */
const initialStockCursor = (location: string): string => `sitoo/journal/initial-stock/${location}`;

/** By store, id of the last row of the journal that its initial stock includes: later ones are recorded as movements. */
export type IncludedRows = ReadonlyMap<string, number>;

/**
 * Imports the initial stock of stores that are new to us. The cursor is set first. The level of each SKU is read after that
 * and taken back by what the journal says happened since, so that following the journal from there counts nothing twice.
 */
export function initialStockImporter(
  needs: Pick<Dependencies, 'brand' | 'sitoo' | 'records' | 'temporal' | 'log'>,
  recorder: StockRecorder,
): () => Promise<IncludedRows> {
  const { brand, sitoo, records } = needs;
  const stores = locationsOf(brand).ofKind('store');

  async function rowsAfter(cursor: number): Promise<JournalRow[]> {
    const rows: JournalRow[] = [];
    for (let after = cursor; ; ) {
      const page = await readJournalPage(sitoo, after, () => {});
      rows.push(...page.rows);
      after = page.newest;
      if (page.isLast) return rows;
    }
  }

  async function importStore(store: Location, cursor: number): Promise<void> {
    const reading = await records.stockLedger.nextReading();
    const levels = await sitoo.allStock(store.sitoo);
    heartbeat();
    const rows = (await rowsAfter(cursor)).filter(({ warehouseId }) => warehouseId === store.sitoo);
    const initial = levelsBefore(
      levels,
      rows.flatMap(({ items }) => items),
    );
    await recorder.record({
      levels: {
        reading,
        at: Date.now(),
        rows: [...initial].map(([sku, physical]) => ({ location: store.id, sku, physical })),
      },
      initialStockOf: [store.id],
      cursor: { name: initialStockCursor(store.id), value: String(cursor) },
    });
  }

  async function includedRows(): Promise<IncludedRows> {
    const rows = new Map<string, number>();
    for (const { id } of stores) rows.set(id, Number((await records.cursors.get(initialStockCursor(id))) ?? '0'));
    return rows;
  }

  let imported: IncludedRows | undefined;
  return async () => {
    if (imported) return imported;
    const known = await records.cursors.get(JOURNAL_CURSOR);
    const cursor = known ?? String(await sitoo.newestJournalId());
    if (known === undefined) await records.cursors.set(JOURNAL_CURSOR, cursor);
    let added = 0;
    for (const store of stores) {
      if (await records.stockLedger.hasInitialStock(store.id)) continue;
      await importStore(store, Number(cursor));
      added += 1;
    }
    imported = await includedRows();
    // What the web shop shows differently when we begin is found now, not in the first night.
    if (added > 0) await startReconciliation(needs, 'initial-stock-of-stores');
    return imported;
  };
}
