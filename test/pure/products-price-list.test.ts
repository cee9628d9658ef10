import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../activities/dependencies.js';
import { productReader } from '../../activities/products/read.js';
import { loadBrand } from '../../config/load-brand.js';
import type { CentraPrices } from '../../systems/centra/product-port.js';

const brand = loadBrand('config/example.brand.yaml');

/** Reads one page of prices, and gives what was saved of it. */
async function saved(rows: readonly CentraPrices[], products: object = {}) {
  const prices: unknown[] = [];
  const records = {
    products: {
      beginReading: async () => ({ reading: 1 }),
      savePrices: async (some: readonly unknown[]) => void prices.push(...some),
    },
    cursors: { set: async () => {} },
  };
  const centra = { pricePage: async () => ({ rows, more: false }) };
  const needs = { brand: { ...brand, products: { ...brand.products, ...products } }, records, centra };
  // Only what reading prices touches.
  await productReader(needs as unknown as Dependencies).readProductPages({ what: 'prices' });
  return prices;
}
const variant = (id: number, ...prices: readonly (readonly [list: number, currency: string, value: number])[]) => ({
  variant: id,
  prices: prices.map(([pricelist, currency, value]) => ({ pricelist, currency, value })),
});

describe('the price list that tills get', () => {
  it('Prices are not guessed when several lists could be meant, though each product has only one of them', async () => {
    const staffOnly = [variant(1, [11, 'SEK', 299]), variant(2, [12, 'SEK', 99])];
    await expect(saved(staffOnly)).rejects.toThrow('products.pricelist');
    expect(await saved(staffOnly, { pricelist: 11 })).toEqual([{ variant: 1, priceMinor: 29_900 }, { variant: 2 }]);
  });

  it('A list in another currency makes no choice necessary', async () => {
    expect(await saved([variant(1, [12, 'EUR', 29], [11, 'SEK', 299])])).toEqual([{ variant: 1, priceMinor: 29_900 }]);
  });
});
