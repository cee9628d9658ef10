import { describe, expect, it } from '@jest/globals';
import { type CentraPublisherNeeds, centraPublisher } from '../../activities/stock/publish/publish-to-centra.js';
import { brandSchema } from '../../config/brand.js';
import type { CentraWarehouseId } from '../../domain/ids.js';
import type { Batch } from '../../domain/stock/batch.js';
import { smallBrand } from '../support/harness/world.js';
import { asId } from '../support/ids.js';
import { inActivity } from '../support/in-activity.js';

const brand = brandSchema.parse(smallBrand('b', { rehearsalSpeed: 100 }));

const batch: Batch = {
  id: 7,
  epoch: 1,
  target: 'centra',
  location: 'store-01',
  direction: 'out',
  reference: 'onepool b stock 7 2026',
  lines: [{ sku: 'CAP', quantity: 1 }],
  createdAt: 0,
  sent: false,
};

/** Centra has a stock change of this reference, or none; what it was asked for is kept. */
function lookUpAmong(references: readonly string[]) {
  const asked: { warehouse: CentraWarehouseId; reference: string }[] = [];
  const centra: CentraPublisherNeeds['centra'] = {
    allowances: async () => [],
    changeStock: async () => ({ id: asId(0) }),
    knownSkus: async () => new Set(),
    freeToAllocate: async () => new Map(),
    stockChangeNamed: async (warehouse, reference) => {
      asked.push({ warehouse, reference });
      return references.includes(reference) ? asId(150) : undefined;
    },
  };
  const publisher = centraPublisher({ brand, centra });
  const found = inActivity(async () => await publisher.lookUp?.(batch));
  return { found, asked };
}

describe('a stock change whose answer was lost', () => {
  it('A lost stock change is asked for by its reference, in one request, however many changes others made since', async () => {
    const { found, asked } = lookUpAmong([batch.reference]);
    expect(await found).toEqual({ ref: '150' });
    expect(asked).toEqual([{ warehouse: 1, reference: batch.reference }]);
  });

  it('A lost stock change of which Centra has no trace was not made', async () => {
    expect(await lookUpAmong(['another']).found).toBeUndefined();
  });
});
