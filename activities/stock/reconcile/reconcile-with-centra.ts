import { sleep } from '@temporalio/activity';
import { followerWorkflowId } from '../../../domain/followers.js';
import type { LocationIn } from '../../../domain/locations.js';
import { type Differences, differencesOf, steadyDrifts } from '../../../domain/stock/drift.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { CentraPort } from '../../../systems/centra/port.js';
import type { Cursors } from '../../../systems/database/port.js';
import type { StockReconciliation } from '../../../systems/database/stock-port.js';
import { wake } from '../../../workflows/messages.js';
import { checkpoint } from '../../checkpoint.js';
import type { Dependencies } from '../../dependencies.js';
import { CURSORS } from '../../follow/cursors.js';
import { wakePublishers } from '../publish/wake-publishers.js';

/** Centra's lists take at most 200. */
const SKUS_PER_PAGE = 200;
/** Longer than a follower needs for a round, so that one that does not run does not hold up the night. */
const FOLLOWER_WITHIN_MS = 60_000;
const CHECK_EVERY_MS = 200;
/** A SKU that is sold all the time differs in every reading by what is in flight; it gets this many chances to be at rest. */
const ROUNDS = 3;

export interface ReconcileCounts {
  /** SKUs that were compared. */
  readonly compared: number;
  /** SKUs whose difference nothing explains; it is published like any other figure. */
  readonly corrected: number;
  /** Differences that went away or changed between two readings: goods in flight. */
  readonly moving: number;
}

/** How far a location is compared with Centra. */
export interface ReconcileProgress extends ReconcileCounts {
  /** The last SKU that was compared, in the order of SKUs. */
  readonly after: string;
}

interface ReconcileOptions {
  readonly only?: readonly string[] | undefined;
  readonly from?: ReconcileProgress | undefined;
  readonly asProgress?: (progress: ReconcileProgress) => unknown;
}

type Needs = Pick<Dependencies, 'brand' | 'temporal' | 'log'> & {
  readonly centra: Pick<CentraPort, 'physicalStock'>;
  readonly records: {
    readonly stockReconciliation: Pick<StockReconciliation, 'expectedAtCentra' | 'recordDrift' | 'skusAt'>;
    readonly cursors: Pick<Cursors, 'get'>;
  };
};

/**
 * Compares Centra's physical stock at a location with what the ledger explains. Centra records shipments by itself and
 * others may write too, so a difference counts only when it is the same in two readings, with a round of the Centra
 * follower and no change of the position between them, and no batch of ours on its way. The unexplained difference is
 * published as a change, never as a level: whatever Centra sells or ships in the meantime stays as it is.
 */
export function reconcileWithCentra(needs: Needs, policy: StockPolicy) {
  const { brand, centra, records, temporal, log } = needs;
  const { stockReconciliation } = records;

  async function readDifferences(location: LocationIn<'centra'>, skus: readonly string[]): Promise<Differences> {
    const before = await stockReconciliation.expectedAtCentra(location.id, skus);
    const levels = await centra.physicalStock(location.centra, skus, 'bulk');
    const after = await stockReconciliation.expectedAtCentra(location.id, skus);
    return differencesOf(levels, before, after);
  }

  /** Waits until the follower has read everything that has happened in Centra up to now. */
  async function followerHasRead(): Promise<boolean> {
    const since = Date.now();
    await temporal.workflow.getHandle(followerWorkflowId(brand.brand, 'centra')).signal(wake);
    for (;;) {
      if (Number((await records.cursors.get(CURSORS.centra.roundBegan)) ?? '0') >= since) return true;
      if (Date.now() - since > FOLLOWER_WITHIN_MS) return false;
      checkpoint();
      await sleep(CHECK_EVERY_MS);
    }
  }

  async function reconcilePage(location: LocationIn<'centra'>, skus: readonly string[]): Promise<ReconcileCounts> {
    let differences = await readDifferences(location, skus);
    let corrected = 0;
    for (let round = 1; round <= ROUNDS && countOf(differences) > 0; round += 1) {
      checkpoint();
      if (!(await followerHasRead())) {
        log.warn(
          { location: location.id },
          'stock was not reconciled: the Centra follower has read nothing for a minute',
        );
        break;
      }
      const again = await readDifferences(location, skusOf(differences));
      const { steady, rest } = steadyDrifts(differences, again);
      corrected += await stockReconciliation.recordDrift(location.id, steady, policy);
      for (const { sku, drift } of steady)
        log.info({ location: location.id, sku, drift }, 'Centra showed stock that nothing explains');
      differences = rest;
    }
    return { compared: skus.length, corrected, moving: countOf(differences) };
  }

  /** SKUs of the page that follows one of them. */
  async function skusAfter(
    location: LocationIn<'centra'>,
    after: string,
    only?: readonly string[],
  ): Promise<readonly string[]> {
    if (only === undefined) return stockReconciliation.skusAt(location.id, { after, limit: SKUS_PER_PAGE });
    return [...new Set(only)]
      .filter((sku) => sku > after)
      .sort()
      .slice(0, SKUS_PER_PAGE);
  }

  /** @param options `only`: some SKUs of the location. `from`: what another attempt has compared already; `asProgress`: as what is noted how far it has got. */
  return async (location: LocationIn<'centra'>, options: ReconcileOptions = {}): Promise<ReconcileCounts> => {
    const { only, from, asProgress = (progress) => progress } = options;
    let total = from ?? { after: '', compared: 0, corrected: 0, moving: 0 };
    for (;;) {
      checkpoint(asProgress(total));
      const skus = await skusAfter(location, total.after, only);
      const after = skus.at(-1);
      if (after === undefined) break;
      const page = await reconcilePage(location, skus);
      if (page.corrected > 0) await wakePublishers(needs, ['centra']);
      total = {
        after,
        compared: total.compared + page.compared,
        corrected: total.corrected + page.corrected,
        moving: total.moving + page.moving,
      };
    }
    const { after: _, ...counts } = total;
    return counts;
  };
}

const countOf = ({ drifts, unsettled }: Differences): number => drifts.length + unsettled.length;

const skusOf = ({ drifts, unsettled }: Differences): string[] => [...drifts.map(({ sku }) => sku), ...unsettled];
