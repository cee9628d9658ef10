import type { Location } from '../../../domain/brand.js';
import { isIn, type LocationIn } from '../../../domain/locations.js';
import { type NameFamily, presentNamesIn } from '../../../domain/stock/ledger/rename.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { StockLedger, StockReconciliation } from '../../../systems/database/stock-port.js';
import type { SitooPort } from '../../../systems/sitoo/port.js';
import { checkpoint } from '../../checkpoint.js';
import type { Dependencies } from '../../dependencies.js';
import { readStorePage } from '../ingest/read-store-page.js';
import type { StockRecorder } from '../ingest/record-stock.js';
import { wakePublishers } from '../publish/wake-publishers.js';

type Needs = Pick<Dependencies, 'brand' | 'temporal' | 'log'> & {
  readonly sitoo: Pick<SitooPort, 'stockPage' | 'stock' | 'newestJournalId'>;
  readonly records: {
    readonly stockLedger: Pick<StockLedger, 'namesOf'>;
    readonly stockReconciliation: Pick<StockReconciliation, 'recordSitooLevels' | 'physicalAt'>;
  };
};

/** What a page of a location's levels came to. */
export interface ComparedPage {
  /** SKUs that differed. */
  readonly found: number;
  /** Where the page after it begins; left out on the last. */
  readonly next?: number;
}

/** Compares the ledger with Sitoo, a page of levels at a time: the virtual warehouses that we write, and the stores whose journal we read. */
export function reconcileWithSitoo(needs: Needs, policy: StockPolicy, recorder: StockRecorder) {
  const { sitoo, records, log } = needs;
  const { stockReconciliation } = records;

  /** Records a page of what a virtual warehouse shows, so that exactly what differs is published. */
  async function recordPage(location: LocationIn<'sitoo'>, start: number): Promise<ComparedPage> {
    const readAt = Date.now();
    const { levels, ...next } = await sitoo.stockPage(location.sitoo, start);
    await stockReconciliation.recordSitooLevels(
      location.id,
      { readAt, levels: [...levels].map(([sku, total]) => ({ sku, total })) },
      policy,
    );
    await wakePublishers(needs, ['sitoo']);
    return { found: 0, ...next };
  }

  /**
   * A level of a store that its journal does not explain means that a row was missed: the difference is recorded as a
   * change. Only when no row was added while the levels were read, and once all rows before are recorded.
   */
  async function comparePage(
    location: LocationIn<'sitoo'>,
    start: number,
    journalReadUpTo: () => Promise<number>,
  ): Promise<ComparedPage> {
    const newest = await sitoo.newestJournalId();
    const page = await readStorePage({ sitoo, stockLedger: records.stockLedger }, location, start);
    const { levels: shown, ...next } = page;
    const levels = underPresentName(shown, await records.stockLedger.namesOf([...shown.keys()]));
    const isUnchanged = async (): Promise<boolean> =>
      (await sitoo.newestJournalId()) === newest && (await journalReadUpTo()) === newest;
    if (!(await isUnchanged())) return { found: 0, ...next };
    const recorded = await stockReconciliation.physicalAt(location.id, [...levels.keys()]);
    // A row that was recorded while the positions were read may be in them.
    if ((await journalReadUpTo()) !== newest) return { found: 0, ...next };
    const movements = [...levels]
      .map(([sku, total]) => ({ sku, quantity: total - (recorded.get(sku) ?? 0) }))
      .filter(({ quantity }) => quantity !== 0)
      .map(({ sku, quantity }) => ({
        system: 'sitoo' as const,
        reference: `found/${newest}/${location.id}/${sku}`,
        location: location.id,
        sku,
        quantity,
        cause: 'store-change' as const,
        happenedAt: Date.now(),
      }));
    if (movements.length === 0) return { found: 0, ...next };
    log.warn({ location: location.id, skus: movements.length }, "stock that the store's journal does not explain");
    return { found: await recorder.record({ movements }), ...next };
  }

  return {
    recordPage,
    comparePage,

    /** Records all that a virtual warehouse shows; nothing where there are no tills. */
    async recordVirtualWarehouse(location: Location): Promise<void> {
      if (!isIn(location, 'sitoo')) return;
      for (let start: number | undefined = 0; start !== undefined; ) {
        checkpoint();
        start = (await recordPage(location, start)).next;
      }
    },
  };
}

/** What a store has of each product, under whatever names. */
function underPresentName(levels: ReadonlyMap<string, number>, families: readonly NameFamily[]): Map<string, number> {
  const present = presentNamesIn(families);
  const sums = new Map<string, number>();
  for (const [name, units] of levels) {
    const sku = present.get(name) ?? name;
    sums.set(sku, (sums.get(sku) ?? 0) + units);
  }
  return sums;
}
