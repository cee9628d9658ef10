import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SitooProductId } from '../../domain/ids.js';
import { controlsOf } from '../../lab/simulators/control.js';
import type { World } from '../../lab/simulators/kit/world.js';
import { startSitooSimulator } from '../../lab/simulators/sitoo/start.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import { createSitoo } from '../../systems/sitoo/adapter.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import { asId } from '../support/ids.js';

const world: World = {
  currency: 'SEK',
  locations: [],
  products: [{ sku: 'TEE', barcode: '7300001', name: 'Tee', priceMinor: 19_900 }],
  stock: [],
};
let simulator: Awaited<ReturnType<typeof startSitooSimulator>>;
let sitoo: SitooPort;

beforeAll(async () => {
  simulator = await startSitooSimulator({ apiId: 'id', password: 'secret', world, latencyMs: 0, speed: 100 });
  sitoo = createSitoo({ url: simulator.url, apiId: 'id', password: 'secret', limiter: unlimited });
});
afterAll(() => simulator.close());

const all = async () => (await sitoo.productPage(0, 'SEK')).rows;

describe('products at the tills', () => {
  it('Products are created in a batch in which each item has its own answer', async () => {
    const results = await sitoo.createProducts(
      [
        { sku: 'CAP', name: 'Cap', barcode: '7300002', active: true, priceMinor: 9_900 },
        { sku: 'TEE', name: 'Tee again', barcode: '', active: true },
        { sku: 'no spaces', name: 'Odd', barcode: '', active: true },
      ],
      'SEK',
    );
    expect(results).toEqual([
      { sku: 'CAP', id: '2' },
      { sku: 'TEE', refused: expect.stringContaining('already exists') },
      { sku: 'no spaces', refused: expect.stringContaining('sku') },
    ]);
    expect(await sitoo.productIds(['CAP', 'TEE', 'UNKNOWN'])).toEqual(
      new Map([
        ['CAP', '2'],
        ['TEE', '1'],
      ]),
    );
  });

  it('Products are updated by id, a barcode can be removed, and inactive ones are still listed', async () => {
    const change = {
      id: asId<SitooProductId>(1),
      sku: 'TEE',
      name: 'Tee, white',
      barcode: '',
      active: false,
      priceMinor: 14_950,
    };
    expect(await sitoo.changeProducts([change], 'SEK')).toEqual([{ sku: 'TEE' }]);
    expect((await all()).find(({ id }) => id === '1')).toEqual(change);
  });

  it('A new product has the VAT group that it is created with, of those that the site has', async () => {
    const control = controlsOf({ sitoo: simulator.url }).sitoo;
    const vatGroups = [
      { id: 2, percent: 25, name: 'Standard' },
      { id: 3, percent: 6, name: 'Books' },
    ];
    await control.post('settings', { vatGroups });
    expect(await sitoo.vatGroups()).toEqual(vatGroups);
    const book = { sku: 'BOOK', name: 'Book', barcode: '', active: true, priceMinor: 9_900 };
    const [made] = await sitoo.createProducts([{ ...book, vatId: 3 }], 'SEK');
    expect(made).toMatchObject({ sku: 'BOOK', id: expect.any(String) });
    const odd = { ...book, sku: 'ODD', vatId: 9 };
    expect(await sitoo.createProducts([odd], 'SEK')).toMatchObject([{ refused: expect.stringContaining('vatid 9') }]);
  });

  it('A price of three decimals that two cannot hold is refused alone, and yen have no decimals but zeros', async () => {
    const product = (sku: string, priceMinor: number) => ({ sku, name: sku, barcode: '', active: true, priceMinor });
    expect(await sitoo.createProducts([product('D-1', 12_345), product('D-2', 12_340)], 'KWD')).toMatchObject([
      { sku: 'D-1', refused: expect.stringContaining('two decimals') },
      { sku: 'D-2', id: expect.any(String) },
    ]);
  });

  it('Products have a price in a price list of their own', async () => {
    const prices = [
      { sku: 'CAP', priceMinor: 8_900 },
      { sku: 'UNKNOWN', priceMinor: 100 },
    ];
    expect(await sitoo.setPrices(3, prices, 'SEK')).toEqual([
      { sku: 'CAP' },
      { sku: 'UNKNOWN', refused: expect.stringContaining('not found') },
    ]);
  });
});
