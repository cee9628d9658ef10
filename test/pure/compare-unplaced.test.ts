import { describe, expect, it } from '@jest/globals';
import { compareUnplaced } from '../../activities/stock/reconcile/compare-unplaced.js';
import { brandSchema } from '../../config/brand.js';
import type { PositionKey } from '../../domain/stock/position.js';
import { smallBrand } from '../support/harness/world.js';

const brand = brandSchema.parse(smallBrand('b', {}));

/** A round of the follower while something fell at these positions. */
async function roundWith(positions: readonly PositionKey[]) {
  const started: { workflowId: string; args: unknown[] }[] = [];
  const needs = {
    brand,
    records: { stockLedger: { claimUnplaced: async () => ({ positions, newest: 77 }) } },
    temporal: {
      workflow: { start: async (_: string, options: (typeof started)[number]) => void started.push(options) },
    },
  };
  // Only these parts of the records and of Temporal are used.
  await compareUnplaced(needs as never)();
  return started;
}

describe('goods of others that left from a place that nobody names', () => {
  it('Levels are compared right away of what fell, at each location of the web shop where it did', async () => {
    const [first, second] = brand.locations.filter(({ centra }) => centra !== undefined).map(({ id }) => id);
    if (first === undefined || second === undefined) throw new Error('the brand has too few locations');
    const started = await roundWith([
      { location: first, sku: 'A' },
      { location: first, sku: 'B' },
      { location: second, sku: 'A' },
      { location: 'given-up', sku: 'A' },
    ]);
    expect(started).toMatchObject([
      {
        workflowId: expect.stringContaining('unplaced-77'),
        args: [
          {
            only: [
              { location: first, skus: ['A', 'B'] },
              { location: second, skus: ['A'] },
            ],
          },
        ],
      },
    ]);
  });

  it('No comparison is started where nothing fell at a location of the web shop', async () => {
    expect(await roundWith([])).toEqual([]);
    expect(await roundWith([{ location: 'given-up', sku: 'A' }])).toEqual([]);
  });
});
