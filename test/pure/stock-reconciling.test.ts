import { describe, expect, it } from '@jest/globals';
import { reconcileWithCentra } from '../../activities/stock/reconcile/reconcile-with-centra.js';
import { reconcileWithSitoo } from '../../activities/stock/reconcile/reconcile-with-sitoo.js';
import { brandSchema } from '../../config/brand.js';
import { createLog } from '../../config/log.js';
import { locationsOf } from '../../domain/locations.js';
import type { Drift } from '../../domain/stock/drift.js';
import type { StockEntry } from '../../domain/stock/ledger/stock-entry.js';
import { stockPolicyOf } from '../../domain/stock/policy.js';
import { smallBrand } from '../support/harness/world.js';
import { inActivity } from '../support/in-activity.js';
import { signalledClient } from '../support/signalled-client.js';

const brand = brandSchema.parse(smallBrand('b', {}));
const policy = stockPolicyOf(brand, Date.now);
function firstIn<S extends 'centra' | 'sitoo'>(system: S) {
  const [first] = locationsOf(brand).in(system);
  if (first === undefined) throw new Error('the example brand has all systems');
  return first;
}
const store = firstIn('centra');
const storeOfTills = firstIn('sitoo');
const log = createLog('b', { terminal: false, destination: { write() {} } });
/** Nobody has to be woken. */
const temporal = signalledClient(async () => {});

/** The follower has always looked. */
const cursors = { get: async () => String(Date.now() + 60_000) };

describe('reconciling with Centra', () => {
  /** Centra shows one unit less than expected, reading after reading; the version of each reading is given. */
  async function driftsOf(versions: readonly number[], { level = 4, awaited = 0 } = {}): Promise<number[]> {
    const corrected: number[] = [];
    let readings = 0;
    const stockReconciliation = {
      expectedAtCentra: async () => {
        const version = versions[Math.floor(readings / 2)] ?? versions.at(-1) ?? 0;
        readings += 1;
        return new Map([['CAP', { expected: 5, version, busy: false, awaited }]]);
      },
      recordDrift: async (_location: string, drifts: readonly Drift[]) => {
        corrected.push(...drifts.map(({ drift }) => drift));
        return drifts.length;
      },
      skusAt: async () => [],
    };
    const centra = { physicalStock: async () => new Map([['CAP', level]]) };
    const records = { stockReconciliation, cursors };
    const compare = reconcileWithCentra({ brand, centra, records, temporal, log }, policy);
    await inActivity(() => compare(store, { only: ['CAP'] }));
    return corrected;
  }

  it('Reconciling with Centra corrects a difference that stayed while nothing was recorded', async () => {
    expect(await driftsOf([1, 1])).toEqual([-1]);
  });

  it('Reconciling with Centra takes a difference for another shipment’s when something was recorded in between', async () => {
    expect(await driftsOf([1, 2, 3, 4])).toEqual([]);
    expect(await driftsOf([1, 2, 2])).toEqual([-1]);
  });

  it.each([3, 4, 5, 6].flatMap((level) => [0, 1, 2].map((awaited) => ({ level, awaited }))))(
    'Reconciling with Centra corrects a level of $level where 5 are expected only when no return is under way ($awaited units)',
    async ({ level, awaited }) => {
      expect(await driftsOf([1, 1], { level, awaited })).toEqual(awaited > 0 || level === 5 ? [] : [level - 5]);
    },
  );
});

describe('reconciling with the journal of a store', () => {
  /** The level is 4. A sale is recorded, with its row of the journal, at the given moment of the comparison. */
  async function found(bookedWhile: 'never' | 'positions are read'): Promise<StockEntry[]> {
    const recorded: StockEntry[] = [];
    let cursor = 7;
    const stockReconciliation = {
      physicalAt: async () => {
        if (bookedWhile === 'positions are read') cursor = 8;
        return new Map([
          ['CAP', 3],
          ['BAG', 5],
        ]);
      },
      recordSitooLevels: async () => {},
    };
    // The till shows one of the two names of a product on this page, and has more of it under the other.
    const stockLedger = { namesOf: async () => [{ sku: 'BAG', names: ['BAG', 'SACK'] }] };
    const records = { stockReconciliation, stockLedger };
    const sitoo = {
      newestJournalId: async () => 7,
      stockPage: async () => ({
        levels: new Map([
          ['CAP', 4],
          ['SACK', 2],
        ]),
      }),
      stock: async () => new Map([['BAG', { total: 3, reserved: 0, available: 3 }]]),
    };
    const ledger = {
      record: async (entry: StockEntry) => recorded.push(entry),
      notifyShortages: async () => {},
    };
    const comparison = reconcileWithSitoo({ brand, sitoo, records, temporal, log }, policy, ledger);
    await inActivity(() => comparison.comparePage(storeOfTills, 0, async () => cursor));
    return recorded;
  }

  it('Reconciling with a store records what no journal row explains', async () => {
    expect((await found('never')).flatMap(({ movements = [] }) => movements.map((m) => m.quantity))).toEqual([1]);
  });

  it('Reconciling with a store records nothing when a row was recorded during the read', async () => {
    expect(await found('positions are read')).toEqual([]);
  });
});
