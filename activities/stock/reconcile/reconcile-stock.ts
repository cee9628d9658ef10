import { type Location, scaled } from '../../../domain/brand.js';
import { isIn, type LocationIn, locationsOf } from '../../../domain/locations.js';
import { correctionHabit } from '../../../domain/stock/correction-habit.js';
import { EXPLAINED_WITHIN_MS } from '../../../domain/stock/ledger/orders-of-others.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import { openStandaloneCase } from '../../cases/standalone-case.js';
import { checkpoint, progressBefore } from '../../checkpoint.js';
import type { Dependencies } from '../../dependencies.js';
import { JOURNAL_CURSOR } from '../ingest/import-initial-stock.js';
import { locationsWithSafetyStockTwice } from '../stock-cases.js';
import { type ReconcileCounts, type ReconcileProgress, reconcileWithCentra } from './reconcile-with-centra.js';
import type { ComparedPage, reconcileWithSitoo } from './reconcile-with-sitoo.js';

export interface ReconciledLocation extends ReconcileCounts {
  /** Stores: SKUs whose level the journal did not explain. */
  readonly found: number;
}

/** How far a location is reconciled: an attempt after a crash goes on there. */
interface Progress {
  /** When the first attempt began, epoch ms. */
  readonly began: number;
  readonly found: number;
  /** Where the next page of Sitoo's levels begins; null once all of them are compared. */
  readonly sitooFrom: number | null;
  readonly centra?: ReconcileProgress;
}

/** Of a location that the web shop does not have. */
const NOTHING_COMPARED: ReconcileCounts = { compared: 0, corrected: 0, moving: 0 };

/** When the last comparison of a whole location began, epoch ms. */
const comparedSince = (location: string): string => `stock/compared/${location}`;

/** The activities of reconciling: levels are compared with the counterparts, a location at a time. */
export function createReconcileActivities(
  needs: Dependencies,
  policy: StockPolicy,
  sitoo: ReturnType<typeof reconcileWithSitoo>,
) {
  const { brand, records, log } = needs;
  const reconcileCentra = reconcileWithCentra(needs, policy);
  const journalReadUpTo = async () => Number((await records.cursors.get(JOURNAL_CURSOR)) ?? '0');
  const compareWithSitoo = (location: LocationIn<'sitoo'>, start: number): Promise<ComparedPage> =>
    location.kind === 'store' ? sitoo.comparePage(location, start, journalReadUpTo) : sitoo.recordPage(location, start);

  async function reconcileLocation(input: { location: string; skus?: readonly string[] }): Promise<ReconciledLocation> {
    const location = locationsOf(brand).get(input.location);
    let {
      began,
      found,
      sitooFrom,
      centra: from,
    } = progressBefore<Progress>() ?? { began: Date.now(), found: 0, sitooFrom: input.skus ? null : 0 };
    while (sitooFrom !== null && isIn(location, 'sitoo')) {
      checkpoint({ began, found, sitooFrom } satisfies Progress);
      const page: ComparedPage = await compareWithSitoo(location, sitooFrom);
      found += page.found;
      sitooFrom = page.next ?? null;
    }
    if (input.skus === undefined) await settleOrdersOfOthers(location);
    const asProgress = (centra: ReconcileProgress): Progress => ({ began, found, sitooFrom: null, centra });
    if (!isIn(location, 'centra')) return { ...NOTHING_COMPARED, found };
    const counts = await reconcileCentra(location, { only: input.skus, from, asProgress });
    if (input.skus === undefined) await raiseHabit(location, { ...counts, since: began });
    return { ...counts, found };
  }

  /** Before the comparison: what it compares with must not rest on something that will not happen any more. */
  async function settleOrdersOfOthers({ id: location }: Location): Promise<void> {
    const before = Date.now() - scaled(brand, EXPLAINED_WITHIN_MS);
    const { settled } = await records.stockReconciliation.settleOrdersOfOthers(location, { before }, policy);
    if (settled > 0) log.info({ location, settled }, 'orders of others waited in vain for one half of what they do');
  }

  /** Correcting must not become a habit: many corrections, or the same ones again, are a case. What the first comparison finds was there before us. */
  async function raiseHabit(
    { id: location }: Location,
    { corrected, compared, since }: Pick<ReconcileCounts, 'corrected' | 'compared'> & { since: number },
  ): Promise<void> {
    const before = await records.cursors.get(comparedSince(location));
    if (before !== undefined && corrected > 0) {
      const corrections = await records.stockReconciliation.corrections(location, { since, before: Number(before) });
      const habit = correctionHabit(corrections, compared);
      if (habit !== undefined)
        await openStandaloneCase(needs, {
          subject: location,
          location,
          problem: { code: 'stock.corrected-often', sentence: `Stock of ${location} in the web shop: ${habit}` },
          about: { kind: 'corrected-often', location },
        });
    }
    // Only now: a worker that died before compares with the same night again.
    await records.cursors.set(comparedSince(location), String(since));
  }

  return {
    /** The locations whose initial stock is imported, to be reconciled one after the other. */
    async locationsToReconcile(): Promise<{ locations: string[] }> {
      const locations = [];
      for (const { id } of brand.locations) {
        checkpoint();
        if (await records.stockLedger.hasInitialStock(id)) locations.push(id);
      }
      return { locations };
    },

    /** Compares one location, or some SKUs of it, with all counterparts that show its stock. */
    reconcileLocation,

    /** Opens a case for a location that could not be compared while the others were. */
    async raiseNotCompared({ location, why }: { location: string; why: string }): Promise<void> {
      await openStandaloneCase(needs, {
        subject: location,
        location,
        problem: { code: 'stock.not-compared', sentence: `The stock of ${location} could not be compared. ${why}` },
        about: { kind: 'not-compared', location },
      });
    },

    /** Carries out the answer to such a case: the location is compared now, or left to the next night. */
    async compareAgain(input: { location: string; answer: 'retry' | 'skip' }): Promise<{ settled: true }> {
      if (input.answer === 'retry') await reconcileLocation({ location: input.location });
      return { settled: true };
    },

    /** Opens a case where Centra deducts safety stock of its own as well: a person decides which of the two is meant. */
    async raiseSafetyStockCases(): Promise<{ locations: string[] }> {
      const locations = await locationsWithSafetyStockTwice(needs);
      for (const location of locations) {
        checkpoint();
        await openStandaloneCase(needs, {
          subject: location,
          location,
          problem: {
            code: 'stock.safety-stock-twice',
            sentence: `Centra deducts safety stock of its own at ${location}, and a rule of the brand file withholds units there too.`,
          },
          about: { kind: 'safety-stock-twice', location },
        });
      }
      return { locations };
    },
  };
}

export type ReconcileActivities = ReturnType<typeof createReconcileActivities>;
