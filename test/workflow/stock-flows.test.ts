import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPublishers } from '../../client/stock/start-publishers.js';
import { brandSchema } from '../../config/brand.js';
import { publisherWorkflowId, taskQueueOf } from '../../domain/names.js';
import type { PublisherState } from '../../workflows/messages.js';
import { afterwards } from '../support/harness/afterwards.js';
import { type StockStates, stockStates } from '../support/harness/stock-states.js';
import { smallBrand } from '../support/harness/world.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

const SAFETY = [{ units: 1 }, { sku: 'CAP', units: 5 }];

let harness: Harness;
let states: StockStates;
let receipt = 0;

beforeAll(async () => {
  harness = await startHarness('stock-flows', {
    stock: { flows: { storesToCentra: { mode: { every: '10h' } } }, safetyStock: SAFETY },
  });
  states = stockStates(harness);
  await states.opened();
});
afterAll(() => harness?.close());

const soon = (what: string, holds: () => Promise<boolean>) => until(holds, { withinMs: 20_000, everyMs: 50, what });
const sell = (sku: string, quantity: number) => {
  receipt += 1;
  return harness.tills.act({
    type: 'pos.sale',
    location: 'store-01',
    receipt: `B${receipt}`,
    lines: [{ sku, quantity }],
  });
};
const known = async (sku: string) =>
  (await harness.records.stockQueries.explain({ location: 'store-01', sku }))?.physical;
const loop = () => harness.client.workflow.getHandle(publisherWorkflowId(harness.brand.brand, 'centra'));
const releaseId = (nth: number) => `publish-stock/${harness.brand.brand}/storesToCentra/${nth}`;
const release = (nth: number) =>
  harness.client.workflow.execute('releaseStock', {
    workflowId: releaseId(nth),
    taskQueue: taskQueueOf(harness.brand.brand),
    args: [{ brand: harness.brand.brand, flow: 'storesToCentra' }],
  });
/** The brand file now has every flow immediate. */
const publishImmediately = () =>
  startPublishers(
    harness.client,
    brandSchema.parse(smallBrand(harness.brand.brand, { stock: { safetyStock: SAFETY } })),
  );

describe('safety stock', () => {
  it('Safety stock is withheld from the web shop by the most specific rule for the product', async () => {
    await soon('a lower level of the warehouse', async () => (await states.inShop('dc', 'CAP')) === 495);
    expect(await states.inShop('dc', 'SCARF')).toBe(499);
    const row = (await harness.records.stockQueries.show('CAP')).find((r) => r.location === 'dc');
    expect(row).toMatchObject({ physical: 500, safetyStock: 5, available: 495, centraLevel: 495 });
    // The tills may sell it.
    expect(await states.atTills('dc', 'CAP')).toBe(500);
  });

  it('Safety stock that Centra deducts as well opens a case', async () => {
    await harness.controls.centra.post('settings', { thresholds: { 9: 3 } });
    await harness.client.workflow.execute('reconcileStock', {
      workflowId: `reconcile-stock/${harness.brand.brand}/thresholds`,
      taskQueue: taskQueueOf(harness.brand.brand),
      args: [{ brand: harness.brand.brand }],
    });
    await harness.keep('reconcileStock/with-a-question', {
      workflowId: `reconcile-stock/${harness.brand.brand}/thresholds`,
    });
    const open = () => harness.records.cases.list({ code: 'stock.safety-stock-twice', open: true }, 10);
    await soon('the question', async () => (await open()).length === 1);
    const [asked] = await open();
    expect([asked?.owner, asked?.location]).toEqual(['integration', 'dc']);
    await harness.controls.centra.post('settings', { thresholds: { 9: null } });
    await harness.client.workflow.getHandle(asked?.workflowId ?? '').executeUpdate('resolveCase', {
      args: [{ caseId: asked?.caseId ?? '', answer: 'retry', by: 'Tester' }],
    });
    await soon('the question to be settled', async () => (await open()).length === 0);
  });
});

describe('a flow that is published in batches', () => {
  it('A batched flow waits for its time, then publishes everything', async () => {
    await sell('BELT', 3);
    await soon('the sale to be known', async () => (await known('BELT')) === 497);
    // The warehouse is published immediately, so the publisher could have published the store too.
    await harness.warehouse.act({ type: 'wms.receive', sku: 'BELT', quantity: 1 });
    await soon('the level of the warehouse', async () => (await states.inShop('dc', 'BELT')) === 500);
    expect(await states.inShop('store-01', 'BELT')).toBe(500);
    await release(1);
    await harness.keep('releaseStock/one-flow', { workflowId: releaseId(1) });
    await soon('the level of the store', async () => (await states.inShop('store-01', 'BELT')) === 496);
  });

  it('A batched flow becomes immediate as soon as the brand file says so, without a restart', async () => {
    await sell('GLOVE', 2);
    await soon('the sale to be known', async () => (await known('GLOVE')) === 498);
    await publishImmediately();
    await soon('the level of the store', async () => (await states.inShop('store-01', 'GLOVE')) === 497);
  });
});

describe('a pause', () => {
  it('A pause holds back everything, survives a change of settings, and ends with a resume', async () => {
    await publishImmediately();
    await soon('everything to be published', states.quiet);
    await loop().signal('pause', { by: 'Tester', since: new Date().toISOString(), note: 'stock-taking' });
    await publishImmediately();
    await sell('SOCK', 1);
    await soon('the sale to be known', async () => (await known('SOCK')) === 499);
    const state = await loop().query<PublisherState>('publisherState');
    expect(state.paused).toMatchObject({ by: 'Tester', note: 'stock-taking' });
    expect((await harness.records.stockQueries.unpublished()).map((w) => [w.target, w.location])).toEqual([
      ['centra', 'store-01'],
    ]);
    expect(await states.inShop('store-01', 'SOCK')).toBe(499);
    await loop().signal('resume', { by: 'Tester' });
    await soon('the level of the store', async () => (await states.inShop('store-01', 'SOCK')) === 498);
    await harness.keep('publishStock/paused-and-resumed', loop());
  });

  it('A signal that makes no sense does not disturb a stock publisher', async () => {
    await publishImmediately();
    await loop().signal('configure');
    await loop().signal('releaseFlow', { flow: 'nowhere' });
    const before = (await known('SOCK')) ?? 0;
    await sell('SOCK', 1);
    // One sold, one kept as safety stock.
    await soon('the sale to be published', async () => (await states.inShop('store-01', 'SOCK')) === before - 2);
  });
});

afterwards(() => harness);
