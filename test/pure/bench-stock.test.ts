import { describe, expect, it } from '@jest/globals';
import { fewestChanges } from '../../lab/bench/stock.js';

const row = (location: string, sku: string, quantity: number) => ({ location, sku, quantity });

describe('the fewest stock changes by which a burst can be told', () => {
  it('are one for each store and direction', () => {
    const rows = [
      row('store-01', 'A', -1),
      row('store-01', 'B', -1),
      row('store-01', 'C', 2),
      row('store-02', 'A', -1),
    ];
    expect(fewestChanges(rows)).toBe(3);
  });

  it('are none for what came back', () => {
    expect(fewestChanges([row('store-01', 'A', -1), row('store-01', 'A', 1)])).toBe(0);
  });

  it('are more where the SKUs do not fit into one', () => {
    expect(fewestChanges(Array.from({ length: 251 }, (_, n) => row('store-01', `SKU-${n}`, -1)))).toBe(2);
  });
});
