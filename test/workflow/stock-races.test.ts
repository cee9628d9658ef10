import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { afterwards } from '../support/harness/afterwards.js';
import { type StockStates, stockStates } from '../support/harness/stock-states.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

let harness: Harness;
let states: StockStates;

beforeAll(async () => {
  harness = await startHarness('stock-races');
  states = stockStates(harness);
  await states.opened();
});
afterAll(() => harness?.close());

const soon = (what: string, holds: () => Promise<boolean>) => until(holds, { withinMs: 30_000, everyMs: 50, what });
const count = (location: string, sku: string, quantity: number) =>
  harness.tills.act({ type: 'pos.stocktake', location, lines: [{ sku, quantity }] });
const known = async (location: string, sku: string) =>
  (await harness.records.stockQueries.explain({ location, sku }))?.physical;

describe('a till that sells what a web order was promised', () => {
  it('A till that sells a promised unit sends the unpicked web order to another location', async () => {
    await count('store-02', 'TEE-S', 2);
    await soon('the count to be known', async () => (await known('store-02', 'TEE-S')) === 2);
    const order = await harness.webOrder({ location: 'store-02', lines: [{ sku: 'TEE-S', quantity: 2 }] });
    expect(await order.placedAt('store-02')).toBe(1);
    await harness.tills.act({
      type: 'pos.sale',
      location: 'store-02',
      receipt: 'LAST',
      lines: [{ sku: 'TEE-S', quantity: 1 }],
    });
    const fulfilment = await order.placedAt('dc');
    await harness.sendFromWarehouse(order.inWarehouse(fulfilment), 'R-1');
    expect(await order.outcome()).toBe('fulfilled');
    expect((await order.story()).timeline.filter((t) => t.what.startsWith('Case '))).toEqual([]);
    await states.agree(30_000);
  });

  it('The older of two orders keeps its goods', async () => {
    await count('store-03', 'TEE-M', 2);
    await soon('the count to be known', async () => (await known('store-03', 'TEE-M')) === 2);
    const older = await harness.webOrder({ location: 'store-03', lines: [{ sku: 'TEE-M', quantity: 1 }] });
    await older.placedAt('store-03');
    const younger = await harness.webOrder({ location: 'store-03', lines: [{ sku: 'TEE-M', quantity: 1 }] });
    await younger.placedAt('store-03');
    await harness.tills.act({
      type: 'pos.sale',
      location: 'store-03',
      receipt: 'ONE',
      lines: [{ sku: 'TEE-M', quantity: 1 }],
    });
    await younger.placedAt('dc');
    await harness.sendFromStore(older.inStore(), 'R-2');
    expect(await older.outcome()).toBe('fulfilled');
    expect((await older.story()).fulfilments.map((p) => p.location)).toEqual(['store-03']);
    await harness.sendFromWarehouse(younger.inWarehouse(2), 'R-3');
    expect(await younger.outcome()).toBe('fulfilled');
  });
});

describe('a count that finds less than is promised', () => {
  it('A count that finds too little opens a case where no other location has the goods, and new goods close it', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'S1-ONLY', quantity: 3 }] });
    await order.placedAt('store-01');
    await count('store-01', 'S1-ONLY', 1);
    const open = await order.waitsFor('order.oversold');
    expect([open.owner, open.answers]).toEqual([
      'customer-service',
      ['wait-for-intake', 'move', 'cancel-line-and-refund', 'cancel-order'],
    ]);
    await harness.tills.act({ type: 'pos.intake', location: 'store-01', lines: [{ sku: 'S1-ONLY', quantity: 5 }] });
    await soon('the question to answer itself', async () => (await order.story()).cases.length === 0);
    // A fulfilment that was cancelled in the meantime was placed again under another number.
    const fulfilment = (await order.story()).fulfilments.findLast((p) => p.location === 'store-01')?.fulfilment;
    await harness.sendFromStore(order.inStore(fulfilment), 'R-4');
    expect(await order.outcome()).toBe('fulfilled');
  });
});

describe('a cancelled order', () => {
  it('A cancelled order gives the tills back what it held, once', async () => {
    const before = await states.atTills('dc', 'BELT');
    const order = await harness.webOrder({ lines: [{ sku: 'BELT', quantity: 4 }] });
    await order.fulfilment(1, 'placed');
    await soon('four fewer at the tills', async () => (await states.atTills('dc', 'BELT')) === before - 4);
    await harness.shop.act({ type: 'web.cancel', order: Number(order.number) });
    expect(await order.outcome()).toBe('cancelled');
    await soon('as many as before', async () => (await states.atTills('dc', 'BELT')) === before);
    await soon('nothing to wait', states.quiet);
    expect(await states.atTills('dc', 'BELT')).toBe(before);
    expect(await states.inShop('dc', 'BELT')).toBe(before);
  });
});

afterwards(() => harness);
