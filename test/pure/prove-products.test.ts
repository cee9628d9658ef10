import { describe, expect, it } from '@jest/globals';
import { wrongDownstream } from '../../lab/proofs/products/wrong-downstream.js';

const wanted = ['P-1', 'P-2', 'P-3'].map((sku, i) => ({ sku, barcode: `730${i}`, name: sku, priceMinor: 100 }));
const right = wanted.map((product) => ({ ...product, active: true }));
const [first, ...others] = right;

/** Tills and a warehouse whose books hold these. */
const below = (products: readonly object[], articles: readonly object[]): Parameters<typeof wrongDownstream>[0] => ({
  sitoo: { read: async (_, schema) => schema.parse({ products }) },
  wms: { read: async (_, schema) => schema.parse({ articles }) },
});

describe('products below, as the proof reads them', () => {
  it('Products are right downstream when each exists once, as the shop has it', async () => {
    expect(await wrongDownstream(below(right, right), wanted)).toEqual({ sitoo: 0, wms: 0 });
  });

  it.each([
    ['one is missing', others],
    ['one is there twice', [...right, first]],
    ['there is one that nobody wants', [...right, { ...first, sku: 'P-9', barcode: '9' }]],
    ['one has another name', [...others, { ...first, name: 'other' }]],
    ['one has another barcode', [...others, { ...first, barcode: 'other' }]],
    ['one is not on offer', [...others, { ...first, active: false }]],
  ])('A difference downstream is counted when %s', async (_, rows) => {
    expect(await wrongDownstream(below(rows as object[], right), wanted)).toEqual({ sitoo: 1, wms: 0 });
    expect(await wrongDownstream(below(right, rows as object[]), wanted)).toEqual({ sitoo: 0, wms: 1 });
  });

  it('A different price is counted at the tills alone', async () => {
    const rows = [...others, { ...first, priceMinor: 101 }];
    expect(await wrongDownstream(below(rows, rows), wanted)).toEqual({ sitoo: 1, wms: 0 });
  });
});
