import { type LocationIn, locationsOf } from '../../../domain/locations.js';
import { type JournalItem, levelsBefore } from '../../../domain/stock/initial-stock.js';
import type { JournalRow, SitooPort } from '../../../systems/sitoo/port.js';
import { checkpoint } from '../../checkpoint.js';
import type { Dependencies } from '../../dependencies.js';
import { startReconciliation } from '../reconcile/start-reconciliation.js';
import { readJournalPage } from './journal-pages.js';
import { readStorePage } from './read-store-page.js';
import type { StockRecorder } from './record-stock.js';

/** Id of the last row of Sitoo's journal that is recorded. */
export const JOURNAL_CURSOR = 'sitoo/journal';
/** Id of the last row that a store's initial stock includes. */
const initialStockCursor = (location: string): string => `sitoo/journal/initial-stock/${location}`;
/** Where the next page of a store's levels begins, while it is imported. */
const nextPageCursor = (location: string): string => `sitoo/initial-stock/next-page/${location}`;
/** How many stores were imported when the last reconciliation because of it was started. */
const RECONCILED = 'sitoo/initial-stock/reconciled';

/** One round of the follower imports for about this long, so that the orders of the tills are read in between. */
const ROUND_MS = 20_000;

/** By store, id of the last row of the journal that its initial stock includes: later ones are recorded as movements. */
export type IncludedRows = ReadonlyMap<string, number>;

/** What the initial stock includes of the journal; a store that is not imported yet will include every row until then. */
export interface ImportedStores {
  readonly included: IncludedRows;
  /** `half`: the journal must not be followed, or the pages of one store would be of different moments. `more`: other stores wait. */
  readonly left: 'none' | 'more' | 'half';
}

/**
 * Imports the initial stock of stores that are new to us, a page of levels at a time. The journal stands still while a store
 * is imported. Each page is read, and taken back by what the journal says happened since, so that following the journal from
 * there counts nothing twice. Page and position are saved as one, so an import that broke off is resumed.
 */
export function initialStockImporter(
  needs: Pick<Dependencies, 'brand' | 'sitoo' | 'records' | 'temporal' | 'log'>,
  recorder: StockRecorder,
  roundMs = ROUND_MS,
): () => Promise<ImportedStores> {
  const { brand, sitoo, records } = needs;
  const stores = locationsOf(brand)
    .in('sitoo')
    .filter(({ kind }) => kind === 'store');

  /** Records a page of a store. @returns where the next one begins; undefined after the last */
  async function importPage(
    store: LocationIn<'sitoo'>,
    start: number,
    journal: JournalTail,
  ): Promise<number | undefined> {
    const reading = await records.stockLedger.nextReading();
    const { levels, next } = await readStorePage({ sitoo, stockLedger: records.stockLedger }, store, start);
    const isLast = next === undefined;
    const moved = await journal.itemsAt(store);
    const unlisted = isLast ? await withoutPosition(store, moved) : new Set();
    const items = moved.filter(({ sku }) => levels.has(sku) || unlisted.has(sku));
    const rows = [...levelsBefore(levels, items)].map(([sku, physical]) => ({ location: store.id, sku, physical }));
    await recorder.record({
      levels: { reading, at: Date.now(), rows },
      initialStockOf: [store.id],
      ...(isLast
        ? { cursor: { name: initialStockCursor(store.id), value: String(journal.after) } }
        : { cursor: { name: nextPageCursor(store.id), value: String(next) }, moreInitialStock: true }),
    });
    return next;
  }

  /** SKUs of which something moved and that no page has listed: the store had none of them. */
  async function withoutPosition(store: LocationIn<'sitoo'>, moved: readonly JournalItem[]): Promise<Set<string>> {
    const skus = new Set(moved.map(({ sku }) => sku));
    for (const sku of (await records.stockReconciliation.physicalAt(store.id, [...skus])).keys()) skus.delete(sku);
    return skus;
  }

  /** @returns false when time was up before its last page */
  async function importStore(store: LocationIn<'sitoo'>, after: number, until: number): Promise<boolean> {
    const journal = new JournalTail(sitoo, after);
    let start: number | undefined = Number((await records.cursors.get(nextPageCursor(store.id))) ?? '0');
    for (;;) {
      checkpoint();
      start = await importPage(store, start, journal);
      if (start === undefined) return true;
      if (Date.now() > until) return false;
    }
  }

  async function includedRows(missing: readonly LocationIn<'sitoo'>[]): Promise<IncludedRows> {
    const rows = new Map<string, number>();
    for (const { id } of stores) {
      checkpoint();
      rows.set(id, Number((await records.cursors.get(initialStockCursor(id))) ?? '0'));
    }
    for (const { id } of missing) rows.set(id, Number.POSITIVE_INFINITY);
    return rows;
  }

  async function missingStores(): Promise<LocationIn<'sitoo'>[]> {
    const missing: LocationIn<'sitoo'>[] = [];
    for (const store of stores) {
      checkpoint();
      if (!(await records.stockLedger.hasInitialStock(store.id))) missing.push(store);
    }
    return missing;
  }

  let imported: ImportedStores | undefined;
  return async () => {
    if (imported) return imported;
    const until = Date.now() + roundMs;
    const known = await records.cursors.get(JOURNAL_CURSOR);
    const cursor = known ?? String(await sitoo.newestJournalId());
    if (known === undefined) await records.cursors.set(JOURNAL_CURSOR, cursor);
    const missing = await missingStores();
    for (let store = missing.shift(); store !== undefined; store = missing.shift()) {
      checkpoint();
      const isWhole = await importStore(store, Number(cursor), until);
      if (!isWhole) return { included: await includedRows([store, ...missing]), left: 'half' };
      if (Date.now() > until && missing.length > 0) return { included: await includedRows(missing), left: 'more' };
    }
    // What the web shop shows differently when we begin is found now, not in the first night.
    if (Number((await records.cursors.get(RECONCILED)) ?? '0') < stores.length) {
      await startReconciliation(needs, 'initial-stock-of-stores');
      await records.cursors.set(RECONCILED, String(stores.length));
    }
    imported = { included: await includedRows([]), left: 'none' };
    return imported;
  };
}

/** The rows of the journal after one: those that come while it is used are read as well. */
class JournalTail {
  readonly after: number;
  readonly #sitoo: Pick<SitooPort, 'journal'>;
  readonly #rows: JournalRow[] = [];
  #newest: number;

  constructor(sitoo: Pick<SitooPort, 'journal'>, after: number) {
    this.#sitoo = sitoo;
    this.after = after;
    this.#newest = after;
  }

  /** All items of a store's rows up to now, the oldest first. */
  async itemsAt({ sitoo: warehouse }: LocationIn<'sitoo'>): Promise<JournalItem[]> {
    for (;;) {
      checkpoint();
      const { rows, newest, isLast } = await readJournalPage(this.#sitoo, this.#newest, () => {});
      this.#rows.push(...rows);
      this.#newest = newest;
      if (isLast)
        return this.#rows.filter(({ warehouseId }) => warehouseId === warehouse).flatMap(({ items }) => items);
    }
  }
}
