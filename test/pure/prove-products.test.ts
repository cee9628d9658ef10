import { describe, expect, it } from '@jest/globals';
import { countWrongReplicas } from '../../lab/proofs/products/wrong-replicas.js';

const wanted = ['P-1', 'P-2', 'P-3'].map((sku, i) => ({ sku, barcode: `730${i}`, name: sku, priceMinor: 100 }));
const right = wanted.map((product) => ({ ...product, active: true }));
const [first, ...others] = right;

type Rows = typeof right;
const count = (products: Rows, articles: Rows) => countWrongReplicas({ products, articles }, wanted);

describe('products downstream, as the proof reads them', () => {
  it('Products are right downstream when each exists once, as the shop has it', () => {
    expect(count(right, right)).toEqual({ sitoo: 0, wms: 0 });
  });

  it.each([
    ['one is missing', others],
    ['one is there twice', [...right, first]],
    ['there is one that nobody wants', [...right, { ...first, sku: 'P-9', barcode: '9' }]],
    ['one has another name', [...others, { ...first, name: 'other' }]],
    ['one has another barcode', [...others, { ...first, barcode: 'other' }]],
    ['one is not on offer', [...others, { ...first, active: false }]],
  ])('A difference downstream is counted when %s', (_, rows) => {
    expect(count(rows as Rows, right)).toEqual({ sitoo: 1, wms: 0 });
    expect(count(right, rows as Rows)).toEqual({ sitoo: 0, wms: 1 });
  });

  it('A different price is counted at the tills alone', () => {
    const rows = [...others, { ...first, priceMinor: 101 }];
    expect(count(rows as Rows, rows as Rows)).toEqual({ sitoo: 1, wms: 0 });
  });
});
