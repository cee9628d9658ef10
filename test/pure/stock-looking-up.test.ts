import { describe, expect, it } from '@jest/globals';
import { type CentraPublisherNeeds, centraPublisher } from '../../activities/stock/publish/publish-to-centra.js';
import { brandSchema } from '../../config/brand.js';
import type { Batch } from '../../domain/stock/batch.js';
import { smallBrand } from '../support/harness/world.js';
import { asId, centraWarehouse } from '../support/ids.js';
import { inActivity } from '../support/in-activity.js';

const brand = brandSchema.parse(smallBrand('b', { rehearsalSpeed: 100 }));
const NOW = Date.now();
const ago = (seconds: number): number => NOW - seconds * 1_000;

const batch: Batch = {
  id: 7,
  epoch: 1,
  target: 'centra',
  location: 'store-01',
  direction: 'out',
  reference: 'onepool b stock 7 2026',
  lines: [{ sku: 'CAP', quantity: 1 }],
  createdAt: ago(600),
  sent: false,
};

/** Centra shows these changes, newest first; the moments at which it was asked are kept. */
function lookUpAmong(comments: readonly string[], { at, of = batch }: { at: number; of?: Batch }) {
  const asked: { limit: number; at: number }[] = [];
  const centra: CentraPublisherNeeds['centra'] = {
    allowances: async () => [],
    changeStock: async () => ({ id: asId(0) }),
    knownSkus: async () => new Set(),
    freeToAllocate: async () => new Map(),
    stockChanges: async (_, limit) => {
      asked.push({ limit, at: Date.now() });
      const createdAt = new Date(at).toISOString();
      return comments
        .slice(0, limit)
        .map((comment, id) => ({ warehouse: centraWarehouse(1), id: asId(id), createdAt, comment, lines: [] }));
    },
  };
  const publisher = centraPublisher({ brand, centra });
  const found = inActivity(async () => await publisher.lookUp?.(of));
  return { found, asked };
}

const others = (count: number): string[] => Array.from({ length: count }, (_, i) => `another system ${i}`);

describe('a stock change whose answer was lost', () => {
  it('A lost stock change was not made when Centra shows all changes, or older ones, without it', async () => {
    expect(await lookUpAmong(others(99), { at: ago(1) }).found).toBeUndefined();
    expect(await lookUpAmong(others(500), { at: ago(700) }).found).toBeUndefined();
  });

  it('A lost stock change is found behind a hundred later changes by others', async () => {
    expect(await lookUpAmong([...others(150), batch.reference], { at: ago(1) }).found).toEqual({ ref: '150' });
  });

  it('A lost stock change stays unknown while it may lie behind everything that Centra shows', async () => {
    const { found, asked } = lookUpAmong(others(500), { at: ago(630) });
    await expect(found).rejects.toMatchObject({ kind: 'unknown-outcome' });
    expect(asked.map(({ limit }) => limit)).toEqual([100, 200]);
  });
});
