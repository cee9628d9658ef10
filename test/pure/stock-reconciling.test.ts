import { describe, expect, it } from '@jest/globals';
import { reconcileWithCentra } from '../../activities/stock/reconcile/reconcile-with-centra.js';
import { reconcileWithSitoo } from '../../activities/stock/reconcile/reconcile-with-sitoo.js';
import { brandSchema } from '../../config/brand.js';
import { createLog } from '../../config/log.js';
import { locationsOf } from '../../domain/locations.js';
import { stockPolicyOf } from '../../domain/stock/policy.js';
import type { CentraPort } from '../../systems/centra/port.js';
import type { Records } from '../../systems/database/port.js';
import type { StockEntry, StockStore } from '../../systems/database/stock-port.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import { smallBrand } from '../support/harness/world.js';
import { inActivity } from '../support/in-activity.js';
import { signalledClient } from '../support/signalled-client.js';

const brand = brandSchema.parse(smallBrand('b', {}));
const policy = stockPolicyOf(brand);
const store = locationsOf(brand).get('store-01');
const log = createLog('b', { terminal: false, destination: { write() {} } });
/** Nobody has to be woken. */
const temporal = signalledClient(async () => {});

/** A book of one SKU at one place. The follower has always looked. */
function recordsWith(stock: Partial<StockStore>): Records {
  const cursors = { get: async () => String(Date.now() + 60_000), set: async () => {} };
  const records: Partial<Records> = { stock: stock as StockStore, cursors: cursors as Records['cursors'] };
  return records as Records;
}

describe('comparing with Centra', () => {
  /** Centra shows one unit less than expected, reading after reading; the version of each reading is given. */
  async function driftsOf(versions: readonly number[]): Promise<number[]> {
    const corrected: number[] = [];
    let readings = 0;
    const records = recordsWith({
      expected: async () => {
        const version = versions[Math.floor(readings / 2)] ?? versions.at(-1) ?? 0;
        readings += 1;
        return new Map([['CAP', { expected: 5, version, busy: false }]]);
      },
      correct: async (_, found) => {
        corrected.push(...found.map(({ drift }) => drift));
        return found.length;
      },
    });
    const centra: Pick<CentraPort, 'physicalStock'> = { physicalStock: async () => new Map([['CAP', 4]]) };
    const compare = reconcileWithCentra({ brand, centra: centra as CentraPort, records, temporal, log }, policy);
    await inActivity(() => compare(store, ['CAP']));
    return corrected;
  }

  it('Reconciling with Centra corrects a difference that stayed while nothing was recorded', async () => {
    expect(await driftsOf([1, 1])).toEqual([-1]);
  });

  it('Reconciling with Centra takes a difference for another shipment’s when something was recorded in between', async () => {
    expect(await driftsOf([1, 2, 3, 4])).toEqual([]);
    expect(await driftsOf([1, 2, 2])).toEqual([-1]);
  });
});

describe('comparing with the journal of a store', () => {
  /** The level is 4. A sale is booked, with its row of the journal, at the given moment of the comparison. */
  async function found(bookedWhile: 'never' | 'positions are read'): Promise<StockEntry[]> {
    const booked: StockEntry[] = [];
    let cursor = 7;
    const records = recordsWith({
      positions: async () => {
        if (bookedWhile === 'positions are read') cursor = 8;
        return [{ location: store.id, sku: 'CAP', physical: 3 }];
      },
    });
    const sitoo: Partial<SitooPort> = { newestJournalId: async () => 7, allStock: async () => new Map([['CAP', 4]]) };
    const ledger = {
      record: async (entry: StockEntry) => booked.push(entry),
      notifyShortages: async () => {},
    };
    const comparison = reconcileWithSitoo({ brand, sitoo: sitoo as SitooPort, records, temporal, log }, policy, ledger);
    await inActivity(() => comparison.store(store, async () => cursor));
    return booked;
  }

  it('Reconciling with a store records what no journal row explains', async () => {
    expect((await found('never')).flatMap(({ movements = [] }) => movements.map((m) => m.quantity))).toEqual([1]);
  });

  it('Reconciling with a store records nothing when a row was recorded during the read', async () => {
    expect(await found('positions are read')).toEqual([]);
  });
});
