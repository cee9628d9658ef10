import { describe, expect, it } from '@jest/globals';
import { asId } from '../support/ids.js';
import { recordsOfTest } from '../support/records-of-test.js';
import {
  importEmptyStock,
  journalRow,
  orderReading,
  picked,
  publishAll,
  rowAt,
  stockPolicy,
} from '../support/stock-ledger.js';

const { records } = await recordsOfTest();
const policy = stockPolicy();
const { stockLedger, stockOutbox, products } = records;
let sizes = 0;

/** A product of the web shop, in a ledger that has ten units of it in store and warehouse and has published them. */
async function product(former: string): Promise<{ rename: (sku: string) => Promise<void> }> {
  sizes += 1;
  const size = sizes;
  const name = (sku: string) =>
    products.saveMasters([
      { sku, product: size, variant: size, size, barcode: '', name: 'A product', active: true, offered: true },
    ]);
  await name(former);
  await importEmptyStock(records, policy, 'store-1', 'dc');
  const key = (location: string) => ({ location, sku: former });
  await stockLedger.record({ movements: [journalRow(key('store-1'), 10)] }, policy);
  const reading = await stockLedger.nextReading();
  await stockLedger.record({ levels: { reading, at: 1, rows: [{ ...key('dc'), physical: 10 }] } }, policy);
  for (const location of ['store-1', 'dc']) await publishAll(records, policy, 'centra', location);
  await publishAll(records, policy, 'sitoo', 'dc');
  return { rename: (sku) => name(sku) };
}

async function carried(): Promise<boolean[]> {
  const outcomes = [];
  for (const rename of await stockLedger.pendingRenames()) outcomes.push(await stockLedger.rename(rename, policy));
  return outcomes;
}

describe('a SKU that the web shop renames', () => {
  it('A renamed SKU takes its units, its open orders and what was published along, and nothing is published for it', async () => {
    const { rename } = await product('OLD-A');
    await stockLedger.record(
      { orders: [orderReading('1', [{ location: 'dc', sku: 'OLD-A', outstanding: 2 }])] },
      policy,
    );
    await stockLedger.record(
      {
        picks: {
          reading: await stockLedger.nextReading(),
          at: 1,
          rows: [picked({ location: 'dc', sku: 'OLD-A' }, 1, '1')],
        },
      },
      policy,
    );
    await rename('NEW-A');
    // The order is read under the new name before the ledger has carried the old one over.
    await stockLedger.record(
      { orders: [orderReading('1', [{ location: 'dc', sku: 'NEW-A', outstanding: 1, deductedAtOrigin: 1 }])] },
      policy,
    );
    expect(await carried()).toEqual([true]);
    expect(await stockLedger.pendingRenames()).toEqual([]);
    for (const [location, physical] of [
      ['store-1', 10],
      ['dc', 9],
    ] as const) {
      expect(await rowAt(records, { location, sku: 'NEW-A' })).toMatchObject({ physical, inFlightWeb: 0 });
      expect(await rowAt(records, { location, sku: 'OLD-A' })).toMatchObject({ physical: 0, reserved: 0 });
      expect(await publishAll(records, policy, 'centra', location)).toEqual({});
    }
    expect(await rowAt(records, { location: 'dc', sku: 'NEW-A' })).toMatchObject({ reservedWeb: 1 });
    expect(await publishAll(records, policy, 'sitoo', 'dc')).toEqual({ 'NEW-A': 9 - 1 });
    expect(await records.stockQueries.formerNames(['NEW-A', 'OLD-A'])).toEqual(new Map([['NEW-A', ['OLD-A']]]));
  });

  it('Whoever still uses the former name of a SKU reports what happens to it, by sale, level, pick and comparison', async () => {
    const { rename } = await product('OLD-B');
    await rename('NEW-B');
    await carried();
    await stockLedger.record({ movements: [journalRow({ location: 'store-1', sku: 'OLD-B' }, -1)] }, policy);
    expect(await publishAll(records, policy, 'centra', 'store-1')).toEqual({ 'NEW-B': -1 });
    const reading = await stockLedger.nextReading();
    await stockLedger.record(
      {
        levels: {
          reading,
          at: 2,
          rows: [
            { location: 'dc', sku: 'OLD-B', physical: 7 },
            { location: 'dc', sku: 'NEW-B', physical: 0 },
          ],
        },
      },
      policy,
    );
    expect(await publishAll(records, policy, 'centra', 'dc')).toEqual({ 'NEW-B': -3 });
    const physical = await records.stockReconciliation.physicalAt('dc', ['OLD-B', 'NEW-B']);
    expect(physical).toEqual(
      new Map([
        ['OLD-B', 7],
        ['NEW-B', 7],
      ]),
    );
  });

  it('A SKU is not carried over while a call that names it is on its way, and a second renaming takes all along', async () => {
    const { rename } = await product('OLD-C');
    await stockLedger.record({ movements: [journalRow({ location: 'store-1', sku: 'OLD-C' }, -2)] }, policy);
    const batch = await stockOutbox.claim(
      { target: 'centra', location: 'store-1', direction: 'out', limit: 10 },
      policy,
    );
    await rename('NEW-C');
    expect(await carried()).toEqual([false]);
    await stockOutbox.settle(batch?.id ?? 0, { state: 'done' }, policy);
    expect(await carried()).toEqual([true]);
    await rename('NEWER-C');
    expect(await carried()).toEqual([true]);
    await stockLedger.record({ movements: [journalRow({ location: 'store-1', sku: 'OLD-C' }, -1)] }, policy);
    expect(await publishAll(records, policy, 'centra', 'store-1')).toEqual({ 'NEWER-C': -1 });
    expect(await rowAt(records, { location: 'store-1', sku: 'NEWER-C' })).toMatchObject({ physical: 7 });
  });

  it('Levels under both names of a SKU add up, and a reading that lists only one of them takes nothing away', async () => {
    const { rename } = await product('OLD-E');
    await rename('NEW-E');
    await carried();
    const level = async (...rows: (readonly [sku: string, physical: number])[]): Promise<void> => {
      const reading = await stockLedger.nextReading();
      const levels = { reading, at: 2, rows: rows.map(([sku, physical]) => ({ location: 'dc', sku, physical })) };
      const unexplained = await stockLedger.unexplained({ levels });
      await stockLedger.record({ levels }, policy);
      expect(unexplained).toHaveLength(rows.length > 1 ? 1 : 0);
    };
    await level(['OLD-E', 3], ['NEW-E', 5]);
    expect(await rowAt(records, { location: 'dc', sku: 'NEW-E' })).toMatchObject({ physical: 8 });
    for (const name of ['OLD-E', 'NEW-E']) {
      await level([name, 2]);
      expect(await rowAt(records, { location: 'dc', sku: 'NEW-E' })).toMatchObject({ physical: 8 });
    }
    expect(await stockLedger.namesOf(['NEW-E'])).toEqual([{ sku: 'NEW-E', names: ['NEW-E', 'OLD-E'] }]);
    expect(await stockLedger.namesOf(['OLD-E'])).toEqual([{ sku: 'NEW-E', names: ['NEW-E', 'OLD-E'] }]);
  });

  it('Goods that left under a former name of their SKU have arrived when they are received under the present one', async () => {
    const { rename } = await product('OLD-T');
    const transfer = (row: number, shipment: number, [sku, quantity]: readonly [string, number]) => ({
      ...{ row, shipment, sku, quantity, at: 1_000 + row },
      location: quantity < 0 ? 'store-1' : 'store-2',
    });
    const onTheirWay = async () => [...(await records.stockQueries.onTheirWay([90, 91, 92]))].sort();
    const missing = async () =>
      (await records.stockQueries.lateTransfers({ from: 0, to: 9_000 }, 10)).map((late) => late.missing);
    // Shipment 91 is received under the new name before the ledger has carried the old one over.
    await rename('NEW-T');
    const first = [
      transfer(1, 90, ['OLD-T', -3]),
      transfer(1, 90, ['NEW-T', -1]),
      transfer(2, 91, ['OLD-T', -2]),
      transfer(3, 91, ['NEW-T', 2]),
    ];
    await stockLedger.record({ transfers: first }, policy);
    expect(await onTheirWay()).toEqual([90, 91]);
    expect(await carried()).toEqual([true]);
    expect(await missing()).toEqual([[{ sku: 'NEW-T', quantity: 4 }]]);
    // The same rows once more, as a page that is read again.
    await stockLedger.record({ transfers: first }, policy);
    expect(await missing()).toEqual([[{ sku: 'NEW-T', quantity: 4 }]]);
    // A counterpart that goes on using both names, in one row.
    const both = [transfer(4, 92, ['OLD-T', -1]), transfer(4, 92, ['NEW-T', -1])];
    await stockLedger.record({ transfers: [...both, transfer(5, 90, ['NEW-T', 4])] }, policy);
    expect(await missing()).toEqual([[{ sku: 'NEW-T', quantity: 2 }]]);
    await stockLedger.record({ transfers: [transfer(6, 92, ['OLD-T', 2])] }, policy);
    expect(await onTheirWay()).toEqual([]);
  });

  it('A parcel of a till order, and a return, that still use a former name count for the present one', async () => {
    const { rename } = await product('OLD-D');
    const till = { origin: 'sitoo', number: asId('80') } as const;
    await stockLedger.record(
      { orders: [orderReading('80', [{ location: 'dc', sku: 'OLD-D', outstanding: 3 }], till)] },
      policy,
    );
    const restocked = (sku: string, quantity: number) =>
      stockLedger.recordReturnRestock({ name: 'R80', location: 'store-1', lines: [{ sku, quantity }] }, policy);
    await restocked('OLD-D', 1);
    await rename('NEW-D');
    expect(await carried()).toEqual([true]);
    await publishAll(records, policy, 'sitoo', 'dc');
    const lines = [{ sku: 'OLD-D', quantity: 3 }];
    await stockLedger.recordTillDeduction(
      { number: till.number, parcel: 'P1', location: 'dc', at: Date.now(), lines },
      policy,
    );
    // The same return once more, as one who has not heard of the new name repeats it, and as one who has.
    await restocked('OLD-D', 1);
    await restocked('NEW-D', 1);
    await restocked('OLD-D', 2);
    for (const location of ['dc', 'store-1']) {
      const ghost = (await records.stockQueries.show('OLD-D')).find((row) => row.location === location);
      expect(ghost).toMatchObject({ physical: 0, available: 0, inFlightTills: 0 });
      expect(await publishAll(records, policy, 'sitoo', location)).toEqual(location === 'dc' ? { 'NEW-D': 7 } : {});
    }
    expect(await publishAll(records, policy, 'centra', 'store-1')).toEqual({ 'NEW-D': -2 });
  });
});
