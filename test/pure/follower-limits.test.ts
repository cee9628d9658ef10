import { describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { CURSORS } from '../../activities/follow/cursors.js';
import { BACKLOG_PAGES, followWarehouse, ORDERS_AT_ONCE } from '../../activities/follow/follow-warehouse.js';
import type { OrderNotifier, OrderProgress } from '../../activities/follow/notify-orders.js';
import { followJournal } from '../../activities/stock/ingest/follow-journal.js';
import { followLevels } from '../../activities/stock/ingest/follow-levels.js';
import { ARTICLES_PER_CALL } from '../../activities/stock/ingest/read-levels.js';
import { storeDeliveries } from '../../activities/stock/ingest/store-deliveries.js';
import { FOLLOWER_NAMES, type Follower } from '../../domain/followers.js';
import type { WarehouseOrder } from '../../domain/order/warehouse-order.js';
import { countingClient } from '../../lab/proofs/limits/counting-client.js';
import type { Intent } from '../../systems/database/intents-port.js';
import type { FulfilmentRow, OrderStore, Records } from '../../systems/database/port.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import { type PageCursor, pageCursor, type WarehousePage } from '../../systems/warehouse-page.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { fakeStockLedger } from '../support/fake-stock-ledger.js';
import { followerMemory } from '../support/follower-memory.js';
import { centraFollower, posOrder, shopOf, sitooFollower } from '../support/follower-rounds.js';
import { asId, sitooWarehouse } from '../support/ids.js';
import { inActivity } from '../support/in-activity.js';
import { testBrand } from '../support/web-order.js';

const NOW = Date.now();
const log = { info() {}, warn() {} };
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const away = (): never => {
  throw new Error('The worker dies.');
};

/** A follower over `count` records that wait. Its reads fail when `isDying` says so. */
interface Reader {
  readonly run: () => Promise<{ readonly more: boolean }>;
  readonly round: () => Promise<unknown>;
  /** Records that were handled so far, repeats left out. */
  readonly handled: () => number;
  readonly calls: () => number;
}
type MakeReader = (count: number, isDying?: () => boolean) => Reader;

const webOrders: MakeReader = (count, isDying = () => false) => {
  const shop = shopOf(upTo(count), (number) => NOW - 3_600_000 + number);
  const { changedOrders } = shop.centra;
  const follower = centraFollower({
    ...shop.centra,
    changedOrders: async (...args) => (isDying() ? away() : (changedOrders?.(...args) ?? away())),
  });
  return { ...follower, handled: () => follower.seen.size, calls: () => shop.reads.length };
};

const tillOrders: MakeReader = (count, isDying = () => false) => {
  let calls = 0;
  const follower = sitooFollower({
    async ordersAfter(after, limit) {
      if (isDying()) away();
      calls += 1;
      const ids = upTo(count).slice(Number(after ?? 0), Number(after ?? 0) + limit);
      return {
        orders: ids.map((id) => posOrder(id)),
        last: ids.length ? asId(ids.at(-1) ?? 0) : undefined,
        more: ids.length === limit,
      };
    },
  });
  return { ...follower, handled: () => follower.seen.size, calls: () => calls };
};

const rowOf = (changes: Pick<FulfilmentRow, 'name'> & Partial<FulfilmentRow>): FulfilmentRow => ({
  origin: 'centra',
  orderNumber: asId<never>(1),
  fulfilment: 1,
  location: 'store-01',
  system: 'sitoo',
  ref: asId<never>(1),
  stage: 'placed',
  shipments: [],
  ...changes,
});

const openStoreOrders: MakeReader = (count, isDying = () => false) => {
  let calls = 0;
  const rows = upTo(count).map((i) =>
    rowOf({ name: `centra-${100_000 + i}-1`, orderNumber: asId<never>(100_000 + i), ref: asId<never>(i) }),
  );
  const follower = sitooFollower(
    {
      async orders(ids) {
        if (isDying()) away();
        calls += 1;
        return ids.map((id) => posOrder(Number(id)));
      },
    },
    {
      orders: {
        async openFulfilments(_, { after, limit }) {
          const from = after === undefined ? 0 : rows.findIndex((row) => row.orderNumber === after.orderNumber) + 1;
          return rows.slice(from, from + limit);
        },
      },
    },
  );
  const isSwept = () => follower.cursors.get(CURSORS.sitoo.sweep)?.endsWith(' end') ?? false;
  // A sweep is no hurry: the rounds that the clock begins go on with it.
  const run = async () => ({ more: (await follower.run()).more || !isSwept() });
  return { ...follower, run, handled: () => follower.seen.size, calls: () => calls };
};

const journalRows: MakeReader = (count, isDying = () => false) => {
  let calls = 0;
  let recorded = 0;
  const memory = followerMemory();
  memory.cursors.set('sitoo/journal', '0');
  const records: Partial<Records> = {
    ...memory.records,
    stockLedger: fakeStockLedger({ hasInitialStock: async () => true, unsettledOrders: async () => [] }),
  };
  const sitoo: Partial<SitooPort> = {
    async journal(fromId, num) {
      if (isDying()) away();
      calls += 1;
      return upTo(count)
        .slice(fromId - 1, fromId - 1 + num)
        .map((id) => ({
          id,
          warehouseId: sitooWarehouse(101),
          kind: 'sale',
          createdAt: 0,
          deliveryId: id,
          items: [{ sku: 'TEE', quantity: -1 }],
        }));
    },
  };
  const round = followJournal(
    {
      brand: testBrand(),
      sitoo: sitoo as SitooPort,
      records: records as Records,
      temporal: countingClient().client,
      log,
    },
    {
      async record({ movements = [], cursor }) {
        recorded += movements.length;
        if (cursor) memory.cursors.set(cursor.name, cursor.value);
        return movements.length;
      },
      notifyShortages: async () => {},
    },
    storeDeliveries({ sitoo: sitoo as SitooPort }),
  );
  return { run: async () => ({ more: await inActivity(round) }), round, handled: () => recorded, calls: () => calls };
};

/** A page of a list of so many rows, read on by a text that only this one understands. */
function pageAt<Row>(
  count: number,
  { limit, at }: { readonly limit: number; readonly at: PageCursor | undefined },
  row: (id: number) => Row,
): WarehousePage<Row> {
  const before = at === undefined ? 0 : Number(at.replace('behind row ', ''));
  const rows = upTo(count)
    .slice(before, before + limit)
    .map(row);
  return before + limit < count ? { rows, next: pageCursor(`behind row ${before + limit}`) } : { rows };
}

/** A warehouse of which so much has changed an hour ago. `recorded`: the stage that is recorded of every fulfilment, once one is. */
function warehouse(
  {
    orders,
    articles,
    stage = 'picked',
    recorded,
  }: { orders: number; articles: number; stage?: WarehouseOrder['stage']; recorded?: string },
  isDying: () => boolean = () => false,
) {
  const calls = { orders: 0, articles: 0 };
  const isSince = (from: string | undefined): boolean => from === undefined || Date.parse(from) < NOW - 3_600_000;
  const wms: Partial<WarehousePort> = {
    notUnderstood: async () => [],
    clockSkewMs: () => 0,
    async ordersChangedSince(from, limit, at) {
      if (orders > 0 && isDying()) away();
      calls.orders += 1;
      return pageAt(isSince(from) ? orders : 0, { limit, at }, (id) => ({
        ref: asId(id),
        name: `C${id}-1`,
        stage,
        status: '400',
        packages: 0,
        lines: [],
      }));
    },
    async ordersReturnedSince() {
      return { rows: [] };
    },
    async stockChangedSince(from, limit, at) {
      if (articles > 0 && isDying()) away();
      calls.articles += 1;
      return pageAt(isSince(from) ? articles : 0, { limit, at }, (id) => ({ sku: `SKU-${id}`, physical: [] }));
    },
  };
  const memory = followerMemory();
  const notified = new Set<string>();
  const levels = new Set<string>();
  const isImported = new Set<string>();
  let reading = 0;
  const stockLedger = fakeStockLedger({
    nextReading: async () => ++reading,
    hasInitialStock: async (location) => isImported.has(location),
    unexplained: async () => [],
  });
  const ofOrders: Partial<OrderStore> = {
    fulfilmentByName: async (_, name) => (recorded === undefined ? undefined : rowOf({ name, stage: recorded })),
  };
  const intents: Partial<Records['intents']> = {
    find: async () => ({ call: '1', isAnswered: true, mayEndInMs: 0, sentAgoMs: 0 }) satisfies Intent,
  };
  const records = {
    ...memory.records,
    stockLedger,
    orders: ofOrders as OrderStore,
    intents: intents as Records['intents'],
  } as Records;
  const stock = followLevels(
    { brand: testBrand(), wms: wms as WarehousePort, records, temporal: countingClient().client, log },
    {
      async record(entry) {
        for (const { sku } of entry.levels?.rows ?? []) levels.add(sku);
        if (entry.cursor) memory.cursors.set(entry.cursor.name, entry.cursor.value);
        if (!entry.moreInitialStock) for (const location of entry.initialStockOf ?? []) isImported.add(location);
        return 0;
      },
      notifyShortages: async () => {},
    },
    async () => {},
  );
  const notifier: Pick<OrderNotifier, 'sendProgress'> = {
    async sendProgress(all) {
      for (const { number } of all) notified.add(number);
      return { notified: all.length };
    },
  };
  const round = followWarehouse({
    brand: testBrand(),
    wms: wms as WarehousePort,
    records,
    temporal: countingClient().client,
    notifier,
    stock,
    returns: { ofParcels: async () => 0 },
  });
  return { run: () => inActivity(round), round, notified, levels, calls };
}

const warehouseOrders: MakeReader = (count, isDying = () => false) => {
  const { notified, calls, ...reader } = warehouse({ orders: count, articles: 0 }, isDying);
  return { ...reader, handled: () => notified.size, calls: () => calls.orders };
};

/** The first reading of all levels, each page between two looks at the orders. */
const warehouseLevels: MakeReader = (count, isDying = () => false) => {
  const { levels, calls, ...reader } = warehouse({ orders: 0, articles: count }, isDying);
  return { ...reader, handled: () => levels.size, calls: () => calls.articles };
};

/** Every reader of every follower, with the most that one of its rounds takes. */
const READERS: Readonly<
  Record<Follower, Readonly<Record<string, { limit: number; aPage: number; make: MakeReader }>>>
> = {
  centra: { 'changed orders': { limit: 1_000, aPage: 100, make: webOrders } },
  sitoo: {
    'new orders': { limit: 2_000, aPage: 100, make: tillOrders },
    'open orders': { limit: 500, aPage: 100, make: openStoreOrders },
  },
  'till-sales': { 'rows of the journal': { limit: 10_000, aPage: 500, make: journalRows } },
  wms: {
    'changed orders': { limit: (1 + BACKLOG_PAGES) * ORDERS_AT_ONCE, aPage: ORDERS_AT_ONCE, make: warehouseOrders },
    // A round reads as many pages as there is time for.
    levels: { limit: 4 * ARTICLES_PER_CALL, aPage: ARTICLES_PER_CALL, make: warehouseLevels },
  },
  // It takes what the records hold, twenty at a time, and marks each when it is done.
  'shipped-orders': {},
};
const ALL = FOLLOWER_NAMES.flatMap((follower) =>
  Object.entries(READERS[follower]).map(([what, reader]) => ({ follower, what, ...reader })),
);
const AT_LIMITS = ALL.flatMap((reader) =>
  [reader.limit, reader.limit + 1, 3 * reader.limit].map((count) => ({ ...reader, count })),
);

async function roundsOf(reader: Reader): Promise<number> {
  for (let rounds = 1; rounds < 200; rounds += 1) if (!(await reader.run()).more) return rounds;
  throw new Error('There is always more.');
}

describe('the readers of followers', () => {
  it.each(AT_LIMITS)(
    'The follower $follower reads $count $what to the end, with calls that grow with them',
    async ({ make, count, aPage }) => {
      const reader = make(count);
      const rounds = await roundsOf(reader);
      expect(reader.handled()).toBe(count);
      // The pages, and for each round the page that shows that nothing newer came.
      expect(reader.calls()).toBeLessThanOrEqual(Math.ceil(count / aPage) + rounds + 1);
    },
  );

  it.each(ALL)(
    'The follower $follower, killed at any page of its $what, goes on where it was',
    async ({ make, limit, aPage }) => {
      const count = 3 * limit;
      const pages = Math.ceil(count / aPage);
      let calls = 0;
      let kills = 0;
      // Every seventh read dies.
      const reader = make(count, () => {
        calls += 1;
        return calls % 7 === 0 && kills++ < pages;
      });
      for (let rounds = 0; rounds < 200; rounds += 1) {
        const { more } = await reader.run().catch(() => ({ more: true }));
        if (!more) break;
      }
      expect(reader.handled()).toBe(count);
      expect(reader.calls()).toBeLessThan(pages * 3 + 10);
    },
  );

  it.each(ALL)('The follower $follower stops reading $what when its round was given up', async ({ make, limit }) => {
    const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
    const reader = make(3 * limit, () => {
      environment.cancel();
      return false;
    });
    await expect(environment.run(reader.round)).rejects.toThrow();
    expect(reader.calls()).toBe(1);
  });

  it('An order that is placed while 12,500 changed orders are read is handled in the next round', async () => {
    const shop = shopOf(upTo(12_500), (number) => (number > 12_500 ? Date.now() : NOW - 3_600_000 + number));
    const follower = centraFollower(shop.centra);
    await follower.run();
    for (let placed = 1; ; placed += 1) {
      const number = 12_500 + placed;
      shop.placed.push(number);
      const { more } = await follower.run();
      expect(follower.seen.has(String(number))).toBe(true);
      if (!more) break;
    }
    expect(upTo(12_500).every((number) => follower.seen.has(String(number)))).toBe(true);
  });

  it('A change that shows late, five seconds older than the newest and without an event, is found by a later round', async () => {
    const shop = shopOf([1, 2], (number) => NOW - (number === 1 ? 5_000 : 0));
    const follower = centraFollower(shop.centra);
    shop.hide(1);
    await follower.run();
    expect([...follower.seen.keys()]).toEqual(['2']);
    shop.show(1);
    await follower.run();
    expect(follower.seen.has('1')).toBe(false);
    // Two minutes later.
    follower.cursors.set(CURSORS.centra.lookedBackAt, String(Date.now() - 120_000));
    await follower.run();
    expect(follower.seen.has('1')).toBe(true);
  });
});

describe('what a location takes back', () => {
  it.each([
    { recorded: 'placed', times: 0 },
    { recorded: 'picked', times: 1 },
    { recorded: 'sent', times: 1 },
  ])(
    'An order of $recorded goods learns $times times that the warehouse has set them back to open or working',
    async ({ recorded, times }) => {
      for (const stage of ['open', 'working'] as const) {
        const { round, notified } = warehouse({ orders: 1, articles: 0, stage, recorded });
        await inActivity(round);
        expect([stage, notified.size]).toEqual([stage, times]);
      }
    },
  );

  /** A round that reads one order of a store, named by an event. @returns how many parcels its web order hears of, each time */
  async function storeRound(recorded: string, { kind, left }: { kind: string; left: boolean }): Promise<number[]> {
    const told: OrderProgress[] = [];
    const parcel = { deliveryId: 1, warehouseId: sitooWarehouse(101), deliveredAt: 1, items: [] };
    const { run } = sitooFollower(
      {
        orders: async (ids) =>
          ids.map((id) => posOrder(Number(id), { externalId: 'centra-100001-1', deliveryAddress: {} as never })),
      },
      {
        events: [{ id: 1, kind, subject: '7' }],
        orders: { fulfilmentByName: async (_, name) => rowOf({ name, stage: recorded }) },
        deliveries: async () => (left ? [parcel] : []),
        notifier: {
          sendProgress: async (all) => ({ notified: told.push(...all) }),
        },
      },
    );
    await run();
    return told.map(({ progress }) => progress.parcels.length);
  }

  it('An order whose store takes a delivery back learns of it, and one of which nothing had left does not', async () => {
    const delivery = { kind: 'delivery', left: false };
    expect(await storeRound('placed', delivery)).toEqual([]);
    expect(await storeRound('picked', delivery)).toEqual([0]);
    expect(await storeRound('sent', delivery)).toEqual([0]);
  });

  it('An order whose goods have left a store shows them as sent whatever event names it', async () => {
    expect(await storeRound('sent', { kind: 'order', left: true })).toEqual([1]);
  });
});
