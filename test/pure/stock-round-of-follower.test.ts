import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../activities/dependencies.js';
import { createFollowActivities } from '../../activities/follow/index.js';
import type { OrderReader } from '../../activities/orders/read-order.js';
import type { StockPool } from '../../activities/stock/index.js';
import { stockRecorder } from '../../activities/stock/ingest/record-stock.js';
import { shortageNotifier } from '../../activities/stock/notify-shortages.js';
import { brandSchema } from '../../config/brand.js';
import { createLog } from '../../config/log.js';
import { stockPolicyOf } from '../../domain/stock/policy.js';
import type { Records } from '../../systems/database/port.js';
import type { StockLedger, StockShortages } from '../../systems/database/stock-port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { fakeStockLedger } from '../support/fake-stock-ledger.js';
import { smallBrand } from '../support/harness/world.js';
import { asId } from '../support/ids.js';
import { inActivity } from '../support/in-activity.js';
import { signalledClient } from '../support/signalled-client.js';

const brand = brandSchema.parse(smallBrand('b', {}));
const policy = stockPolicyOf(brand, Date.now);
const log = createLog('b', { terminal: false, destination: { write() {} } });
describe('an entry that leaves a location short', () => {
  it('Orders learn of a shortage although the stock publishers cannot be woken', async () => {
    let notified = 0;
    const records: { stockLedger: Pick<StockLedger, 'record'> } = {
      stockLedger: {
        record: async () => ({ newMovements: 1, targets: ['centra'], concernsShortage: true }),
      },
    };
    const temporal = signalledClient(async () => {
      throw new Error('Temporal is away.');
    });
    const ledger = stockRecorder({ brand, records, temporal, log }, policy, async () => {
      notified += 1;
    });
    await expect(ledger.record({})).rejects.toThrow('Temporal is away.');
    expect(notified).toBe(1);
  });
});

describe('a round of a follower', () => {
  it('A follower notifies orders of shortages even when it found nothing, and numbers its reading before it reads', async () => {
    const calls: string[] = [];
    const note =
      <T>(call: string, answer: T) =>
      async (): Promise<T> => {
        calls.push(call);
        return answer;
      };
    const stockLedger = fakeStockLedger({ nextReading: note('number', 1) });
    const wms: Partial<WarehousePort> = {
      ordersChangedSince: note('orders', { rows: [] }),
      notUnderstood: async () => [],
      clockSkewMs: () => 0,
    };
    const inbox: Partial<Records['inbox']> = {
      beginRound: async () => {},
      pending: async () => [],
      markHandled: async () => {},
    };
    const cursors: Partial<Records['cursors']> = { get: async () => undefined, set: async () => {} };
    const records: Partial<Records> = {
      stockLedger,
      inbox: inbox as Records['inbox'],
      cursors: cursors as Records['cursors'],
    };
    const dependencies: Partial<Dependencies> = {
      brand,
      log,
      wms: wms as WarehousePort,
      temporal: signalledClient(async () => {}),
      records: records as Records,
    };
    const pool: Pick<StockPool, 'recorder' | 'ofWarehouse'> = {
      recorder: { record: async () => 0, notifyShortages: note('shortages', undefined) },
      ofWarehouse: () => ({ recordPicks: note('picks', []), ingestLevels: note('levels', { more: false }) }),
    };
    const reader: Partial<OrderReader> = {};
    const { readChanges } = createFollowActivities(
      dependencies as Dependencies,
      reader as OrderReader,
      pool as StockPool,
    );
    await inActivity(() => readChanges({ follower: 'wms' }));
    expect(calls).toEqual(['number', 'orders', 'picks', 'levels', 'shortages']);
  });
});

describe('orders that lack goods', () => {
  it('Orders that were notified of a shortage are notified again before any other order', async () => {
    const signalled: string[] = [];
    const noted: string[] = [];
    const claim = (number: string, since: number, notifiedBefore: boolean) =>
      ({ origin: 'centra', number: asId(number), units: 1, since, notifiedBefore }) as const;
    const stockShortages: StockShortages = {
      current: async () => [
        {
          location: 'store-01',
          sku: 'CAP',
          short: 2,
          claims: [claim('1', 1, false), claim('2', 2, true), claim('3', 3, false)],
        },
      ],
      recordNotified: async (_, notified) => {
        noted.push(...notified.map(({ number }) => number));
      },
      relieved: async () => [],
      close: async () => {},
    };
    const records = { stockShortages, orders: { fulfilments: async () => [] } };
    const temporal = signalledClient(async (id) => {
      signalled.push(id);
    });
    await shortageNotifier({ brand, records, temporal })();
    expect(noted).toEqual(['2', '3']);
    expect(signalled).toHaveLength(2);
  });

  it('An order of a thousand SKUs that run short, or are there again, receives one message in a round', async () => {
    const skus = Array.from({ length: 1_000 }, (_, i) => `SKU-${i}`);
    const claim = { origin: 'centra', number: asId<never>('1'), units: 1, since: 1, notifiedBefore: false } as const;
    const [half, rest] = [skus.slice(0, 500), skus.slice(500)];
    const closed: string[] = [];
    const stockShortages: StockShortages = {
      current: async () => half.map((sku) => ({ location: 'store-01', sku, short: 1, claims: [claim] })),
      recordNotified: async ({ sku }) => void closed.push(sku),
      relieved: async () => rest.map((sku) => ({ location: 'store-01', sku, notified: [claim] })),
      close: async ({ sku }) => void closed.push(sku),
    };
    const messages: unknown[] = [];
    const temporal = signalledClient(async (_, message) => void messages.push(message));
    const records = { stockShortages, orders: { fulfilments: async () => [] } };
    await shortageNotifier({ brand, records, temporal })();
    expect(messages).toEqual([
      [
        ...half.map((sku) => ({ location: 'store-01', sku, units: 1 })),
        ...rest.map((sku) => ({ location: 'store-01', sku, units: 0 })),
      ],
    ]);
    expect(closed.sort()).toEqual([...skus].sort());
  });

  it('A round that is cut off after thousands of shortages has recorded those that orders were notified of', async () => {
    const told = new Set<string>();
    const recorded: string[] = [];
    const stockShortages: StockShortages = {
      current: async () =>
        Array.from({ length: 2_500 }, (_, i) => {
          const claim = { origin: 'centra', number: asId<never>(String(i)), units: 1, since: 1 } as const;
          return { location: 'store-01', sku: `SKU-${i}`, short: 1, claims: [{ ...claim, notifiedBefore: false }] };
        }),
      recordNotified: async ({ sku }) => void recorded.push(sku),
      relieved: async () => [],
      close: async () => {},
    };
    const fulfilments = async (_: unknown, number: string) => {
      if (number === '2400') throw new Error('The worker stops.');
      return [];
    };
    const temporal = signalledClient(async (id) => void told.add(id));
    const notify = shortageNotifier({ brand, records: { stockShortages, orders: { fulfilments } }, temporal });
    await expect(notify()).rejects.toThrow('The worker stops.');
    expect(recorded.length).toBeGreaterThan(1_000);
    expect(recorded).toHaveLength(told.size);
  });
});
