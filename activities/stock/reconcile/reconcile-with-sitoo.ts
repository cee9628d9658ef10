import { heartbeat } from '@temporalio/activity';
import type { Location } from '../../../domain/brand.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { StockQueries, StockReconciliation } from '../../../systems/database/stock-port.js';
import type { SitooPort } from '../../../systems/sitoo/port.js';
import type { Dependencies } from '../../dependencies.js';
import type { StockRecorder } from '../ingest/record-stock.js';
import { wakePublishers } from '../publish/wake-publishers.js';

type Needs = Pick<Dependencies, 'brand' | 'temporal' | 'log'> & {
  readonly sitoo: Pick<SitooPort, 'allStock' | 'newestJournalId'>;
  readonly records: {
    readonly stockReconciliation: Pick<StockReconciliation, 'recordSitooLevels'>;
    readonly stockQueries: Pick<StockQueries, 'physicalStock'>;
  };
};

/** Compares the ledger with Sitoo: the virtual warehouses that we write, and the stores whose journal we read. */
export function reconcileWithSitoo(needs: Needs, policy: StockPolicy, recorder: StockRecorder) {
  const { sitoo, records, log } = needs;
  return {
    /** Records what a virtual warehouse shows, so that exactly what differs is published. */
    async recordVirtualWarehouse(location: Location): Promise<void> {
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
     * A level of a store that its journal does not explain means that a row was missed: the difference is recorded as a
     * change. Only when no row was added while the levels were read, and once all rows before are recorded.
     * @returns how many SKUs differed
     */
    async compareStore(location: Location, journalReadUpTo: () => Promise<number>): Promise<number> {
      const newest = await sitoo.newestJournalId();
      const levels = await sitoo.allStock(location.sitoo);
      heartbeat();
      if ((await sitoo.newestJournalId()) !== newest || (await journalReadUpTo()) !== newest) return 0;
      const recorded = new Map(
        (await records.stockQueries.physicalStock())
          .filter((position) => position.location === location.id)
          .map(({ sku, physical }) => [sku, physical]),
      );
      // A row that was recorded while the positions were read may be in them.
      if ((await journalReadUpTo()) !== newest) return 0;
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
      if (movements.length === 0) return 0;
      log.warn({ location: location.id, skus: movements.length }, "stock that the store's journal does not explain");
      return recorder.record({ movements });
    },
  };
}
