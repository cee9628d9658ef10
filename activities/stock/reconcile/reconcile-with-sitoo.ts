import { heartbeat } from '@temporalio/activity';
import type { Location } from '../../../domain/brand.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { StockQueries, StockReconciliation } from '../../../systems/database/stock-port.js';
import type { SitooPort } from '../../../systems/sitoo/port.js';
import type { Dependencies } from '../../dependencies.js';
import type { StockRecorder } from '../ingest/ledger.js';
import { wakePublishers } from '../publish/wake-publishers.js';

type Needs = Pick<Dependencies, 'brand' | 'temporal' | 'log'> & {
  readonly sitoo: Pick<SitooPort, 'allStock' | 'newestJournalId'>;
  readonly records: {
    readonly stockReconciliation: Pick<StockReconciliation, 'recordSitooLevels'>;
    readonly stockQueries: Pick<StockQueries, 'physicalStock'>;
  };
};

/** Compares the ledger with Sitoo: the virtual warehouses that we write, and the stores whose journal we read. */
export function reconcileWithSitoo(needs: Needs, policy: StockPolicy, ledger: StockRecorder) {
  const { sitoo, records, log } = needs;
  return {
    /** What the virtual warehouse shows is taken note of, so that exactly what differs is written. */
    async virtual(location: Location): Promise<void> {
      const levels = await sitoo.allStock(location.sitoo);
      heartbeat();
      await records.stockReconciliation.recordSitooLevels(
        location.id,
        [...levels].map(([sku, total]) => ({ sku, total })),
        policy,
      );
      await wakePublishers(needs, ['sitoo']);
    },

    /**
     * A store's level that its journal does not explain means that a row was missed: the difference is booked as a change.
     * Only while no row is written between the two looks at the journal, and once all rows up to then are booked.
     */
    async store(location: Location, journalReadUpTo: () => Promise<number>): Promise<number> {
      const newest = await sitoo.newestJournalId();
      const levels = await sitoo.allStock(location.sitoo);
      heartbeat();
      if ((await sitoo.newestJournalId()) !== newest || (await journalReadUpTo()) !== newest) return 0;
      const ours = new Map(
        (await records.stockQueries.physicalStock())
          .filter((p) => p.location === location.id)
          .map(({ sku, physical }) => [sku, physical]),
      );
      // A row that was booked while the positions were read may be in them.
      if ((await journalReadUpTo()) !== newest) return 0;
      const movements = [...levels]
        .map(([sku, total]) => ({ sku, quantity: total - (ours.get(sku) ?? 0) }))
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
      if (movements.length === 0) return 0;
      log.warn({ location: location.id, skus: movements.length }, "stock that the store's journal does not explain");
      return ledger.record({ movements });
    },
  };
}
