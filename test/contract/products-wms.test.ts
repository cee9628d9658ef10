import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startOngoingSimulator } from '../../lab/simulators/ongoing/simulator.js';
import { createOngoing } from '../../systems/ongoing/adapter.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';

const products = Array.from({ length: 1_001 }, (_, i) => ({
  sku: `SKU-${i}`,
  barcode: `73${i}`,
  name: `Article ${i}`,
  priceMinor: 100,
}));
let simulator: Awaited<ReturnType<typeof startOngoingSimulator>>;
let wms: WarehousePort;

beforeEach(async () => {
  const world = { currency: 'SEK', locations: [], products, stock: [] };
  simulator = await startOngoingSimulator({ user: 'u', password: 'p', goodsOwnerId: 7, world, latencyMs: 0 });
  const statuses = { open: [200], working: [], picked: [], sent: [], returned: [], cancelled: [], error: [] };
  wms = createOngoing({ url: simulator.url, user: 'u', password: 'p', goodsOwnerId: 7, statuses, limiter: unlimited });
});
afterEach(() => simulator.close());

describe('articles of the warehouse', () => {
  it('Articles are read page by page, each once', async () => {
    const first = await wms.articlePage();
    const second = await wms.articlePage(first.next);
    expect(second.next).toBeUndefined();
    expect([...first.rows, ...second.rows].map(({ sku }) => sku)).toEqual(products.map(({ sku }) => sku));
    expect(first.rows[0]).toMatchObject({ sku: 'SKU-0', name: 'Article 0', barcode: '730', active: true });
  });

  it('Articles are created and updated by number, with their status', async () => {
    await wms.putArticle({ sku: 'NEW', name: 'New', barcode: '7399', active: true });
    await wms.putArticle({ sku: 'NEW', name: 'Newer', barcode: '', active: false });
    const { next } = await wms.articlePage();
    const { rows } = await wms.articlePage(next);
    expect(rows.at(-1)).toMatchObject({ sku: 'NEW', name: 'Newer', barcode: '', active: false, customs: {} });
  });

  it('Customs data of an article is written and read, and stays when an article is written without', async () => {
    const customs = { originCountry: 'PT', tariffNumber: '610910', description: 'T-shirts of cotton' };
    const article = { sku: 'NEW', name: 'New', barcode: '', active: true };
    await wms.putArticle({ ...article, customs });
    await wms.putArticle(article);
    const { next } = await wms.articlePage();
    expect((await wms.articlePage(next)).rows.at(-1)).toMatchObject({ sku: 'NEW', customs });
  });
});
