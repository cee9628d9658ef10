import { heartbeat, sleep } from '@temporalio/activity';
import type { Location } from '../../../domain/brand.js';
import { followerWorkflowId } from '../../../domain/names.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { CentraPort } from '../../../systems/centra/port.js';
import type { Cursors } from '../../../systems/database/port.js';
import type { StockReconciliation } from '../../../systems/database/stock-port.js';
import { wake } from '../../../workflows/messages.js';
import type { Dependencies } from '../../dependencies.js';
import { CURSORS } from '../../follow/cursors.js';
import { wakePublishers } from '../publish/wake-publishers.js';

/** Centra's lists take at most 200. */
const SKUS_A_PAGE = 200;
/** Longer than a follower takes for a round, so that one that is away does not hold the night up. */
const FOLLOWER_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 200;
/** A SKU that is sold all the time differs in every reading by what is on its way; so often it gets the chance to be at rest. */
const ROUNDS = 3;

export interface Compared {
  /** SKUs that were compared. */
  readonly compared: number;
  /** SKUs whose difference nothing explains; they are told like any other figure. */
  readonly corrected: number;
  /** Differences that went away or changed while they were looked at: goods on their way. */
  readonly moving: number;
}

type Needs = Pick<Dependencies, 'brand' | 'temporal' | 'log'> & {
  readonly centra: Pick<CentraPort, 'physicalStock'>;
  readonly records: {
    readonly stockReconciliation: Pick<StockReconciliation, 'expectedAtCentra' | 'recordDrift' | 'skusAt'>;
    readonly cursors: Pick<Cursors, 'get'>;
  };
};

/**
 * Compares Centra's physical stock at a location with what the ledger explains. Centra books shipments by itself and others
 * may write too, so a difference counts only when it is the same in two readings, with a look of the Centra follower and nothing
 * booked between them, and nothing of ours on its way. What is unexplained is told as a change, never as a level: whatever
 * Centra sells or ships meanwhile stays as it is.
 */
export function reconcileWithCentra(needs: Needs, policy: StockPolicy) {
  const { brand, centra, records, temporal, log } = needs;

  /** What differs now, by SKU: units that Centra has beyond what is expected. A SKU that changed during the reading is left out. */
  async function differences(location: Location, skus: readonly string[]) {
    const before = await records.stockReconciliation.expectedAtCentra(location.id, skus);
    const levels = await centra.physicalStock(location.centra, skus, 'bulk');
    const after = await records.stockReconciliation.expectedAtCentra(location.id, skus);
    const found = new Map<string, { drift: number; version: number }>();
    const unsettled: string[] = [];
    for (const [sku, level] of levels) {
      const expected = after.get(sku);
      if (expected === undefined || level === expected.expected) continue;
      if (expected.busy || before.get(sku)?.version !== expected.version) unsettled.push(sku);
      else found.set(sku, { drift: level - expected.expected, version: expected.version });
    }
    return { found, unsettled };
  }

  /** Waits until the follower has read everything that had happened in Centra up to now. */
  async function followerHasLooked(): Promise<boolean> {
    const since = Date.now();
    await temporal.workflow.getHandle(followerWorkflowId(brand.brand, 'centra')).signal(wake);
    for (;;) {
      if (Number((await records.cursors.get(CURSORS.centra.roundBegan)) ?? '0') >= since) return true;
      if (Date.now() - since > FOLLOWER_WITHIN_MS) return false;
      heartbeat();
      await sleep(LOOK_AGAIN_MS);
    }
  }

  async function comparePage(location: Location, skus: readonly string[]): Promise<Compared> {
    let seen = await differences(location, skus);
    let corrected = 0;
    for (let round = 1; round <= ROUNDS && seen.found.size + seen.unsettled.length > 0; round += 1) {
      if (!(await followerHasLooked())) {
        log.warn({ location: location.id }, 'stock was not compared: the Centra follower has not looked for a minute');
        break;
      }
      const again = await differences(location, [...seen.found.keys(), ...seen.unsettled]);
      const stayed = [...again.found]
        // The same difference after something was booked may be another one: another shipment of as many.
        .filter(([sku, { drift, version }]) => {
          const first = seen.found.get(sku);
          return first?.drift === drift && first.version === version;
        })
        .map(([sku, { drift, version }]) => ({ sku, drift, version }));
      corrected += await records.stockReconciliation.recordDrift(location.id, stayed, policy);
      for (const { sku, drift } of stayed) {
        log.info({ location: location.id, sku, drift }, 'Centra showed stock that nothing explains');
        again.found.delete(sku);
      }
      seen = again;
    }
    return { compared: skus.length, corrected, moving: seen.found.size + seen.unsettled.length };
  }

  return async (location: Location, only?: readonly string[]): Promise<Compared> => {
    const skus = only ?? (await records.stockReconciliation.skusAt(location.id));
    const total = { compared: 0, corrected: 0, moving: 0 };
    for (let at = 0; at < skus.length; at += SKUS_A_PAGE) {
      const page = await comparePage(location, skus.slice(at, at + SKUS_A_PAGE));
      heartbeat();
      total.compared += page.compared;
      total.corrected += page.corrected;
      total.moving += page.moving;
    }
    if (total.corrected > 0) await wakePublishers(needs, ['centra']);
    return total;
  };
}
