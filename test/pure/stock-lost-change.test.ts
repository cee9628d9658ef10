import { describe, expect, it } from '@jest/globals';
import type { PublishNeeds } from '../../activities/stock/publish/publish-run.js';
import { createPublishActivities } from '../../activities/stock/publish/publish-stock.js';
import { brandSchema } from '../../config/brand.js';
import type { Batch } from '../../domain/stock/batch.js';
import { stockPolicyOf } from '../../domain/stock/policy.js';
import { SystemProblem } from '../../systems/problem.js';
import { smallBrand } from '../support/harness/world.js';
import { asId } from '../support/ids.js';
import { inActivity } from '../support/in-activity.js';

const brand = brandSchema.parse(smallBrand('b', {}));
const FLOWS = { storesToCentra: { mode: 'immediate', maxStalenessMs: 60_000 } } as const;

const LOST: Batch = {
  id: 1,
  epoch: 1,
  target: 'centra',
  location: 'store-01',
  direction: 'out',
  reference: 'onepool b stock 1',
  lines: [{ sku: 'A', quantity: 1 }],
  createdAt: 0,
  sent: true,
};

describe('a lost stock change that cannot be looked for', () => {
  it('A lost stock change that cannot be looked for holds up its own store only, and is a failure at the end', async () => {
    const waiting = new Set(['store-01', 'store-02']);
    const stockOutbox: PublishNeeds['records']['stockOutbox'] = {
      refresh: async () => ({ refreshed: 0, more: false }),
      takeOver: async () => [LOST],
      candidates: async (_, locations) =>
        locations
          .filter((location) => waiting.has(location))
          .map((location) => ({ location, direction: 'out', urgency: 0, since: 0 })),
      claim: async ({ location }) => ({ ...LOST, id: 2, location, sent: false }),
      split: async () => [],
      markSent: async () => true,
      settle: async () => {},
      retryDue: async () => ({ next: undefined }),
    };
    const published: number[] = [];
    const centra: PublishNeeds['centra'] = {
      stockChangeNamed: async () => {
        throw new SystemProblem({ kind: 'unknown-outcome', system: 'centra', operation: 'x', sentence: 'Not seen.' });
      },
      allowances: async () => [],
      knownSkus: async (skus) => new Set(skus),
      freeToAllocate: async () => new Map(),
      changeStock: async ({ warehouse }) => {
        published.push(warehouse);
        waiting.delete('store-02');
        return { id: asId(1) };
      },
    };
    const sitoo = { knownSkus: async () => new Set<string>(), setStock: async () => [] };
    const needs = { brand, centra, sitoo, records: { stockOutbox } };
    const { publishStock } = createPublishActivities(needs, stockPolicyOf(brand, Date.now), async () => {});
    await expect(inActivity(() => publishStock({ target: 'centra', flows: FLOWS }))).rejects.toThrow('Not seen.');
    expect(published).toEqual([2]);
  });
});
