import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { afterwards } from '../support/harness/afterwards.js';
import { type StockStates, stockStates } from '../support/harness/stock-states.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

let harness: Harness;
let states: StockStates;
let receipt = 0;

beforeAll(async () => {
  harness = await startHarness('stock');
  states = stockStates(harness);
  await states.opened();
});
afterAll(() => harness.close());

type LocationId = 'store-01' | 'store-02' | 'store-03' | 'dc';

const inShop = (location: LocationId, sku: string): Promise<number> => states.inShop(location, sku);
const atTills = (location: LocationId, sku: string): Promise<number> => states.atTills(location, sku);
const soon = (what: string, holds: () => Promise<boolean>) => until(holds, { withinMs: 20_000, everyMs: 30, what });

const sell = (location: LocationId, sku: string, quantity: number) => {
  receipt += 1;
  return harness.tills.act({ type: 'pos.sale', location, receipt: `S${receipt}`, lines: [{ sku, quantity }] });
};

describe('a sale at a till', () => {
  it('A sale at a till is gone from the web shop, and published once', async () => {
    const before = await inShop('store-01', 'CAP');
    await sell('store-01', 'CAP', 2);
    await soon('two caps fewer in the web shop', async () => (await inShop('store-01', 'CAP')) === before - 2);
    const stockChanges = await states.changes();
    const published = stockChanges.flatMap((c) =>
      c.lines.filter((l) => l.sku === 'CAP').map((l) => [c.warehouse, l.quantity]),
    );
    expect(published).toEqual([[1, -2]]);
    expect(stockChanges.every((c) => c.comment.startsWith(`onepool ${harness.brand.brand} stock `))).toBe(true);
  });

  it('A sale at a till is explained with its movement and its publication', async () => {
    await sell('store-01', 'SOCK', 2);
    const explained = () => harness.records.stockQueries.explain({ location: 'store-01', sku: 'SOCK' });
    await soon('the outcome to be noted', async () => (await explained())?.publications[0]?.state === 'done');
    const about = await explained();
    expect(about?.physical).toBe(498);
    expect(about?.movements.map((m) => [m.cause, m.quantity])).toEqual([
      ['till-sale', -2],
      ['initial-stock', 500],
    ]);
    expect(about?.publications).toMatchObject([
      { target: 'centra', quantity: 2, direction: 'out', state: 'done', level: 498 },
    ]);
  });
});

describe('a web order that a store delivers', () => {
  it('A web order that a store delivers is deducted by the web shop itself, and not published to it', async () => {
    const before = await inShop('store-03', 'S3-ONLY');
    const order = await harness.webOrder({ lines: [{ sku: 'S3-ONLY', quantity: 3 }] });
    await order.placedAt('store-03');
    await harness.sendFromStore(`centra-${order.number}-1`, 'W-1');
    expect(await order.outcome()).toBe('fulfilled');
    expect(await inShop('store-03', 'S3-ONLY')).toBe(before - 3);
    expect(await atTills('store-03', 'S3-ONLY')).toBe(before - 3);
    await soon('the ledger to know', async () => {
      const about = await harness.records.stockQueries.explain({ location: 'store-03', sku: 'S3-ONLY' });
      return about?.movements[0]?.cause === 'store-delivery-of-web-order' && about.orders.length === 0;
    });
    const stockChanges = await states.changes();
    expect(stockChanges.flatMap((c) => c.lines).filter((l) => l.sku === 'S3-ONLY')).toEqual([]);
  });
});

describe('a web order that the warehouse sends', () => {
  it('A web order that the warehouse sends leaves the tills immediately, and the web shop with its shipment, each once', async () => {
    const before = await inShop('dc', 'DC-ONLY');
    const order = await harness.webOrder({ lines: [{ sku: 'DC-ONLY', quantity: 4 }] });
    await order.placedAt('dc');
    // Promised to the web: the tills cannot sell them any more although they still lie there.
    await soon('four fewer at the tills', async () => (await atTills('dc', 'DC-ONLY')) === before - 4);
    await harness.sendFromWarehouse(`C${order.number}-1`, 'W-2');
    expect(await order.outcome()).toBe('fulfilled');
    await soon('the ledger to know', async () => {
      const about = await harness.records.stockQueries.explain({ location: 'dc', sku: 'DC-ONLY' });
      return about?.physical === before - 4 && about.orders.length === 0;
    });
    expect([await inShop('dc', 'DC-ONLY'), await atTills('dc', 'DC-ONLY')]).toEqual([before - 4, before - 4]);
    const stockChanges = await states.changes();
    expect(stockChanges.flatMap((c) => c.lines).filter((l) => l.sku === 'DC-ONLY')).toEqual([]);
  });
});

describe('a till order that the warehouse sends', () => {
  it('A till order that the warehouse sends leaves the web shop immediately, and the tills with its delivery, each once', async () => {
    const before = await inShop('dc', 'BELT');
    const order = await harness.tillOrder([{ sku: 'BELT', quantity: 2 }]);
    await order.placedAt('dc');
    await soon('two fewer in the web shop', async () => (await inShop('dc', 'BELT')) === before - 2);
    await harness.sendFromWarehouse(`S${order.number}-1`, 'W-3');
    expect(await order.outcome()).toBe('fulfilled');
    await soon('the ledger to know', async () => {
      const about = await harness.records.stockQueries.explain({ location: 'dc', sku: 'BELT' });
      return about?.physical === before - 2 && about.orders.length === 0;
    });
    expect([await inShop('dc', 'BELT'), await atTills('dc', 'BELT')]).toEqual([before - 2, before - 2]);
  });
});

describe('goods received in the warehouse', () => {
  it('Goods received in the warehouse reach web shop and tills', async () => {
    const before = await inShop('dc', 'GLOVE');
    await harness.warehouse.act({ type: 'wms.receive', sku: 'GLOVE', quantity: 30 });
    await soon(
      'thirty more everywhere',
      async () => (await inShop('dc', 'GLOVE')) === before + 30 && (await atTills('dc', 'GLOVE')) === before + 30,
    );
  });
});

describe('a change by someone else in the web shop', () => {
  it('A change by someone else in the web shop is recorded, found by reconciling, and corrected by a change', async () => {
    const before = await inShop('store-02', 'SCARF');
    await harness.shop.act({ type: 'ams.stock', location: 'store-02', sku: 'SCARF', quantity: 7 });
    const workflowId = `reconcile-stock/${harness.brand.brand}/test`;
    const report = await harness.client.workflow.execute('reconcileStock', {
      workflowId,
      taskQueue: `onepool-${harness.brand.brand}`,
      args: [{ brand: harness.brand.brand }],
    });
    expect(report).toMatchObject({ corrected: 1 });
    await harness.keep('reconcileStock/with-a-correction', { workflowId });
    await soon('the level to be as it was', async () => (await inShop('store-02', 'SCARF')) === before);
  });
});

describe('a product that neither web shop nor tills know', () => {
  it('A product that the web shop does not know opens a case, holds up no other, and waits at the tills without one', async () => {
    await harness.systems.wms.putArticle({ sku: 'NOBODY-KNOWS', name: 'Nobody knows it', barcode: '', active: true });
    await harness.warehouse.act({ type: 'wms.receive', sku: 'NOBODY-KNOWS', quantity: 5 });
    const open = () => harness.records.cases.list({ code: 'stock.refused', open: true }, 10);
    const refusals = () => harness.records.stockQueries.refusals();
    await soon('both to refuse it', async () => (await refusals()).length === 2 && (await open()).length === 1);
    const cases = await open();
    expect(cases.map((c) => [c.owner, c.subject])).toEqual([['integration', 'centra/dc/NOBODY-KNOWS']]);
    expect((await refusals()).map(({ target, reason }) => `${target} ${reason}`).sort()).toEqual([
      'centra no-product',
      'sitoo no-product',
    ]);

    const before = await inShop('dc', 'CAP');
    await harness.warehouse.act({ type: 'wms.receive', sku: 'CAP', quantity: 4 });
    await soon('four caps more', async () => (await inShop('dc', 'CAP')) === before + 4);

    const ofShop = cases.find((c) => c.subject.startsWith('centra'));
    await harness.client.workflow.getHandle(ofShop?.workflowId ?? '').executeUpdate('resolveCase', {
      args: [{ caseId: ofShop?.caseId ?? '', answer: 'retry', by: 'Tester' }],
    });
    // It is still unknown there, so it is asked again: tried, not forgotten.
    await soon('the case to open again', async () =>
      (await open()).some((c) => c.subject.startsWith('centra') && c.caseId !== ofShop?.caseId),
    );
  });
});

afterwards(() => harness);
