import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCentraSimulator } from '../../lab/simulators/centra/start.js';
import { controlsOf } from '../../lab/simulators/control.js';
import { createCentra } from '../../systems/centra/adapter.js';
import type { CentraPort } from '../../systems/centra/port.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import { distinct, skuOf, some } from '../support/at-limits.js';

/** More than the largest page, and no multiple of any. */
const ROWS = 257;
/** How the shop reads its own nested lists decides how long a page may be. */
const READINGS = ['whole', 'cut'] as const;
const SINCE = '1970-01-01T00:00:00Z';
const NOW_AND_THEN = 3;

/** Readers of Centra that say where they go on. */
type Resumed = {
  [Name in keyof CentraPort]: CentraPort[Name] extends (...args: never[]) => Promise<infer Page>
    ? 'next' extends keyof NonNullable<Page>
      ? Name
      : never
    : never;
}[keyof CentraPort];

interface Piece {
  readonly ids: readonly unknown[];
  readonly next?: number;
}
const refuse = ({ sentence }: { readonly sentence: string }): never => {
  throw new Error(sentence);
};
/** One that is missing here does not compile. */
const READERS: { readonly [Name in Resumed]: (centra: CentraPort, start: number) => Promise<Piece> } = {
  async changedOrders(centra, start) {
    const { orders, ...next } = await centra.changedOrders({ from: SINCE, start }, refuse);
    return { ids: orders.map(({ number }) => number), ...next };
  },
  async changedGoods(centra, start) {
    const { orders, ...next } = await centra.changedGoods({ from: SINCE, start }, refuse);
    return { ids: orders.map(({ number }) => number), ...next };
  },
  async productPage(centra, start) {
    const { rows, next } = await centra.productPage(start);
    return { ids: rows.map(({ sku }) => sku), ...(next === undefined ? {} : { next }) };
  },
  async pricePage(centra, start) {
    const { rows, next } = await centra.pricePage(start);
    return { ids: rows.map(({ variant }) => variant), ...(next === undefined ? {} : { next }) };
  },
  async campaignPage(centra, start) {
    const { rows, next } = await centra.campaignPage(start);
    return { ids: rows.map(({ variant }) => variant), ...(next === undefined ? {} : { next }) };
  },
  async changedPage(centra, start) {
    const { products, next } = await centra.changedPage(SINCE, { list: 'products', start });
    return { ids: products.map(({ sku }) => sku), ...(next?.list === 'products' ? { next: next.start } : {}) };
  },
};

let shop: Awaited<ReturnType<typeof startCentraSimulator>>;
let control: ReturnType<typeof controlsOf>['centra'];
beforeAll(async () => {
  const skus = some(ROWS, skuOf);
  const world = {
    currency: 'SEK',
    locations: [
      { id: 'dc', kind: 'warehouse' as const, name: 'DC', centraWarehouse: 1, sitooWarehouse: 101, wmsWarehouse: 7 },
    ],
    products: skus.map((sku, i) => ({ sku, barcode: String(7_300_000_000_000 + i), name: sku, priceMinor: 100 })),
    stock: [{ location: 'dc', sku: skuOf(0), quantity: 5_000 }],
  };
  shop = await startCentraSimulator({ token: 't', plan: 'enterprise', speed: 100_000, latencyMs: 0, world });
  control = controlsOf({ centra: shop.url }).centra;
  const times = { startsAt: '2026-12-01T00:00:00Z', stopsAt: '2026-12-27T00:00:00Z' };
  await control.act(skus.map((sku) => ({ type: 'ams.campaign', sku, ...times, percent: 30 })));
  await control.act(
    skus.map((_, i) => ({
      type: 'web.order',
      order: 1_000 + i,
      delivery: 'home',
      lines: [{ sku: skuOf(0), quantity: 1 }],
    })),
  );
});
afterAll(() => shop.close());

describe('a reading that goes on with pages of another size', () => {
  it.each(Object.entries(READERS))('A reading by %s passes over no row when pages grow and shrink', async (_, read) => {
    const seen: unknown[] = [];
    let calls = 0;
    for (let start: number | undefined = 0; start !== undefined; calls += 1) {
      await control.post('settings', { readings: { unknownLists: READINGS[calls % 2] } });
      // A process that has just started asks the shop anew how long a page may be.
      const centra = createCentra({ url: shop.url, token: 't', limiter: unlimited, timeoutMs: 10_000 });
      const { ids, next }: Piece = await read(centra, start);
      seen.push(...ids);
      start = next;
    }
    expect(distinct(seen)).toBe(ROWS);
    // Rows that two sizes share come twice; the reading still moves on with every page.
    expect(seen.length).toBeLessThan(NOW_AND_THEN * ROWS);
  });
});
