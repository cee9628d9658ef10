import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { levelsBefore } from '../../domain/stock/initial-stock.js';

const changes = fc.array(
  fc.record({ sku: fc.constantFrom('A', 'B', 'C'), quantity: fc.integer({ min: -3, max: 5 }) }),
  { maxLength: 12 },
);

describe('initial stock', () => {
  it('Levels are taken back to what they were, whichever rows were written when they were read', async () => {
    const start = new Map([
      ['A', 7],
      ['B', 0],
      ['C', -2],
    ]);
    fc.assert(
      fc.property(changes, fc.nat(12), fc.boolean(), (all, readAfter, anySays) => {
        const now = new Map(start);
        // When the journal says no levels, they must be read after all of its rows.
        const seenAt = anySays ? Math.min(readAfter, all.length) : all.length;
        let seen = seenAt === 0 ? new Map(now) : undefined;
        const items = all.map(({ sku, quantity }, i) => {
          now.set(sku, (now.get(sku) ?? 0) + quantity);
          if (i + 1 === seenAt) seen = new Map(now);
          return { sku, quantity, ...(anySays ? { totalAfter: now.get(sku) ?? 0 } : {}) };
        });
        expect(levelsBefore(seen ?? start, items)).toEqual(start);
      }),
    );
  });

  it('A SKU that is first seen in the journal had nothing before', () => {
    expect(levelsBefore(new Map(), [{ sku: 'NEW', quantity: 3, totalAfter: 3 }])).toEqual(new Map([['NEW', 0]]));
  });
});
