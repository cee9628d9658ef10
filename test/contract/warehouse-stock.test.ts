import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { World } from '../../lab/simulators/kit/world.js';
import type { PageCursor, WarehousePage } from '../../systems/warehouse-page.js';
import type { ArticleStock } from '../../systems/warehouse-port.js';
import { closeUnrefused } from '../support/close-unrefused.js';
import { asId, wmsWarehouse } from '../support/ids.js';
import { type Harness, newOrder, startHarness, startStub } from '../support/warehouse-harness.js';

const SKUS = Array.from({ length: 12 }, (_, i) => `SKU-${i + 1}`);
const TWO_WAREHOUSES: World = {
  currency: 'SEK',
  locations: [
    { id: 'north', kind: 'warehouse', name: 'North', centraWarehouse: 1, sitooWarehouse: 11, wmsWarehouse: 7 },
    { id: 'south', kind: 'warehouse', name: 'South', centraWarehouse: 2, sitooWarehouse: 12, wmsWarehouse: 8 },
  ],
  products: SKUS.map((sku) => ({ sku, barcode: '', name: sku, priceMinor: 100 })),
  stock: [
    { location: 'north', sku: 'SKU-1', quantity: 10 },
    { location: 'south', sku: 'SKU-1', quantity: 4 },
    { location: 'south', sku: 'SKU-2', quantity: 6 },
  ],
};

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness({ world: TWO_WAREHOUSES });
});
afterEach(() => closeUnrefused(harness));

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const skusOf = (stock: readonly ArticleStock[]) => stock.map(({ sku }) => sku);
const later = () => new Promise((next) => setImmediate(next));
/** A moment that lies after everything that has happened and not after anything that will. */
async function fromNowOn(): Promise<string> {
  const now = Date.now() + 1;
  while (Date.now() < now) await later();
  return new Date(now).toISOString();
}

describe('stock in the warehouses', () => {
  it('Stock is reported per warehouse, without unknown SKUs', async () => {
    expect(await harness.wms.stockPerWarehouse(['SKU-2', 'SKU-1', 'GHOST'])).toEqual([
      {
        sku: 'SKU-1',
        physical: [
          { warehouse: '7', units: 10 },
          { warehouse: '8', units: 4 },
        ],
      },
      {
        sku: 'SKU-2',
        physical: [
          { warehouse: '7', units: 0 },
          { warehouse: '8', units: 6 },
        ],
      },
    ]);
  });

  it('Stock is read fifty SKUs at a time, and not at all for none', async () => {
    const many = Array.from({ length: 101 }, (_, i) => `NO-${i}`);
    expect(skusOf(await harness.wms.stockPerWarehouse([...many, 'SKU-1', 'SKU-1']))).toEqual(['SKU-1']);
    expect(await harness.wms.stockPerWarehouse([])).toEqual([]);
    expect((await harness.calls()).byOperation['GET articles/inventoryPerWarehouse']).toBe(3);
  });

  it('Stock falls when an order is picked, not when it is placed, and only where it was picked', async () => {
    const units = async () => (await harness.wms.stockPerWarehouse(['SKU-1']))[0]?.physical.map((there) => there.units);
    const lines = [{ line: asId('1'), sku: 'SKU-1', quantity: 3 }];
    await harness.wms.placeOrder(newOrder('C1-1', { warehouseId: wmsWarehouse(8), lines }));
    expect(await units()).toEqual([10, 4]);
    await harness.act({ type: 'wms.pick', name: 'C1-1' });
    expect(await units()).toEqual([10, 1]);
  });
});

describe('what changed in the warehouses', () => {
  it('Changed stock is every article whose stock changed since a moment, with absolute figures', async () => {
    const from = await fromNowOn();
    expect((await harness.wms.stockChangedSince(from, 100)).rows).toEqual([]);
    await harness.act(
      { type: 'wms.receive', sku: 'SKU-3', quantity: 5, location: 'south' },
      { type: 'wms.adjust', sku: 'SKU-1', quantity: -2, location: 'north' },
    );
    const changed = (await harness.wms.stockChangedSince(from, 100)).rows;
    expect(changed.map(({ sku, physical }) => [sku, ...physical.map(({ units }) => units)])).toEqual([
      ['SKU-1', 8, 4],
      ['SKU-3', 0, 5],
    ]);
    expect((await harness.wms.stockChangedSince(from, 100)).rows).toEqual(changed);
  });

  it('Changed stock includes an article whose order was picked', async () => {
    await harness.wms.placeOrder(
      newOrder('C1-1', { warehouseId: wmsWarehouse(7), lines: [{ line: asId('1'), sku: 'SKU-1', quantity: 1 }] }),
    );
    const from = await fromNowOn();
    await harness.act({ type: 'wms.pick', name: 'C1-1' });
    expect(skusOf((await harness.wms.stockChangedSince(from, 100)).rows)).toEqual(['SKU-1']);
  });

  it('Changed stock without a moment is every article, page by page by id, each once', async () => {
    const scanned: string[] = [];
    let pages = 0;
    for (let at: PageCursor | undefined; ; pages += 1) {
      const page: WarehousePage<ArticleStock> = await harness.wms.stockChangedSince(undefined, 5, at);
      scanned.push(...skusOf(page.rows));
      if (page.next === undefined) break;
      at = page.next;
    }
    expect(scanned).toEqual(SKUS);
    expect(pages).toBe(2);
  });

  it('Changed stock is refused for a moment more than a day back, so everything has to be read', async () => {
    await expect(harness.wms.stockChangedSince(hoursAgo(25), 100)).rejects.toMatchObject({
      kind: 'rejected',
      status: 400,
      operation: 'GET articles/inventoryPerWarehouse',
    });
    expect((await harness.wms.stockChangedSince(hoursAgo(23), 100)).rows).toHaveLength(12);
    expect((await harness.wms.stockChangedSince(undefined, 100)).rows).toHaveLength(12);
  });
});

describe('an odd answer about stock', () => {
  /** The adapter in front of a warehouse that gives these pages, one after the other, and then an empty one. */
  async function pagesOf(...pages: object[][]) {
    const asked: URLSearchParams[] = [];
    const warned: object[] = [];
    const stub = await startStub((message, response) => {
      asked.push(new URL(message.url ?? '', 'http://stub').searchParams);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(pages[asked.length - 1] ?? []));
    });
    const wms = harness.adapter({ url: stub.url, logger: { warn: (facts) => void warned.push(facts) } });
    return { wms, asked, warned, close: stub.close };
  }
  const article = (articleSystemId: number, numberOfItems: unknown) => ({
    articleSystemId,
    articleNumber: `SKU-${articleSystemId}`,
    inventoryPerWarehouse: [{ warehouseId: 7, numberOfItems }],
  });

  it('An unreadable stock row hides only its article, and the next page fills the gap', async () => {
    const { wms, asked, warned, close } = await pagesOf([article(1, 3), article(2, 'three')], [article(3, 1)]);
    const found = (await wms.stockChangedSince(undefined, 2)).rows;
    await close();
    expect(skusOf(found)).toEqual(['SKU-1', 'SKU-3']);
    expect(warned).toMatchObject([{ what: 'stock of article', id: 'SKU-2' }]);
    expect(asked.map((query) => [query.get('articleSystemIdFrom'), query.get('maxArticlesToGet')])).toEqual([
      ['0', '2'],
      ['3', '1'],
    ]);
  });

  it('Stock in fractions is rounded down to whole units, per warehouse', async () => {
    const { wms, close } = await pagesOf([
      {
        ...article(1, 3.75),
        inventoryPerWarehouse: [
          { warehouseId: 7, numberOfItems: 3.75 },
          { warehouseId: 8, numberOfItems: 0.5 },
        ],
      },
      { ...article(2, 0), inventoryPerWarehouse: null },
    ]);
    const found = await wms.stockPerWarehouse(['SKU-1', 'SKU-2']);
    await close();
    expect(found.map(({ physical }) => physical)).toEqual([
      [
        { warehouse: '7', units: 3 },
        { warehouse: '8', units: 0 },
      ],
      [],
    ]);
  });

  it('A stock page that repeats does not keep us reading for ever', async () => {
    const { wms, close } = await pagesOf([article(5, 1)], [article(5, 1)]);
    await expect(wms.stockChangedSince(undefined, 100)).rejects.toMatchObject({
      kind: 'malformed-answer',
      message: expect.stringContaining('articleSystemIdFrom'),
    });
    await close();
  });
});

describe('the simulator’s state of stock', () => {
  it('The simulator’s state shows what lies in which warehouse, and no shelf falls below zero', async () => {
    await harness.wms.placeOrder(
      newOrder('C1-1', { warehouseId: wmsWarehouse(8), lines: [{ line: asId('1'), sku: 'SKU-1', quantity: 3 }] }),
    );
    const [refused, done] = await harness.act(
      { type: 'wms.adjust', sku: 'SKU-1', quantity: -5, location: 'south' },
      { type: 'wms.adjust', sku: 'SKU-1', quantity: -4, location: 'north' },
    );
    expect(refused).toEqual({ ok: false, error: 'only 4 of SKU-1 lie on the shelf' });
    expect(done).toMatchObject({ ok: true });
    const { perWarehouse, stock } = await harness.state();
    expect(perWarehouse.filter(({ sku }) => sku === 'SKU-1')).toEqual([
      { location: 'north', warehouse: 7, sku: 'SKU-1', physical: 6, booked: 0 },
      { location: 'south', warehouse: 8, sku: 'SKU-1', physical: 4, booked: 3 },
    ]);
    expect(stock).toContainEqual({ sku: 'SKU-1', physical: 10, booked: 3, sellable: 7 });
  });
});
