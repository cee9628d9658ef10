import { afterAll, beforeAll, describe } from '@jest/globals';
import { ROWS_PER_PAGE, readJournalPage } from '../../activities/stock/ingest/journal-pages.js';
import { startCentraSimulator } from '../../lab/simulators/centra/start.js';
import { type Act, type Controls, controlsOf } from '../../lab/simulators/control.js';
import type { World } from '../../lab/simulators/kit/world.js';
import { startOngoingSimulator } from '../../lab/simulators/ongoing/simulator.js';
import { startSitooSimulator } from '../../lab/simulators/sitoo/start.js';
import { createCentra } from '../../systems/centra/adapter.js';
import type { CentraPort, ChangedProducts, ChangesAt } from '../../systems/centra/port.js';
import { createOngoing } from '../../systems/ongoing/adapter.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import { createSitoo } from '../../systems/sitoo/adapter.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import type { PageCursor } from '../../systems/warehouse-page.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { allStock } from '../support/all-stock.js';
import { distinct, inPages, skuOf, some, testAtLimits } from '../support/at-limits.js';
import type { Reader } from '../support/bounds.js';
import { asId, centraWarehouse, sitooWarehouse } from '../support/ids.js';
import { webOrder } from '../support/sitoo-shop.js';
import { newOrder, STATUSES } from '../support/warehouse-harness.js';

const LOGIN = { user: 'u', password: 'p', goodsOwnerId: 81 };
const CENTRA_STORE = centraWarehouse(2);
const SITOO_STORE = sitooWarehouse(102);

/** A store and a warehouse, and so many articles of which both have one. */
const worldOf = (articles: number): World => ({
  currency: 'SEK',
  locations: [
    { id: 'dc', kind: 'warehouse', name: 'DC', centraWarehouse: 1, sitooWarehouse: 101, wmsWarehouse: 7 },
    { id: 'store-1', kind: 'store', name: 'Store', centraWarehouse: 2, sitooWarehouse: 102 },
  ],
  products: some(articles, (i) => ({
    sku: skuOf(i),
    barcode: String(7_300_000_000_000 + i),
    name: skuOf(i),
    priceMinor: 100,
  })),
  stock: some(articles, skuOf).flatMap((sku) =>
    ['dc', 'store-1'].map((location) => ({ location, sku, quantity: 5_000 })),
  ),
});

let controls: Controls;
let centra: CentraPort;
let sitoo: SitooPort;
let wms: WarehousePort;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const quick = { speed: 100_000, latencyMs: 0 };
  const shop = await startCentraSimulator({ token: 't', plan: 'enterprise', ...quick });
  const tills = await startSitooSimulator({ apiId: '90001-1', password: 'p', ...quick });
  const warehouse = await startOngoingSimulator({ ...LOGIN, ...quick });
  closing.push(shop.close, tills.close, warehouse.close);
  controls = controlsOf({ centra: shop.url, sitoo: tills.url, wms: warehouse.url });
  const calls = { limiter: unlimited, timeoutMs: 10_000 };
  centra = createCentra({ url: shop.url, token: 't', ...calls });
  sitoo = createSitoo({ url: tills.url, apiId: '90001-1', password: 'p', ...calls });
  wms = createOngoing({ url: warehouse.url, ...LOGIN, statuses: STATUSES, ...calls });
});
afterAll(async () => {
  for (const close of closing) await close();
});

type Control = Controls['centra'];
const inWorldOf = (control: Control, articles: number): Promise<void> => control.post('world', worldOf(articles));

async function perform(control: Control, acts: readonly Act[]): Promise<void> {
  const refused = (await control.act(acts)).find(({ ok }) => !ok);
  if (refused) throw new Error(refused.error);
}

/** Everything that changed in a shop of so many products, page by page. */
async function changes(count: number): Promise<ChangedProducts[]> {
  await inWorldOf(controls.centra, count);
  return inPages<ChangedProducts, ChangesAt>({ list: 'products', start: 0 }, async (at) => {
    const page = await centra.changedPage('1970-01-01T00:00:00Z', at);
    return page.next === undefined ? { rows: [page] } : { rows: [page], next: page.next };
  });
}

async function placeWebOrders(count: number): Promise<void> {
  await inWorldOf(controls.centra, 1);
  await perform(
    controls.centra,
    some(count, (i) => ({
      type: 'web.order',
      order: 1_000 + i,
      delivery: 'home',
      lines: [{ sku: skuOf(0), quantity: 1 }],
    })),
  );
}

async function placeWarehouseOrders(count: number): Promise<void> {
  await inWorldOf(controls.wms, 1);
  for (const i of some(count, (n) => n)) {
    const lines = newOrder('').lines.map((line) => ({ ...line, sku: skuOf(0), quantity: 1 }));
    await wms.placeOrder(newOrder(`C${i}-1`, { lines }));
  }
}

describe('readers of counterparts at their limits', () => {
  testAtLimits<Exclude<Reader, `records: ${string}`>>({
    'Centra: orders by number': {
      limit: 100,
      async read(count) {
        await placeWebOrders(count);
        const orders = await centra.orders(some(count, (i) => asId(1_000 + i)));
        return distinct(orders.map(({ number }) => number));
      },
    },
    'Centra: orders that changed': {
      limit: 100,
      async read(count) {
        await placeWebOrders(count);
        const from = new Date(Date.now() - 3_600_000).toISOString();
        const orders = await inPages(0, async (start) => {
          const { orders: rows, ...page } = await centra.changedOrders({ from, start });
          return { rows, ...page };
        });
        return distinct(orders.map(({ number }) => number));
      },
    },
    'Centra: goods of orders that changed': {
      limit: 100,
      async read(count) {
        await placeWebOrders(count);
        const from = new Date(Date.now() - 3_600_000).toISOString();
        const orders = await inPages(0, async (start) => {
          const { orders: rows, ...page } = await centra.changedGoods({ from, start }, ({ sentence }) => {
            throw new Error(sentence);
          });
          return { rows, ...page };
        });
        return distinct(orders.map(({ number }) => number));
      },
    },
    'Centra: products': {
      limit: 100,
      async read(count) {
        await inWorldOf(controls.centra, count);
        const rows = await inPages(0, (start) => centra.productPage(start));
        return distinct(rows.map(({ sku }) => sku));
      },
    },
    'Centra: prices': {
      limit: 200,
      async read(count) {
        await inWorldOf(controls.centra, count);
        const rows = await inPages(0, (start) => centra.pricePage(start));
        return distinct(rows.map(({ variant }) => variant));
      },
    },
    'Centra: products that changed': {
      limit: 100,
      read: async (count) => distinct((await changes(count)).flatMap(({ products }) => products.map(({ sku }) => sku))),
    },
    'Centra: prices that changed': {
      limit: 200,
      read: async (count) => distinct((await changes(count)).flatMap(({ prices }) => prices.map((p) => p.variant))),
    },
    'Centra: SKUs': {
      limit: 100,
      async read(count) {
        await inWorldOf(controls.centra, count);
        return (await centra.knownSkus(some(count, skuOf))).size;
      },
    },
    'Centra: physical stock': {
      limit: 200,
      async read(count) {
        await inWorldOf(controls.centra, count);
        const levels = await centra.physicalStock(CENTRA_STORE, some(count, skuOf));
        return [...levels.values()].filter((units) => units === 5_000).length;
      },
    },
    'Sitoo: orders by number': {
      limit: 100,
      async read(count) {
        await controls.sitoo.post('world', worldOf(1));
        const ids = [];
        for (const i of some(count, (n) => n)) {
          const lines = webOrder('').lines.map((line) => ({ ...line, sku: skuOf(0) }));
          ids.push(await sitoo.placeOrder(webOrder(`centra-${i}-1`, { warehouse: SITOO_STORE, lines })));
        }
        return distinct((await sitoo.orders(ids)).map(({ orderId }) => orderId));
      },
    },
    'Sitoo: levels of a warehouse': {
      limit: 500,
      async read(count) {
        await inWorldOf(controls.sitoo, count);
        return (await allStock(sitoo, SITOO_STORE)).size;
      },
    },
    'Sitoo: stock journal': {
      limit: ROWS_PER_PAGE,
      async read(count) {
        await inWorldOf(controls.sitoo, 1);
        const before = await sitoo.newestJournalId();
        await perform(
          controls.sitoo,
          some(count, () => ({ type: 'pos.intake', location: 'store-1', lines: [{ sku: skuOf(0), quantity: 1 }] })),
        );
        const rows = await inPages(before, async (after) => {
          const page = await readJournalPage(sitoo, after, () => {});
          return page.isLast ? { rows: page.rows } : { rows: page.rows, next: page.newest };
        });
        return distinct(rows.map(({ id }) => id));
      },
    },
    'Sitoo: products': {
      limit: 1_000,
      async read(count) {
        await inWorldOf(controls.sitoo, count);
        return distinct((await inPages(0, (start) => sitoo.productPage(start, 'SEK'))).map(({ sku }) => sku));
      },
    },
    'Sitoo: SKUs': {
      limit: 100,
      async read(count) {
        await inWorldOf(controls.sitoo, count);
        return (await sitoo.knownSkus(some(count, skuOf))).size;
      },
    },
    'WMS: articles': {
      limit: 1_000,
      async read(count) {
        await inWorldOf(controls.wms, count);
        return distinct(
          (await inPages(undefined, (at: PageCursor | undefined) => wms.articlePage(at))).map(({ sku }) => sku),
        );
      },
    },
    'WMS: SKUs': {
      limit: 50,
      async read(count) {
        await inWorldOf(controls.wms, count);
        return (await wms.knownSkus(some(count, skuOf))).size;
      },
    },
    'WMS: stock that changed': {
      limit: 500,
      async read(count) {
        await inWorldOf(controls.wms, count);
        const rows = await inPages(undefined, (at: PageCursor | undefined) =>
          wms.stockChangedSince(undefined, 500, at),
        );
        return distinct(rows.map(({ sku }) => sku));
      },
    },
    'WMS: stock of SKUs': {
      limit: 50,
      async read(count) {
        await inWorldOf(controls.wms, count);
        return distinct((await wms.stockPerWarehouse(some(count, skuOf))).map(({ sku }) => sku));
      },
    },
    'WMS: orders that changed': {
      limit: 200,
      async read(count) {
        await placeWarehouseOrders(count);
        const from = new Date(Date.now() - 3_600_000).toISOString();
        return distinct((await wms.ordersChangedSince(from, 3 * count)).rows.map(({ name }) => name));
      },
    },
    'WMS: orders by name': {
      limit: 50,
      async read(count) {
        await placeWarehouseOrders(count);
        return distinct((await wms.orders(some(count, (i) => `C${i}-1`))).map(({ name }) => name));
      },
    },
    'WMS: inbound notices by name': {
      limit: 50,
      async read(count) {
        await inWorldOf(controls.wms, 1);
        const names = some(count, (i) => `RETURN-${i}`);
        for (const name of names)
          await wms.announceGoods({ name, returnType: true, lines: [{ row: '0', sku: skuOf(0), quantity: 1 }] });
        return distinct((await wms.announcedGoods(names)).map(({ name }) => name));
      },
    },
  });
});
