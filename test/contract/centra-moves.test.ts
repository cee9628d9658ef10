import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../activities/dependencies.js';
import { createMoveActivities } from '../../activities/orders/find-alternative.js';
import type { OrderNeeds } from '../../activities/orders/needs.js';
import { originReader } from '../../activities/orders/read-origin.js';
import type { StockRecorder } from '../../activities/stock/ingest/record-stock.js';
import type { CentraOrderNumber } from '../../domain/ids.js';
import type { OrderStore, Records } from '../../systems/database/port.js';
import { harnessOfTest, OTHER_STORE, placed, STORE, WAREHOUSE } from '../support/centra-harness.js';
import { inActivity } from '../support/in-activity.js';
import { intentsInMemory } from '../support/memory-intents.js';
import { testBrand } from '../support/web-order.js';

const harness = await harnessOfTest();

const AFTER_ITS_END_MS = 600_000;

const brand = testBrand({
  locations: [
    { id: 'store-1', kind: 'store', name: 'One', centra: Number(STORE), sitoo: 102 },
    { id: 'store-2', kind: 'store', name: 'Two', centra: Number(OTHER_STORE), sitoo: 103 },
    { id: 'wh', kind: 'warehouse', name: 'Central', centra: Number(WAREHOUSE), sitoo: 101, wms: 1 },
  ],
});

/** A line of three shirts that two fulfilments of a store share, and a fulfilment giving one shirt to the warehouse. */
async function shared() {
  const { number, line } = await placed(harness, { location: 'store-1', lines: [{ sku: 'SHIRT', quantity: 3 }] });
  const { intents, wait } = intentsInMemory();
  const state = { ledgerFails: 0 };
  const ledger: Partial<StockRecorder> = {
    record: async () => {
      if (state.ledgerFails-- > 0) throw new Error('The database is gone.');
      return 0;
    },
  };
  const orders: Partial<OrderStore> = { fulfilments: async () => [] };
  const records: Partial<Records> = { intents, orders: orders as OrderStore };
  const { centra } = harness;
  const { reallocate } = createMoveActivities({
    brand,
    centra,
    records: records as Records,
    origin: originReader({ centra } as Dependencies),
    ledger: ledger as OrderNeeds['ledger'],
  });
  const move = (decision = 1) =>
    inActivity(() =>
      reallocate({ number, decision, lines: [{ line: line.id, quantity: 1 }], from: 'store-1', to: 'wh' }),
    );
  /** Two units of nobody's, to a location of a person's choice. */
  const take = (to: string, covered: readonly string[]) =>
    inActivity(() =>
      reallocate({
        ...{ number, decision: 'case-1', lines: [{ line: line.id, quantity: 2 }], to },
        covered: covered.map((location) => ({ line: line.id, quantity: 1, location })),
      }),
    );
  return { number, state, wait, move, take };
}

async function where(number: CentraOrderNumber) {
  const allocations = (await harness.centra.order(number))?.lines[0]?.allocations ?? [];
  const at = (warehouse: number) =>
    allocations.filter((a) => Number(a.warehouse) === warehouse).reduce((sum, a) => sum + a.quantity, 0);
  return { store: at(Number(STORE)), warehouse: at(Number(WAREHOUSE)), other: at(Number(OTHER_STORE)) };
}

describe('moving units of a line that fulfilments share', () => {
  it('A move whose bookkeeping failed is not made again by its repeat', async () => {
    const { number, state, move } = await shared();
    state.ledgerFails = 1;
    await expect(move()).rejects.toThrow('The database is gone.');
    await move();
    await move();
    expect(await where(number)).toMatchObject({ store: 2, warehouse: 1 });
  });

  it.each(['unallocateOrder', 'allocateOrder'] as const)(
    'A move whose answer to %s was lost moves one unit, also when it is repeated',
    async (operation) => {
      const { number, wait, move } = await shared();
      await harness.fault(operation, { kind: 'response-lost' });
      await expect(move()).rejects.toMatchObject({ kind: 'unknown-outcome' });
      wait(AFTER_ITS_END_MS);
      await move();
      await move();
      expect(await where(number)).toMatchObject({ store: 2, warehouse: 1 });
    },
  );

  it('Two fulfilments that move equal units move one each', async () => {
    const { number, move } = await shared();
    await move(1);
    await move(2);
    expect(await where(number)).toMatchObject({ store: 1, warehouse: 2 });
  });

  it.each([
    { to: 'store-2', picked: 'the warehouse', covered: ['wh'], shown: { store: 0, warehouse: 1, other: 2 } },
    { to: 'store-2', picked: 'the store', covered: ['store-1'], shown: { store: 1, warehouse: 0, other: 2 } },
    { to: 'wh', picked: 'the warehouse itself', covered: ['wh'], shown: { store: 0, warehouse: 3, other: 0 } },
  ])('A person who takes two of three units from $to leaves the one that $picked is picking', async (one) => {
    const { number, wait, move, take } = await shared();
    await move();
    await harness.fault('allocateOrder', { kind: 'connection-reset' });
    await expect(take(one.to, one.covered)).rejects.toMatchObject({ kind: 'unknown-outcome' });
    wait(AFTER_ITS_END_MS);
    await take(one.to, one.covered);
    await take(one.to, one.covered);
    expect(await where(number)).toEqual(one.shown);
  });
});
