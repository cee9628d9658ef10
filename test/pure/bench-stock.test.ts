import { describe, expect, it } from '@jest/globals';
import { fewestChanges } from '../../lab/bench/stock.js';

const row = (location: string, sku: string, quantity: number) => ({ location, sku, quantity });

describe('the fewest stock changes for a burst', () => {
  it('A burst needs at least one stock change per store and direction', () => {
    const rows = [
      row('store-01', 'A', -1),
      row('store-01', 'B', -1),
      row('store-01', 'C', 2),
      row('store-02', 'A', -1),
    ];
    expect(fewestChanges(rows)).toBe(3);
  });

  it('Units that were sold and returned need no stock change', () => {
    expect(fewestChanges([row('store-01', 'A', -1), row('store-01', 'A', 1)])).toBe(0);
  });

  it('A burst needs more stock changes where its SKUs exceed the size of one', () => {
    expect(fewestChanges(Array.from({ length: 251 }, (_, n) => row('store-01', `SKU-${n}`, -1)))).toBe(2);
  });
});
