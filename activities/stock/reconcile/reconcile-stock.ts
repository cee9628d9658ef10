import { locationsOf } from '../../../domain/locations.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import { openStandaloneCase } from '../../cases/standalone-case.js';
import type { Dependencies } from '../../dependencies.js';
import { JOURNAL_CURSOR } from '../ingest/import-initial-stock.js';
import { locationsWithSafetyStockTwice } from '../stock-cases.js';
import { type Compared, reconcileWithCentra } from './reconcile-with-centra.js';
import type { reconcileWithSitoo } from './reconcile-with-sitoo.js';

export interface ComparedLocation extends Compared {
  /** Stores: SKUs whose level the journal did not explain. */
  readonly found: number;
}

/** Comparing levels with the counterparts, a location at a time. */
export function createReconcileActivities(
  needs: Dependencies,
  policy: StockPolicy,
  sitoo: ReturnType<typeof reconcileWithSitoo>,
) {
  const { brand, records } = needs;
  const compareCentra = reconcileWithCentra(needs, policy);
  return {
    /** The locations whose books are open, to be compared one after the other. */
    async positionsToCompare(): Promise<{ locations: string[] }> {
      const locations = [];
      for (const { id } of brand.locations) if (await records.stockLedger.hasInitialStock(id)) locations.push(id);
      return { locations };
    },

    /** Compares one location, or some SKUs of it, with everybody who shows its stock. */
    async compareLocation(input: { location: string; skus?: readonly string[] }): Promise<ComparedLocation> {
      const location = locationsOf(brand).get(input.location);
      const everything = input.skus === undefined;
      let found = 0;
      if (everything && location.kind === 'store')
        found = await sitoo.store(location, async () => Number((await records.cursors.get(JOURNAL_CURSOR)) ?? '0'));
      if (everything && location.kind === 'warehouse') await sitoo.virtual(location);
      return { ...(await compareCentra(location, input.skus)), found };
    },

    /** Where Centra takes off safety stock of its own as well, a person decides whose it shall be. */
    async askAboutSafetyStock(): Promise<{ locations: string[] }> {
      const locations = await locationsWithSafetyStockTwice(needs);
      for (const location of locations)
        await openStandaloneCase(needs, {
          subject: location,
          location,
          problem: {
            code: 'stock.safety-stock-twice',
            sentence: `Centra takes off safety stock of its own at ${location}, and a rule of the brand file withholds units there too.`,
          },
          about: { kind: 'safety-stock-twice', location },
        });
      return { locations };
    },
  };
}

export type ReconcileActivities = ReturnType<typeof createReconcileActivities>;
