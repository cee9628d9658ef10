import { locationsOf } from '../../../domain/locations.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import { openStandaloneCase } from '../../cases/standalone-case.js';
import type { Dependencies } from '../../dependencies.js';
import { JOURNAL_CURSOR } from '../ingest/import-initial-stock.js';
import { locationsWithSafetyStockTwice } from '../stock-cases.js';
import { type ReconcileCounts, reconcileWithCentra } from './reconcile-with-centra.js';
import type { reconcileWithSitoo } from './reconcile-with-sitoo.js';

export interface ReconciledLocation extends ReconcileCounts {
  /** Stores: SKUs whose level the journal did not explain. */
  readonly found: number;
}

/** The activities of reconciling: levels are compared with the counterparts, a location at a time. */
export function createReconcileActivities(
  needs: Dependencies,
  policy: StockPolicy,
  sitoo: ReturnType<typeof reconcileWithSitoo>,
) {
  const { brand, records } = needs;
  const reconcileCentra = reconcileWithCentra(needs, policy);
  return {
    /** The locations whose initial stock is imported, to be reconciled one after the other. */
    async locationsToReconcile(): Promise<{ locations: string[] }> {
      const locations = [];
      for (const { id } of brand.locations) if (await records.stockLedger.hasInitialStock(id)) locations.push(id);
      return { locations };
    },

    /** Compares one location, or some SKUs of it, with all counterparts that show its stock. */
    async reconcileLocation(input: { location: string; skus?: readonly string[] }): Promise<ReconciledLocation> {
      const location = locationsOf(brand).get(input.location);
      const isWhole = input.skus === undefined;
      let found = 0;
      if (isWhole && location.kind === 'store')
        found = await sitoo.compareStore(location, async () =>
          Number((await records.cursors.get(JOURNAL_CURSOR)) ?? '0'),
        );
      if (isWhole && location.kind === 'warehouse') await sitoo.recordVirtualWarehouse(location);
      return { ...(await reconcileCentra(location, input.skus)), found };
    },

    /** Opens a case where Centra deducts safety stock of its own as well: a person decides which of the two is meant. */
    async raiseSafetyStockCases(): Promise<{ locations: string[] }> {
      const locations = await locationsWithSafetyStockTwice(needs);
      for (const location of locations)
        await openStandaloneCase(needs, {
          subject: location,
          location,
          problem: {
            code: 'stock.safety-stock-twice',
            sentence: `Centra deducts safety stock of its own at ${location}, and a rule of the brand file withholds units there too.`,
          },
          about: { kind: 'safety-stock-twice', location },
        });
      return { locations };
    },
  };
}

export type ReconcileActivities = ReturnType<typeof createReconcileActivities>;
