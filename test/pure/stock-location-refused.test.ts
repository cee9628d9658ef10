import { describe, expect, it } from '@jest/globals';
import type { PublishNeeds } from '../../activities/stock/publish/publish-run.js';
import { createPublishActivities } from '../../activities/stock/publish/publish-stock.js';
import { brandSchema } from '../../config/brand.js';
import type { Batch } from '../../domain/stock/batch.js';
import type { Direction } from '../../domain/stock/flows.js';
import { stockPolicyOf } from '../../domain/stock/policy.js';
import { SystemProblem } from '../../systems/problem.js';
import { smallBrand } from '../support/harness/world.js';
import { asId } from '../support/ids.js';
import { inActivity } from '../support/in-activity.js';

const brand = brandSchema.parse(smallBrand('b', {}));
const FLOWS = { storesToCentra: { mode: 'immediate', maxStalenessMs: 60_000 } } as const;

describe('a store that the web shop refuses', () => {
  it('A store that the web shop refuses is one refusal, and the other stores are published first', async () => {
    const waiting = new Set(['store-01', 'store-02']);
    let ids = 0;
    const batchOf = (location: string, direction: Direction, skus: readonly string[]): Batch => {
      ids += 1;
      const lines = skus.map((sku) => ({ sku, quantity: 1 }));
      const reference = `onepool b stock ${ids}`;
      return { id: ids, epoch: 1, target: 'centra', location, direction, reference, lines, createdAt: 0, sent: false };
    };
    const stockOutbox: PublishNeeds['records']['stockOutbox'] = {
      refresh: async () => ({ refreshed: 0, more: false }),
      takeOver: async () => [],
      candidates: async (_, locations) =>
        locations
          .filter((location) => waiting.has(location))
          .map((location) => ({ location, direction: 'out', urgency: 0, since: 0 })),
      claim: async ({ location, direction }) => batchOf(location, direction, ['A', 'B', 'C', 'D']),
      split: async (_, pieces) =>
        pieces.map((lines) =>
          batchOf(
            'store-01',
            'out',
            lines.map(({ sku }) => sku),
          ),
        ),
      markSent: async () => true,
      settle: async () => {},
      retryDue: async () => ({ next: undefined }),
    };
    const published: number[] = [];
    const centra: PublishNeeds['centra'] = {
      stockChangeNamed: async () => undefined,
      allowances: async () => [],
      knownSkus: async (skus) => new Set(skus),
      freeToAllocate: async () => new Map(),
      changeStock: async ({ warehouse }) => {
        if (warehouse === 1)
          throw new SystemProblem({ kind: 'rejected', system: 'centra', operation: 'x', sentence: 'No warehouse 1.' });
        published.push(warehouse);
        waiting.delete('store-02');
        return { id: asId(1) };
      },
    };
    const sitoo = { knownSkus: async () => new Set<string>(), setStock: async () => [] };
    const needs = { brand, centra, sitoo, records: { stockOutbox } };
    const { publishStock } = createPublishActivities(needs, stockPolicyOf(brand, Date.now), async () => {});
    await expect(inActivity(() => publishStock({ target: 'centra', flows: FLOWS }))).rejects.toThrow(
      'No stock of store-01 is accepted. No warehouse 1.',
    );
    expect(published).toEqual([2]);
  });
});
