import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditNow } from '../../client/products/audit.js';
import { startProductSync } from '../../client/products/start-product-sync.js';
import type { ProductsState } from '../../workflows/messages.js';
import { afterwards } from '../support/harness/afterwards.js';
import { SOLD_BLINDLY } from '../support/harness/world.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

const FRESH = { sku: 'FRESH', name: 'Fresh', barcode: '7322222222222', priceMinor: 500 };

let harness: Harness;
let sync = '';

beforeAll(async () => {
  harness = await startHarness('products', { ...SOLD_BLINDLY, products: { sync: 'on' } });
});
afterAll(async () => {
  await harness.close();
});

const soon = (what: string, holds: () => Promise<boolean>) => until(holds, { withinMs: 20_000, everyMs: 50, what });
const audit = () => auditNow(harness.client, harness.brand.brand);
const atTills = async (sku: string) =>
  (await harness.systems.sitoo.productPage(0, 'SEK')).rows.find((product) => product.sku === sku);
const inWarehouse = async (sku: string) =>
  (await harness.systems.wms.articlePage()).rows.find((article) => article.sku === sku);
const productCases = () => harness.records.cases.list({ code: 'product.diverges', open: true }, 20);
const answer = async (subject: string, word: 'retry' | 'skip') => {
  const row = (await productCases()).find((c) => c.subject === subject);
  const handle = harness.client.workflow.getHandle(row?.workflowId ?? '');
  await handle.executeUpdate('resolveCase', { args: [{ caseId: row?.caseId ?? '', answer: word, by: 'Tester' }] });
  return handle;
};
const state = () => harness.client.workflow.getHandle(sync).query<ProductsState>('productsState');
/** The product sync runs, and has loaded everything once. */
const synced = async () => {
  if (sync === '') sync = (await startProductSync(harness.client, harness.brand)) ?? '';
  await soon('the first round to end', async () => (await state()).rounds > 0);
};
/** Waits until everything is read again, in a round that begins from now on. */
const readAgain = async () => {
  await soon('the sync to rest', async () => (await state()).phase === 'waiting');
  const { rounds } = await state();
  await startProductSync(harness.client, harness.brand, true);
  await soon('everything to be read again', async () => (await state()).rounds > rounds);
};

describe('an order that waits for a product', () => {
  it('An order that waits for a product continues when the product is synced', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'LATE-IN', quantity: 1 }] });
    const waits = () => harness.records.cases.list({ code: 'order.unknown-sku', open: true }, 5);
    await soon('the order to ask for the product', async () => (await waits()).length === 1);
    sync = (await startProductSync(harness.client, harness.brand)) ?? '';
    await order.placedAt('dc');
    await soon('the question to close itself', async () => (await waits()).length === 0);
    const asked = await harness.records.cases.list({ code: 'order.unknown-sku' }, 5);
    expect(asked.map(({ outcome, resolvedBy }) => [outcome, resolvedBy])).toEqual([['auto-resolved', 'onepool']]);
  });
});

describe('the first load', () => {
  it('The first load leaves no difference anywhere', async () => {
    await synced();
    expect(await audit()).toMatchObject({ products: 14, total: 0, due: { sitoo: 0, wms: 0 } });
    expect(await atTills('NEW-IN')).toMatchObject({ barcode: '7300000000008', priceMinor: 19_900, active: true });
    expect(await productCases()).toEqual([]);
  });
});

describe('a change in the web shop', () => {
  it('A change in the web shop reaches tills and warehouse, whatever part of the product it is', async () => {
    await synced();
    await harness.shop.act({ type: 'ams.product', sku: 'CAP', name: 'Cap, wool' });
    await harness.shop.act({ type: 'ams.product', sku: 'SOCK', barcode: '7311111111111' });
    await harness.shop.act({ type: 'ams.product', sku: 'BELT', priceMinor: 29_900 });
    await harness.shop.act({ type: 'ams.product', ...FRESH });
    await startProductSync(harness.client, harness.brand);
    await soon('the new name', async () => (await atTills('CAP'))?.name === 'Cap, wool');
    await soon('the new barcode', async () => (await inWarehouse('SOCK'))?.barcode === '7311111111111');
    await soon('the new price', async () => (await atTills('BELT'))?.priceMinor === 29_900);
    await soon('the new product', async () => (await inWarehouse('FRESH'))?.name === 'Fresh');
    expect(await atTills('FRESH')).toMatchObject({ name: 'Fresh', barcode: '7322222222222', priceMinor: 500 });
  });

  it('A change in the web shop is noticed through the events queue', async () => {
    await synced();
    await harness.shop.act({ type: 'ams.product', sku: 'SCARF', name: 'Scarf, silk' });
    await soon('the new name', async () => (await inWarehouse('SCARF'))?.name === 'Scarf, silk');
  });
});

describe('stock of a product that is not there yet', () => {
  it('Stock of a missing product is published once the product is synced', async () => {
    await synced();
    const refused = () => harness.records.stockQueries.refusals('sitoo');
    const mine = async () => (await refused()).filter(({ sku }) => sku === 'EARLY');
    await harness.warehouse.act({ type: 'wms.article', sku: 'EARLY', name: 'Early', barcode: '7377777777777' });
    await harness.warehouse.act({ type: 'wms.receive', sku: 'EARLY', quantity: 5 });
    await soon('the tills to refuse its stock', async () => (await mine()).length === 1);
    await harness.shop.act({
      type: 'ams.product',
      sku: 'EARLY',
      name: 'Early',
      barcode: '7377777777777',
      priceMinor: 100,
    });
    await startProductSync(harness.client, harness.brand);
    await soon('the tills to take its stock', async () => (await mine()).length === 0);
    const publishedOf = async () =>
      (await harness.records.stockQueries.show('EARLY')).flatMap(({ targets }) => targets);
    await soon('the tills to have the level', async () =>
      (await publishedOf()).some((t) => t.target === 'sitoo' && t.published === 5),
    );
  });
});

describe('an edit downstream', () => {
  it('An edited price downstream opens a case with both values, and the web shop wins when a person says so', async () => {
    await synced();
    await harness.tills.act({ type: 'pos.product', sku: 'GLOVE', priceMinor: 9_900 });
    await readAgain();
    await soon('a case', async () => (await productCases()).length === 1);
    const [asked] = await productCases();
    expect(asked?.whatHappened).toContain('The price of GLOVE is 99.00 SEK in Sitoo and 199.00 SEK in the web shop.');
    expect((await atTills('GLOVE'))?.priceMinor).toBe(9_900);
    const handle = await answer('sitoo/GLOVE/price-differs', 'retry');
    await soon('the price of the web shop', async () => (await atTills('GLOVE'))?.priceMinor === 19_900);
    await soon('the case to be closed', async () => (await productCases()).length === 0);
    await harness.keep('standaloneCase/about-a-product', handle);
  });

  it('An edited name downstream is overwritten without a case', async () => {
    await synced();
    await harness.warehouse.act({ type: 'wms.article', sku: 'GLOVE', name: 'Mitten' });
    await readAgain();
    expect((await inWarehouse('GLOVE'))?.name).toBe('Article 8');
    expect(await productCases()).toEqual([]);
  });

  it('An edit that a person accepts opens no second case', async () => {
    await synced();
    await harness.tills.act({ type: 'pos.product', sku: 'GLOVE', priceMinor: 8_900 });
    await readAgain();
    await soon('a case', async () => (await productCases()).length === 1);
    await answer('sitoo/GLOVE/price-differs', 'skip');
    await soon('the case to be closed', async () => (await productCases()).length === 0);
    await readAgain();
    expect(await productCases()).toEqual([]);
    expect((await audit()).total).toBe(0);
    expect((await atTills('GLOVE'))?.priceMinor).toBe(8_900);
  });
});

describe('twelve divergences that were planted', () => {
  it('One audit finds all twelve planted divergences, and nothing else', async () => {
    await synced();
    await harness.shop.act({ type: 'ams.product', ...FRESH });
    await startProductSync(harness.client, harness.brand);
    await soon('the new product', async () => (await inWarehouse('FRESH')) !== undefined);
    await harness.client.workflow.getHandle(sync).terminate('nothing shall be written while the audit runs');
    const { shop, tills, warehouse } = harness;
    await tills.act({ type: 'pos.product', sku: 'TEE-S', remove: true });
    await warehouse.act({ type: 'wms.article', sku: 'TEE-M', remove: true });
    await tills.act({ type: 'pos.product', sku: 'TEE-L', active: false });
    await shop.act({ type: 'ams.product', sku: 'CAP', active: false });
    await warehouse.act({ type: 'wms.article', sku: 'CAP', active: false });
    await tills.act({ type: 'pos.product', sku: 'SOCK', priceMinor: 100 });
    await warehouse.act({ type: 'wms.article', sku: 'BELT', name: 'Strap' });
    await warehouse.act({ type: 'wms.article', sku: 'SCARF', barcode: '7333333333333' });
    // Two products of the web shop share a barcode, and so do their replicas.
    await shop.act({ type: 'ams.product', sku: 'NEW-IN', barcode: '7344444444444' });
    await shop.act({ type: 'ams.product', sku: 'OLD-NAME', barcode: '7344444444444' });
    for (const sku of ['NEW-IN', 'OLD-NAME']) {
      await tills.act({ type: 'pos.product', sku, barcode: '7344444444444' });
      await warehouse.act({ type: 'wms.article', sku, barcode: '7344444444444' });
    }
    const fresh = await atTills('FRESH');
    await tills.act({ type: 'pos.product', sku: 'LATE-IN', barcode: fresh?.barcode });
    await warehouse.act({ type: 'wms.article', sku: 'DC-ONLY', name: 'Umbrella', barcode: '7355555555555' });
    await tills.act({ type: 'pos.product', sku: 'S1-ONLY', newSku: 'S1-BEFORE' });
    await tills.act({ type: 'pos.product', sku: 'NOBODY-KNOWS', name: 'Nobody knows it', priceMinor: 100 });
    await shop.act({ type: 'ams.product', sku: 'S3-ONLY', priceMinor: null });

    const report = await audit();
    const found = report.divergences.map(({ kind, system, sku }) => `${kind} ${system} ${sku}`);
    expect(found.sort()).toEqual(
      [
        'missing sitoo TEE-S',
        'missing wms TEE-M',
        'inactive-downstream sitoo TEE-L',
        'active-downstream sitoo CAP',
        'price-differs sitoo SOCK',
        'name-differs wms BELT',
        'barcode-differs wms SCARF',
        'barcode-shared-upstream centra NEW-IN',
        'barcode-shared-upstream centra OLD-NAME',
        'barcode-shared-downstream sitoo FRESH',
        'sku-reused wms DC-ONLY',
        'sku-renamed sitoo S1-ONLY',
        'missing-upstream sitoo NOBODY-KNOWS',
        'no-price centra S3-ONLY',
      ].sort(),
    );
  });
});

afterwards(() => harness);
