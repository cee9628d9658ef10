import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProductSync } from '../../client/products/start-product-sync.js';
import type { ProductsState } from '../../workflows/messages.js';
import { type StockStates, stockStates } from '../support/harness/stock-states.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

let harness: Harness;
let states: StockStates;
beforeAll(async () => {
  harness = await startHarness('stock-renamed', { products: { sync: 'on' } });
  states = stockStates(harness);
  await states.opened();
});
afterAll(() => harness?.close());

const soon = (what: string, holds: () => Promise<boolean>) => until(holds, { withinMs: 30_000, everyMs: 50, what });

describe('a SKU that the web shop renames', () => {
  it('A SKU that is renamed while orders are open goes on under its new name, although tills and warehouse keep the old one', async () => {
    const sync = (await startProductSync(harness.client, harness.brand)) ?? '';
    const state = () => harness.client.workflow.getHandle(sync).query<ProductsState>('productsState');
    await soon('the first round to end', async () => (await state()).rounds > 0);
    const [inStore, inWarehouse] = await Promise.all([
      harness.webOrder({ location: 'store-01', lines: [{ sku: 'GLOVE', quantity: 1 }] }),
      harness.webOrder({ lines: [{ sku: 'GLOVE', quantity: 2 }] }),
    ]);
    await Promise.all([inStore.placedAt('store-01'), inWarehouse.placedAt('dc')]);
    // Windows of the follower overlap by three seconds: a later order takes it beyond these two.
    const placedAt = Date.now();
    await soon('the orders to lie before the window', async () => Date.now() - placedAt > 4_000);
    await (await harness.webOrder({ lines: [{ sku: 'BELT', quantity: 1 }] })).placedAt('dc');
    await harness.shop.act({ type: 'ams.product', sku: 'GLOVE', newSku: 'MITTEN' });
    const positions = () => harness.records.stockQueries.show('MITTEN');
    await soon('its stock to be carried over', async () => (await positions()).some(({ physical }) => physical > 0));

    await harness.sendFromStore(inStore.inStore(), 'R-1');
    await harness.sendFromWarehouse(inWarehouse.inWarehouse(), 'R-2');
    expect([await inStore.outcome(), await inWarehouse.outcome()]).toEqual(['fulfilled', 'fulfilled']);
    await harness.tills.act({
      type: 'pos.sale',
      location: 'store-02',
      receipt: 'OLD-NAME-SOLD',
      lines: [{ sku: 'GLOVE', quantity: 3 }],
    });
    await soon('all of it to be shown by the web shop', async () => {
      const shown = await Promise.all(['store-01', 'store-02', 'dc'].map((id) => states.inShop(id, 'MITTEN')));
      return (await states.quiet()) && JSON.stringify(shown) === JSON.stringify([499, 497, 498]);
    });
    await soon('the tills to show the warehouse', async () => (await states.atTills('dc', 'GLOVE')) === 498);
    expect(await harness.records.stockQueries.refusals()).toEqual([]);
    const old = await harness.records.stockQueries.show('GLOVE');
    expect(old.map(({ physical, reserved }) => [physical, reserved])).toEqual(old.map(() => [0, 0]));
  });
});
