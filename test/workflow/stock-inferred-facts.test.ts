import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CENTRA_FACTS } from '../../systems/centra/inferred-facts.js';
import { usualReadings } from '../../systems/inferred-facts.js';
import { FACTS_OF_STOCK } from '../support/facts-of-stock.js';
import { type StockStates, stockStates } from '../support/harness/stock-states.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

let harness: Harness;
let states: StockStates;
beforeAll(async () => {
  harness = await startHarness('stock-inferred-facts');
  states = stockStates(harness);
  await states.opened();
});
afterAll(() => harness?.close());

const CASES = FACTS_OF_STOCK.flatMap((fact) =>
  Object.keys(CENTRA_FACTS[fact].readings).map((reading) => ({ fact, reading })),
);
const SETTLED_WITHIN_MS = 30_000;

const soon = (what: string, holds: () => Promise<boolean>) =>
  until(holds, { withinMs: SETTLED_WITHIN_MS, everyMs: 50, what });

describe('what Centra does not document', () => {
  it.each(CASES)(
    'Every unit is counted once when $fact is $reading: sent whole from store and warehouse, sold at a till while a web order holds it, returned',
    async ({ fact, reading }) => {
      await harness.controls.centra.post('settings', { readings: { ...usualReadings(CENTRA_FACTS), [fact]: reading } });
      const [fromStore, fromWarehouse] = await Promise.all([
        harness.webOrder({ location: 'store-01', lines: [{ sku: 'TEE-S', quantity: 2 }] }),
        harness.webOrder({ lines: [{ sku: 'TEE-S', quantity: 2 }] }),
      ]);
      await harness.sendFromStore(fromStore.inStore(), `S-${fromStore.number}`);
      await harness.sendFromWarehouse(fromWarehouse.inWarehouse(), `W-${fromWarehouse.number}`);
      expect([await fromStore.outcome(), await fromWarehouse.outcome()]).toEqual(['fulfilled', 'fulfilled']);
      await states.agree(SETTLED_WITHIN_MS);

      // The last two units of store-02 are promised to a web order, and a till sells one of them.
      await harness.tills.act({
        type: 'pos.stocktake',
        location: 'store-02',
        lines: [{ sku: 'TEE-M', quantity: 2 }],
      });
      await soon('the count to be shown', async () => (await states.inShop('store-02', 'TEE-M')) === 2);
      const loser = await harness.webOrder({ location: 'store-02', lines: [{ sku: 'TEE-M', quantity: 2 }] });
      await loser.placedAt('store-02');
      await harness.tills.act({
        type: 'pos.sale',
        location: 'store-02',
        receipt: `LAST-${loser.number}`,
        lines: [{ sku: 'TEE-M', quantity: 1 }],
      });
      const fulfilment = await loser.placedAt('dc');
      await soon('the shop to offer one less', async () => (await states.inShop('store-02', 'TEE-M')) === 1);
      await harness.sendFromWarehouse(loser.inWarehouse(fulfilment), `W-${loser.number}`);
      expect(await loser.outcome()).toBe('fulfilled');

      await harness.tills.actSoon({
        type: 'pos.refund',
        location: 'store-01',
        condition: 'resellable',
        paidOut: true,
        order: Number(fromStore.number),
        lines: [{ sku: 'TEE-S', quantity: 1 }],
      });
      await states.agree(SETTLED_WITHIN_MS);
      expect(await harness.records.stockQueries.refusals()).toEqual([]);
    },
    4 * SETTLED_WITHIN_MS,
  );
});
