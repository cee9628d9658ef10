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
