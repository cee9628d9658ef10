import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CENTRA_READS } from '../../client/contract-probe/centra-calls.js';
import type { SITOO_READS, WAREHOUSE_READS } from '../../client/contract-probe/shop-calls.js';
import { startCentraSimulator } from '../../lab/simulators/centra/start.js';
import { type Act, type Controls, controlsOf } from '../../lab/simulators/control.js';
import type { World } from '../../lab/simulators/kit/world.js';
import { startOngoingSimulator } from '../../lab/simulators/ongoing/simulator.js';
import { startSitooSimulator } from '../../lab/simulators/sitoo/start.js';
import { createCentra } from '../../systems/centra/adapter.js';
import type { CentraPort } from '../../systems/centra/port.js';
import { createOngoing } from '../../systems/ongoing/adapter.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import { createSitoo } from '../../systems/sitoo/adapter.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { type AlteredCounterpart, alterCounterpart } from '../support/altered-counterpart.js';
import { asId, sitooWarehouse } from '../support/ids.js';
import { newOrder, STATUSES } from '../support/warehouse-harness.js';

const SKUS = ['P-1', 'P-2', 'P-3'];
const world: World = {
  currency: 'SEK',
  locations: [
    { id: 'dc', kind: 'warehouse', name: 'DC', centraWarehouse: 1, sitooWarehouse: 101, wmsWarehouse: 7 },
    { id: 'store-1', kind: 'store', name: 'Store', centraWarehouse: 2, sitooWarehouse: 102 },
  ],
  products: SKUS.map((sku, i) => ({ sku, barcode: String(7_300_000_000_000 + i), name: sku, priceMinor: 100 })),
  stock: SKUS.flatMap((sku) => ['dc', 'store-1'].map((location) => ({ location, sku, quantity: 50 }))),
};
const LOGIN = { user: 'u', password: 'p', goodsOwnerId: 81 };
const SINCE = new Date(0).toISOString();

interface Ports {
  readonly centra: CentraPort;
  readonly sitoo: SitooPort;
  readonly wms: WarehousePort;
  readonly newWms: () => WarehousePort;
}

/** What came of a list of which one row is odd. */
interface Read {
  /** One entry for each row that was handed over. */
  readonly rows: readonly unknown[];
  /** How many its reader has named as unreadable; left out where it leaves them to its log. */
  readonly named?: number;
}

interface ListReader {
  /** Rows of the list in an answer; undefined when the answer is of another call. */
  readonly list: (json: unknown) => readonly object[] | undefined;
  readonly read: (ports: Ports) => Promise<Read>;
}

const field = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? new Map(Object.entries(at)).get(name) : undefined),
    value,
  );
const rowsAt =
  (...path: readonly string[]) =>
  (json: unknown): readonly object[] | undefined => {
    const rows = field(json, ...path);
    return Array.isArray(rows) && rows.length >= SKUS.length ? rows : undefined;
  };
const plain = (json: unknown) => (Array.isArray(json) && json.length >= SKUS.length ? json : undefined);

/** Lists that are no lists of records of many things: each with the reason. */
const NO_LIST = {
  'a set-up of a few rows, which a person must mend before anything works': true,
  'what is about one thing is asked for by its id': true,
  'asked for by name, and what is not named is unknown': true,
} as const;
type Reason = keyof typeof NO_LIST;
const SET_UP: Reason = 'a set-up of a few rows, which a person must mend before anything works';
const ONE: Reason = 'what is about one thing is asked for by its id';
const BY_NAME: Reason = 'asked for by name, and what is not named is unknown';

const noted = async <T>(read: (note: () => void) => Promise<readonly T[]>): Promise<Read> => {
  let named = 0;
  const rows = await read(() => {
    named += 1;
  });
  return { rows, named };
};
const paged = async (page: Promise<{ rows: readonly unknown[]; unreadable: readonly unknown[] }>): Promise<Read> => {
  const { rows, unreadable } = await page;
  return { rows, named: unreadable.length };
};
/** A warehouse keeps its odd rows until its follower has asked people about them. Each read has a port of its own. */
const asked =
  (read: (wms: WarehousePort) => Promise<readonly unknown[]>) =>
  async ({ newWms }: Ports): Promise<Read> => {
    const wms = newWms();
    const rows = await read(wms);
    const waiting = await wms.notUnderstood();
    await wms.markReported(waiting.map(({ name }) => name));
    expect(await wms.notUnderstood()).toEqual([]);
    await read(wms);
    // What a person was asked about is not asked about again as long as it stays as it is.
    expect(await wms.notUnderstood()).toEqual([]);
    return { rows, named: waiting.length };
  };

/** Every read of every counterpart: one that is missing here does not compile. */
const READERS: {
  readonly centra: { readonly [Name in keyof typeof CENTRA_READS]: ListReader | Reason };
  readonly sitoo: { readonly [Name in keyof typeof SITOO_READS]: ListReader | Reason };
  readonly wms: { readonly [Name in keyof typeof WAREHOUSE_READS]: ListReader | Reason };
} = {
  centra: {
    warehouses: SET_UP,
    rateLimits: SET_UP,
    productPage: {
      list: rowsAt('data', 'products'),
      read: ({ centra }) => paged(centra.productPage(0)),
    },
    pricePage: { list: rowsAt('data', 'displays'), read: ({ centra }) => paged(centra.pricePage(0)) },
    campaignPage: {
      list: (json) => rowsAt('data', 'displays')(json)?.flatMap((row) => rowsIn(row, 'campaignVariants')),
      read: ({ centra }) => paged(centra.campaignPage(0)),
    },
    changedPage: {
      list: rowsAt('data', 'products'),
      read: async ({ centra }) => {
        const { products, unreadable } = await centra.changedPage(SINCE, { list: 'products', start: 0 });
        return { rows: products, named: unreadable.length };
      },
    },
    changedOrders: {
      list: rowsAt('data', 'orders'),
      read: ({ centra }) => noted(async (note) => (await centra.changedOrders({ from: SINCE, start: 0 }, note)).orders),
    },
    changedGoods: {
      list: rowsAt('data', 'orders'),
      read: ({ centra }) => noted(async (note) => (await centra.changedGoods({ from: SINCE, start: 0 }, note)).orders),
    },
    order: ONE,
    orders: {
      list: rowsAt('data', 'orders'),
      read: ({ centra }) =>
        noted((note) =>
          centra.orders(
            SKUS.map((_, i) => asId(i + 1)),
            'orders',
            note,
          ),
        ),
    },
    returnsOf: ONE,
    knownSkus: BY_NAME,
    stockOffsets: BY_NAME,
    freeToAllocate: BY_NAME,
    physicalStock: BY_NAME,
    stockChanges: ONE,
    stockChangeNamed: ONE,
    stockChangeLines: ONE,
    events: SET_UP,
  },
  sitoo: {
    settings: SET_UP,
    warehouses: SET_UP,
    vatGroups: SET_UP,
    productPage: {
      list: rowsAt('items'),
      read: ({ sitoo }) => paged(sitoo.productPage(0, 'SEK')),
    },
    knownSkus: BY_NAME,
    productIds: BY_NAME,
    stockPage: {
      list: rowsAt('items'),
      read: async ({ sitoo }) => ({ rows: [...(await sitoo.stockPage(sitooWarehouse(102), 0)).levels] }),
    },
    stock: BY_NAME,
    newestJournalId: ONE,
    journal: { list: rowsAt('items'), read: ({ sitoo }) => noted((note) => sitoo.journal(1, 100, note)) },
    newestOrders: { list: rowsAt('items'), read: ({ sitoo }) => noted((note) => sitoo.newestOrders(100, note)) },
    ordersAfter: {
      list: rowsAt('items'),
      read: ({ sitoo }) => noted(async (note) => (await sitoo.ordersAfter(undefined, 100, note)).orders),
    },
    orders: {
      list: rowsAt('items'),
      read: ({ sitoo }) =>
        noted(async (note) => {
          const known = (await sitoo.ordersAfter(undefined, 100, () => {})).orders.map(({ orderId }) => orderId);
          return sitoo.orders(
            known.length === SKUS.length ? known : [501, 502, 503].map((id) => asId(id)),
            'bulk',
            note,
          );
        }),
    },
    orderByExternalId: ONE,
    deliveries: ONE,
  },
  wms: {
    checkSettings: SET_UP,
    warehouses: SET_UP,
    notUnderstood: ONE,
    articlePage: { list: plain, read: ({ wms }) => paged(wms.articlePage()) },
    knownSkus: BY_NAME,
    stock: BY_NAME,
    stockPerWarehouse: { list: plain, read: asked((wms) => wms.stockPerWarehouse(SKUS)) },
    stockChangedSince: { list: plain, read: asked(async (wms) => (await wms.stockChangedSince(undefined, 100)).rows) },
    ordersChangedSince: { list: plain, read: asked(async (wms) => (await wms.ordersChangedSince(SINCE, 100)).rows) },
    ordersReturnedSince: { list: plain, read: asked(async (wms) => (await wms.ordersReturnedSince(SINCE, 100)).rows) },
    order: ONE,
    orders: { list: plain, read: asked((wms) => wms.orders(SKUS.map((sku) => `C${sku}-1`))) },
    backOrdersOf: ONE,
    someAnnounced: { list: plain, read: asked((wms) => wms.someAnnounced(100)) },
    announcedGoods: { list: plain, read: asked((wms) => wms.announcedGoods(SKUS)) },
  },
};

interface Behind {
  readonly proxy: AlteredCounterpart;
}
let ports: Ports;
type Counterpart = keyof typeof READERS;
let behind: { readonly [System in Counterpart]: Behind };
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const quick = { speed: 100_000, latencyMs: 0, world };
  const simulators = {
    centra: await startCentraSimulator({ token: 't', plan: 'enterprise', ...quick }),
    sitoo: await startSitooSimulator({ apiId: '90001-1', password: 'p', ...quick }),
    wms: await startOngoingSimulator({ ...LOGIN, ...quick }),
  };
  const proxies = {
    centra: await alterCounterpart(simulators.centra.url),
    sitoo: await alterCounterpart(simulators.sitoo.url),
    wms: await alterCounterpart(simulators.wms.url),
  };
  closing.push(
    ...Object.values(proxies).map(({ close }) => close),
    ...Object.values(simulators).map(({ close }) => close),
  );
  const calls = { limiter: unlimited, timeoutMs: 10_000 };
  const newWms = () => createOngoing({ url: proxies.wms.url, ...LOGIN, statuses: STATUSES, ...calls });
  ports = {
    centra: createCentra({
      url: proxies.centra.url,
      token: 't',
      readsAlso: { customs: true, taxGroups: true },
      ...calls,
    }),
    sitoo: createSitoo({ url: proxies.sitoo.url, apiId: '90001-1', password: 'p', ...calls }),
    wms: newWms(),
    newWms,
  };
  behind = {
    centra: { proxy: proxies.centra },
    sitoo: { proxy: proxies.sitoo },
    wms: { proxy: proxies.wms },
  };
  const direct = createOngoing({ url: simulators.wms.url, ...LOGIN, statuses: STATUSES, ...calls });
  const urls = { centra: simulators.centra.url, sitoo: simulators.sitoo.url, wms: simulators.wms.url };
  await threeOfEach(controlsOf(urls), direct);
});
afterAll(async () => {
  for (const close of closing) await close();
});

async function perform(control: Controls['centra'], acts: readonly Act[]): Promise<void> {
  const refused = (await control.act(acts)).find(({ ok }) => !ok);
  if (refused) throw new Error(refused.error);
}

/** Three records of every kind, so that the odd one is between two others. */
async function threeOfEach(controls: Controls, wms: WarehousePort): Promise<void> {
  const times = { startsAt: '2026-12-01T00:00:00Z', stopsAt: '2026-12-27T00:00:00Z' };
  for (const [i, sku] of SKUS.entries()) {
    const lines = [{ sku, quantity: 1 }];
    await perform(controls.centra, [
      {
        type: 'ams.product',
        sku,
        taxGroup: { id: 1, name: 'Standard' },
        customs: { originCountry: 'SE', tariffNumber: '6109' },
      },
      { type: 'ams.campaign', sku, ...times, percent: 30 },
      { type: 'web.order', order: i + 1, delivery: 'home', lines },
    ]);
    const sale = {
      type: 'pos.sale',
      location: 'store-1',
      receipt: `R-${i}`,
      lines: [{ sku, quantity: 1, priceMinor: 100 }],
    };
    await perform(controls.sitoo, [sale]);
    const name = `C${sku}-1`;
    const order = newOrder(name);
    await wms.placeOrder({ ...order, lines: order.lines.map((line) => ({ ...line, sku, quantity: 1 })) });
    await perform(controls.wms, [
      { type: 'wms.pick', name },
      { type: 'wms.ship', name, waybill: `W-${i}` },
      { type: 'wms.return', name },
    ]);
    await wms.announceGoods({ name: sku, returnType: true, lines: [{ row: '0', sku, quantity: 1 }] });
  }
}

/** Fields of a record, and of what is in it, that hold a value. */
function leavesOf(row: unknown, path: readonly string[] = []): string[][] {
  if (typeof row !== 'object' || row === null) return [[...path]];
  return Object.entries(row).flatMap(([name, value]) => leavesOf(value, [...path, name]));
}

/** The same record, with something in the field that no contract has there. */
function spoilt(row: unknown, [name, ...below]: readonly string[]): unknown {
  if (name === undefined) return { odd: true };
  if (Array.isArray(row)) return row.map((one, i) => (String(i) === name ? spoilt(one, below) : one));
  if (typeof row !== 'object' || row === null) return row;
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, key === name ? spoilt(value, below) : value]),
  );
}

const CASES = Object.entries(READERS).flatMap(([system, readers]) =>
  Object.entries(readers).flatMap(([name, reader]) =>
    typeof reader === 'string' ? [] : [{ system: system as Counterpart, name, reader }],
  ),
);

describe('one odd record in a list', () => {
  it.each(CASES)(
    'The list $name of $system hands over all others, whichever field of the odd one is odd',
    async ({ system, reader }) => {
      const { proxy } = behind[system];
      let row: object | undefined;
      let odd: readonly string[] = [];
      proxy.alter(({ json }) => {
        const rows = reader.list(json);
        if (rows === undefined) return undefined;
        row ??= rows[1];
        return odd.length === 0 ? undefined : { json: replaced(json, rows[1], spoilt(rows[1], odd)) };
      });
      const all = await reader.read(ports);
      const count = all.rows.length;
      expect(count).toBeGreaterThanOrEqual(SKUS.length);
      expect(row).toBeDefined();
      const wrong: string[] = [];
      for (odd of leavesOf(row).filter((leaf) => !isKey(leaf))) {
        const outcome = await reader.read(ports).then(
          ({ rows, named = count - rows.length }) => (rows.length < count - 1 ? rows.length : rows.length + named),
          (err: unknown) => (err instanceof Error ? err.message : String(err)),
        );
        if (outcome !== count) wrong.push(`${odd.join('.')}: ${outcome}`);
      }
      proxy.alter(undefined);
      expect(wrong).toEqual([]);
    },
  );
});

/** By these a list is read on: without them nobody could say where the next page begins. */
const isKey = (path: readonly string[]): boolean => KEYS.has(path.at(-1) ?? '') && path.length <= 2;
const KEYS = new Set(['warehousetransactionid', 'orderid', 'orderId', 'articleSystemId', 'purchaseOrderId']);

/** The answer with another record in the place of one. */
function replaced(json: unknown, row: unknown, by: unknown): unknown {
  if (json === row) return by;
  if (Array.isArray(json)) return json.map((one) => replaced(one, row, by));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, replaced(value, row, by)]));
}

function rowsIn(row: object, name: string): object[] {
  const rows = field(row, name);
  return Array.isArray(rows) ? rows : [];
}
