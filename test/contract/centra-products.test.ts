import { describe, expect, it } from '@jest/globals';
import { answering } from '../support/centra-one-answer.js';

const list = (id: number, code: string) => ({ id, currency: { code } });
const priced = (variant: number, pricelist: object, value: number | null) => ({
  productVariant: { id: variant },
  pricelist,
  price: value === null ? null : { value },
});

describe('the prices of a display', () => {
  it('Each variant of a display has its own prices, and one without any takes none of its sisters', async () => {
    const [web, outlet] = [list(11, 'SEK'), list(12, 'EUR')];
    const display = {
      id: 1,
      productVariants: [{ id: 7 }, { id: 8 }, { id: 9 }],
      prices: [priced(7, web, 299), priced(8, web, 199), priced(8, outlet, 19), priced(9, web, null)],
    };
    const shop = await answering({ data: { displays: [display] } });
    const { rows } = await shop.centra.pricePage(0);
    await shop.close();
    expect(rows).toEqual([
      { display: 1, variant: 7, prices: [{ pricelist: 11, currency: 'SEK', value: 299 }] },
      {
        display: 1,
        variant: 8,
        prices: [
          { pricelist: 11, currency: 'SEK', value: 199 },
          { pricelist: 12, currency: 'EUR', value: 19 },
        ],
      },
      { display: 1, variant: 9, prices: [] },
    ]);
  });
});

describe('a list of exactly the usual length, where the endpoint shows no schema', () => {
  const sizes = (count: number) => Array.from({ length: count }, (_, id) => ({ id, SKU: `S-${id}`, isActive: true }));
  const product = (id: number, count: number) => ({ id, name: 'P', variants: [{ id, productSizes: sizes(count) }] });
  const display = (id: number, count: number) => ({
    id,
    productVariants: [{ id }],
    prices: Array.from({ length: count }, (_, n) => priced(id, list(n, 'SEK'), 1)),
  });

  it('A product whose sizes may have been cut is named, and all others are read', async () => {
    const shop = await answering({ data: { products: [product(1, 20), product(2, 3)] } });
    const { rows, unreadable } = await shop.centra.productPage(0);
    await shop.close();
    expect(rows.map((row) => row.product)).toEqual([2, 2, 2]);
    expect(unreadable).toEqual([{ id: '1', sentence: expect.stringContaining('ProductVariant.productSizes') }]);
  });

  it('A display whose prices may have been cut is named, and all others are read', async () => {
    const shop = await answering({ data: { displays: [display(1, 20), display(2, 3)] } });
    const { rows, unreadable } = await shop.centra.pricePage(0);
    await shop.close();
    expect(rows.map((row) => row.display)).toEqual([2]);
    expect(unreadable).toEqual([{ id: '1', sentence: expect.stringContaining('Display.prices') }]);
  });
});
