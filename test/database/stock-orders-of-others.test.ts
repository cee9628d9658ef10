import { describe, expect, it } from '@jest/globals';
import type { PositionKey } from '../../domain/stock/position.js';
import { asId } from '../support/ids.js';
import { recordsOfTest } from '../support/records-of-test.js';
import { orderReading, pendingDeltas, picked, publishAll, rowAt, stockPolicy } from '../support/stock-ledger.js';

const { records } = await recordsOfTest();
const { stockLedger, stockReconciliation, stockQueries, stockShortages } = records;
const policy = stockPolicy();
let skus = 0;

/** A SKU of the warehouse with ten units, everywhere the same. */
async function withTen(): Promise<PositionKey> {
  const key = { location: 'dc', sku: `O${++skus}` };
  await level(key, 10, true);
  return key;
}

async function level(key: PositionKey, physical: number, isFirst = false): Promise<void> {
  const reading = await stockLedger.nextReading();
  await stockLedger.record(
    { levels: { reading, at: 1, rows: [{ ...key, physical }] }, ...(isFirst ? { initialStockOf: ['dc'] } : {}) },
    policy,
  );
}

const placed = new Map<string, number>();

/** Reads an order that was placed when it was first read. */
function read(key: PositionKey, number: string, outstanding: number, deductedAtOrigin = 0) {
  const [readAt, units] = [Date.now(), [{ ...key, outstanding, deductedAtOrigin }]];
  const placedAt = placed.get(number) ?? readAt;
  placed.set(number, placedAt);
  return stockLedger.record({ orders: [orderReading(number, units, { ofOthers: true, placedAt, readAt })] }, policy);
}

const causesOf = async (key: PositionKey) =>
  (await stockQueries.explain(key))?.movements.map(({ cause, quantity, order }) => [cause, quantity, order?.number]);

describe('goods that others send from our shelves', () => {
  it('A level that falls while an order of others waits falls for that order, and only the rest is published', async () => {
    const key = await withTen();
    await read(key, '70001', 2);
    await level(key, 7);
    expect(await causesOf(key)).toEqual([
      ['warehouse-change', -1, undefined],
      ['warehouse-change-for-others', -2, '70001'],
      ['initial-stock', 10, undefined],
    ]);
    expect(await pendingDeltas(records, key)).toMatchObject({ centra: -1 });
    await read(key, '70001', 0, 2);
    expect(await pendingDeltas(records, key)).toMatchObject({ centra: -1 });
    expect(await rowAt(records, key)).toMatchObject({ physical: 7, reserved: 0, inFlightWeb: 0, centraLevel: 7 });
  });

  it('A fall that was published before Centra showed whose it was is given back, once', async () => {
    const key = await withTen();
    // Placed before the fall, and read after it.
    const placedAt = Date.now();
    await level(key, 9);
    expect(await publishAll(records, policy, 'centra', 'dc')).toMatchObject({ [key.sku]: -1 });
    for (let i = 0; i < 2; i += 1) {
      const units = [{ ...key, outstanding: 0, deductedAtOrigin: 1 }];
      const reading = { ofOthers: true, placedAt, readAt: Date.now() + i } as const;
      await stockLedger.record({ orders: [orderReading('70003', units, reading)] }, policy);
    }
    expect(await publishAll(records, policy, 'centra', 'dc')).toMatchObject({ [key.sku]: 1 });
    expect(await causesOf(key)).toEqual([
      ['warehouse-change-for-others', -1, '70003'],
      ['explained-later', 1, undefined],
      ['warehouse-change', -1, undefined],
      ['initial-stock', 10, undefined],
    ]);
  });

  it('What waits in vain for its other half is settled by the night: published after all, or gone', async () => {
    const [early, late] = [await withTen(), await withTen()];
    await read(early, '70004', 1);
    await level(early, 9);
    await read(late, '70005', 0, 1);
    expect(await pendingDeltas(records, early)).toMatchObject({ centra: 0 });
    const settle = (before: number) => stockReconciliation.settleOrdersOfOthers('dc', { before }, policy);
    expect(await settle(Date.now() - 3_600_000)).toEqual({ settled: 0 });
    await settle(Date.now() + 3_600_000);
    expect(await pendingDeltas(records, early)).toMatchObject({ centra: -1 });
    expect(await causesOf(early)).toEqual([
      ['warehouse-change-for-others', 1, '70004'],
      ['warehouse-change', -1, undefined],
      ['warehouse-change-for-others', -1, '70004'],
      ['initial-stock', 10, undefined],
    ]);
    // Centra shows nine of ten that are there: the comparison finds that now.
    expect((await stockReconciliation.expectedAtCentra('dc', [late.sku])).get(late.sku)).toMatchObject({
      expected: 10,
    });
    // The goods go out the day after, and Centra says so.
    await read(early, '70004', 0, 1);
    expect(await pendingDeltas(records, early)).toMatchObject({ centra: 0 });
  });

  it('No order of others is asked to give its units to another, looked for in a store, or found for a refund', async () => {
    const key = await withTen();
    await read(key, '70006', 8);
    await stockLedger.record({ orders: [orderReading('70007', [{ ...key, outstanding: 4 }])] }, policy);
    const shortages = (await stockShortages.current()).filter(({ sku }) => sku === key.sku);
    expect(shortages).toMatchObject([{ short: 2, claims: [{ number: '70007' }] }]);
    expect((await stockLedger.unsettledOrders([key])).map(({ number }) => number)).toEqual(['70007']);
    await read(key, '70006', 0, 8);
    expect(await records.returns.ordersThatShipped([key.sku], 5)).toEqual([]);
  });

  it('An order of others that the warehouse shows is known by its id to its back order, as the newest reading has it', async () => {
    const shown = (ref: string, quantity: number) => ({
      ...{ ref: asId<never>(ref), order: { origin: 'centra', number: asId<never>('70008') } as const, location: 'dc' },
      ...{ isSent: false, picked: [{ sku: 'W', quantity }] },
    });
    await stockLedger.noteOrdersOfOthers(5, [shown('901', 2)]);
    await stockLedger.noteOrdersOfOthers(4, [shown('901', 1)]);
    const all = await stockLedger.noteOrdersOfOthers(6, [shown('902', 3)]);
    expect(all.map(({ picked: units }) => units)).toEqual([[{ sku: 'W', quantity: 2 }], [{ sku: 'W', quantity: 3 }]]);
    expect(await stockLedger.orderOfOthers(asId('901'))).toMatchObject({ order: { number: '70008' }, location: 'dc' });
    expect(await stockLedger.orderOfOthers(asId('999'))).toBeUndefined();
    const key = await withTen();
    const rows = [{ ...picked(key, 1, '70009'), ofOthers: true as const }];
    await stockLedger.record({ picks: { reading: await stockLedger.nextReading(), at: 1, rows } }, policy);
    expect(await stockLedger.unsettledOrders([key])).toEqual([]);
  });
});
