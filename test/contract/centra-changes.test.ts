import { describe, expect, it } from '@jest/globals';
import type { CentraOrderNumber, CentraWarehouseId } from '../../domain/ids.js';
import {
  harnessOfTest,
  OTHER_STORE,
  placed,
  problemOf,
  STORE,
  stockAt,
  TOKEN,
  WAREHOUSE,
} from '../support/centra-harness.js';

const harness = await harnessOfTest();

describe('changing orders', () => {
  it('Cancelling a whole order gives its units back', async () => {
    const { number, order } = await placed(harness);
    const before = await harness.centra.freeToAllocate(WAREHOUSE, ['SHIRT']);
    await harness.centra.cancelOrder(order.id, 'customer changed their mind');
    const after = await harness.centra.freeToAllocate(WAREHOUSE, ['SHIRT']);
    expect(after.get('SHIRT')).toBe((before.get('SHIRT') ?? 0) + 2);
    expect(await harness.centra.order(number)).toMatchObject({ status: 'cancelled', grandTotalMinor: 0 });
    expect(await problemOf(harness.centra.cancelOrder(order.id, 'again'))).toMatchObject({ kind: 'rejected' });
  });

  it('Centra does not cancel an order that is captured', async () => {
    const { number, order, line } = await placed(harness);
    await harness.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 1 }] });
    expect((await problemOf(harness.centra.cancelOrder(order.id, 'late'))).message).toContain('captured');
  });

  it('Cancelling units that do not exist takes them out of stock', async () => {
    const { number, line } = await placed(harness, { location: 'store-1', lines: [{ sku: 'SCARF', quantity: 1 }] });
    await harness.centra.cancelLines({
      order: number,
      lines: [{ line: line.id, quantity: 1 }],
      comment: 'not found',
      removeFromStock: true,
    });
    expect(await stockAt(harness, STORE, 'SCARF')).toEqual({
      warehouse: STORE,
      sku: 'SCARF',
      physical: 1,
      allocated: 0,
    });
  });

  it('Centra refuses changes to a locked order', async () => {
    const { order } = await placed(harness, { locked: true });
    expect((await problemOf(harness.centra.cancelOrder(order.id, 'why'))).message).toContain('locked');
  });
});

describe('the units of a line', () => {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  /** As Centra writes them, before any reading of ours. */
  const written = async (number: CentraOrderNumber) => {
    const query = `{ orders(where: { number: [${number}] }) { lines(includeFullyCancelled: true) { quantity cancelledQuantity } } }`;
    const { data } = (await (
      await fetch(`${harness.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
    ).json()) as {
      data: { orders: { lines: { quantity: number; cancelledQuantity: number }[] }[] };
    };
    return data.orders[0]?.lines[0];
  };
  const cutOne = async () => {
    const { number, order, line } = await placed(harness);
    const lines = [{ line: line.id, quantity: 1 }];
    await harness.centra.cancelLines({ order: number, lines, comment: 'customer', removeFromStock: false });
    return { number, order };
  };

  it('Centra takes cancelled units off the quantity, and an order is read with what was ordered', async () => {
    const { number } = await cutOne();
    expect(await written(number)).toEqual({ quantity: 1, cancelledQuantity: 1 });
    expect((await harness.centra.order(number))?.lines[0]).toMatchObject({ quantity: 2, cancelledQuantity: 1 });
  });

  it.each([
    ['kept', { quantity: 1, cancelledQuantity: 1 }],
    ['zero', { quantity: 0, cancelledQuantity: 2 }],
  ] as const)(
    'All units of a cancelled order are cancelled, whichever way Centra writes them: %s',
    async (cancelledOrderQuantity, shown) => {
      await harness.control.post('settings', { readings: { cancelledOrderQuantity } });
      const { number, order } = await cutOne();
      await harness.centra.cancelOrder(order.id, 'customer');
      expect(await written(number)).toEqual(shown);
      expect((await harness.centra.order(number))?.lines[0]).toMatchObject({ quantity: 2, cancelledQuantity: 2 });
    },
  );
});

describe('moving an allocation', () => {
  const where = async (number: CentraOrderNumber) =>
    (await harness.centra.order(number))?.lines[0]?.allocations.map(({ warehouse, quantity }) => ({
      warehouse,
      quantity,
    }));

  const unitsAt = async (number: CentraOrderNumber) => {
    const units: Record<string, number> = {};
    for (const { warehouse, quantity } of (await where(number)) ?? [])
      units[warehouse] = (units[warehouse] ?? 0) + quantity;
    return units;
  };

  it('Moving an allocation moves its units; a repeated move reads once and changes nothing', async () => {
    const { number, line } = await placed(harness, { location: 'store-1' });
    const move = { order: number, lines: [{ line: line.id, quantity: 2 }], toWarehouse: WAREHOUSE };
    await harness.centra.reallocate(move);
    expect(await where(number)).toEqual([{ warehouse: WAREHOUSE, quantity: 2 }]);
    const before = (await harness.calls()).total;
    await harness.centra.reallocate(move);
    expect((await harness.calls()).total).toBe(before + 1);
  });

  it('A move that broke off between freeing and allocating is finished', async () => {
    const { number, line } = await placed(harness, { location: 'store-1' });
    const move = { order: number, lines: [{ line: line.id, quantity: 2 }], toWarehouse: WAREHOUSE };
    await harness.fault('allocateOrder', { kind: 'connection-reset' });
    expect(await problemOf(harness.centra.reallocate(move))).toMatchObject({ kind: 'unknown-outcome' });
    expect(await where(number)).toEqual([]);
    await harness.centra.reallocate(move);
    expect(await where(number)).toEqual([{ warehouse: WAREHOUSE, quantity: 2 }]);
  });

  it('A move that names its origin moves the units of that warehouse only', async () => {
    const { number, line } = await placed(harness, { location: 'store-1' });
    await harness.centra.reallocate({
      order: number,
      lines: [{ line: line.id, quantity: 1 }],
      toWarehouse: OTHER_STORE,
    });
    await harness.centra.reallocate({
      order: number,
      lines: [{ line: line.id, quantity: 1 }],
      toWarehouse: WAREHOUSE,
      fromWarehouse: OTHER_STORE,
    });
    expect(await where(number)).toEqual(
      expect.arrayContaining([
        { warehouse: STORE, quantity: 1 },
        { warehouse: WAREHOUSE, quantity: 1 },
      ]),
    );
  });

  it('A move that names its origin adds to what another fulfilment already has at the target', async () => {
    const { number, line } = await placed(harness, { location: 'store-1', lines: [{ sku: 'SHIRT', quantity: 3 }] });
    await harness.centra.reallocate({
      order: number,
      lines: [{ line: line.id, quantity: 1 }],
      toWarehouse: WAREHOUSE,
    });
    const rest = {
      order: number,
      lines: [{ line: line.id, quantity: 2 }],
      toWarehouse: WAREHOUSE,
      fromWarehouse: STORE,
    };
    await harness.fault('allocateOrder', { kind: 'connection-reset' });
    await problemOf(harness.centra.reallocate(rest));
    await harness.centra.reallocate(rest);
    await harness.centra.reallocate(rest);
    expect(await where(number)).toEqual([{ warehouse: WAREHOUSE, quantity: 3 }]);
  });

  it('A move from anywhere leaves the units of others where they are, also those at the target', async () => {
    const { number, line } = await placed(harness, { location: 'store-1', lines: [{ sku: 'SHIRT', quantity: 4 }] });
    const one = { order: number, lines: [{ line: line.id, quantity: 1 }], fromWarehouse: STORE };
    await harness.centra.reallocate({ ...one, toWarehouse: WAREHOUSE });
    await harness.centra.reallocate({ ...one, toWarehouse: OTHER_STORE });
    const kept = (warehouse: CentraWarehouseId) => ({ line: line.id, quantity: 1, warehouse });
    const rest = {
      order: number,
      lines: [{ line: line.id, quantity: 2 }],
      toWarehouse: OTHER_STORE,
      // Of the store one unit is being picked, and so is the one at the target.
      keep: [kept(STORE), kept(OTHER_STORE)],
    };
    await harness.fault('allocateOrder', { kind: 'connection-reset' });
    await problemOf(harness.centra.reallocate(rest));
    await harness.centra.reallocate(rest);
    await harness.centra.reallocate(rest);
    expect(await unitsAt(number)).toEqual({ [STORE]: 1, [OTHER_STORE]: 3 });
  });

  it('A move leaves alone the units that a shipment holds', async () => {
    const { number, line } = await placed(harness, { location: 'store-1' });
    const { shipment } = await harness.centra.createShipment({
      order: number,
      lines: [{ line: line.id, quantity: 1 }],
    });
    await harness.centra.reallocate({
      order: number,
      lines: [{ line: line.id, quantity: 1 }],
      toWarehouse: WAREHOUSE,
    });
    await harness.centra.completeShipment({ id: shipment.id });
    expect(await where(number)).toEqual(
      expect.arrayContaining([
        { warehouse: STORE, quantity: 1 },
        { warehouse: WAREHOUSE, quantity: 1 },
      ]),
    );
  });

  it('A move beyond what the target has free is refused', async () => {
    const { number, line } = await placed(harness, { location: 'wh' });
    await placed(harness, { location: 'store-2', lines: [{ sku: 'SHIRT', quantity: 2 }] });
    const problem = await problemOf(
      harness.centra.reallocate({
        order: number,
        lines: [{ line: line.id, quantity: 2 }],
        toWarehouse: OTHER_STORE,
      }),
    );
    expect(problem).toMatchObject({ kind: 'rejected', operation: 'allocateOrder' });
    expect(problem.message).toContain('Not enough stock of SHIRT');
  });
});
