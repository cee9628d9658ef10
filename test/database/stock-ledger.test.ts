import { describe, expect, it } from '@jest/globals';
import type { PositionKey } from '../../domain/stock/position.js';
import { asId } from '../support/ids.js';
import { recordsOfTest } from '../support/records-of-test.js';
import {
  journalRow,
  orderReading,
  pendingDeltas,
  picked,
  publishAll,
  rowAt,
  shownLater,
  stockPolicy,
} from '../support/stock-ledger.js';

const { databaseUrl, records } = await recordsOfTest();
const policy = stockPolicy({ KEPT: 2 });
let skus = 0;
const at = (location: string, sku = `S${++skus}`): PositionKey => ({ location, sku });

/** A position with its initial stock. */
const withInitialStock = async (key: PositionKey, physical: number): Promise<PositionKey> => {
  const reading = await records.stockLedger.nextReading();
  await records.stockLedger.record(
    { levels: { reading, at: 1, rows: [{ ...key, physical }] }, initialStockOf: [key.location] },
    policy,
  );
  return key;
};
const level = async (key: PositionKey, physical: number, reading?: number) => ({
  reading: reading ?? (await records.stockLedger.nextReading()),
  at: 2,
  rows: [{ ...key, physical }],
});

describe('movements of a store', () => {
  it('Movements of a store count once, however often their page is read', async () => {
    const key = await withInitialStock(at('store-1'), 5);
    const rows = [journalRow(key, -1), journalRow(key, -2)];
    expect(await records.stockLedger.record({ movements: [...rows, ...rows] }, policy)).toMatchObject({
      newMovements: 2,
      targets: ['centra'],
    });
    expect(await records.stockLedger.record({ movements: rows }, policy)).toMatchObject({
      newMovements: 0,
      targets: ['centra'],
    });
    expect(await rowAt(records, key)).toMatchObject({ physical: 2 });
    expect(await pendingDeltas(records, key)).toEqual({ centra: -3 });
  });

  it('Movements are published to Centra when it does not deduct them itself: a sale, and no delivery of a web order', async () => {
    const key = await withInitialStock(at('store-1'), 5);
    await records.stockLedger.record(
      { orders: [orderReading('1', [{ ...key, outstanding: 1, deductedAtOrigin: 0 }])] },
      policy,
    );
    const delivery = journalRow(key, -1, {
      cause: 'store-delivery-of-web-order',
      order: { origin: 'centra', number: asId('1') },
    });
    await records.stockLedger.record({ movements: [delivery] }, policy);
    expect(await pendingDeltas(records, key)).toEqual({ centra: 0 });
    expect(await rowAt(records, key)).toMatchObject({ physical: 4, inFlightWeb: 1, centraLevel: 5 });
    await records.stockLedger.record({ movements: [journalRow(key, -1)] }, policy);
    expect(await pendingDeltas(records, key)).toEqual({ centra: -1 });
    await records.stockLedger.record(
      { orders: [orderReading('1', [{ ...key, outstanding: 0, deductedAtOrigin: 1 }])] },
      policy,
    );
    expect(await rowAt(records, key)).toMatchObject({ physical: 3, inFlightWeb: 0, centraLevel: 3 });
    expect(await publishAll(records, policy, 'centra', 'store-1')).toMatchObject({ [key.sku]: -1 });
    expect((await records.stockReconciliation.expectedAtCentra('store-1', [key.sku])).get(key.sku)).toMatchObject({
      expected: 3,
      busy: false,
    });
  });

  it('Movements are published as their sum only: a sale and its refund need no publication', async () => {
    const key = await withInitialStock(at('store-1'), 5);
    await records.stockLedger.record({ movements: [journalRow(key, -1)] }, policy);
    expect(
      await records.stockLedger.record({ movements: [journalRow(key, 1, { cause: 'till-refund' })] }, policy),
    ).toEqual({
      newMovements: 1,
      targets: [],
      concernsShortage: false,
    });
    expect((await rowAt(records, key)).targets[0]).toEqual({
      target: 'centra',
      wanted: 0,
      published: 0,
      pendingDelta: 0,
    });
  });

  it('Movements of a location that the brand does not name are kept and not published', async () => {
    const key = at('kiosk');
    expect(await records.stockLedger.record({ movements: [journalRow(key, -1)] }, policy)).toMatchObject({
      newMovements: 1,
      targets: [],
    });
    expect(await rowAt(records, key)).toMatchObject({ physical: -1, targets: [] });
  });

  it('Movements are never changed or removed', async () => {
    const key = at('store-1');
    await records.stockLedger.record({ movements: [journalRow(key, 3)] }, policy);
    const pg = await import('pg');
    const client = new pg.default.Client({ connectionString: databaseUrl });
    await client.connect();
    for (const statement of [
      'update stock_movements set quantity = 9',
      'delete from stock_movements',
      'truncate stock_movements',
    ])
      await expect(client.query(statement)).rejects.toThrow(/never changed or removed/);
    await client.end();
  });
});

describe('safety stock', () => {
  it('Safety stock is withheld from Centra, and never what its customers were promised', async () => {
    const key = await withInitialStock(at('store-1', 'KEPT'), 5);
    expect(await rowAt(records, key)).toMatchObject({ withheldFromCentra: 2, centraLevel: 3, available: 3 });
    expect(await pendingDeltas(records, key)).toEqual({ centra: -2 });
    await records.stockLedger.record(
      { orders: [orderReading('2', [{ ...key, outstanding: 4, deductedAtOrigin: 0 }])] },
      policy,
    );
    expect(await rowAt(records, key)).toMatchObject({
      withheldFromCentra: 1,
      centraLevel: 4,
      available: -1,
      freeOnline: 0,
    });
  });

  it('Safety stock is recomputed when its rules have changed, and only then', async () => {
    const key = await withInitialStock(at('store-1'), 5);
    expect((await records.stockOutbox.refresh(policy)).refreshed).toBeGreaterThan(0);
    expect(await records.stockOutbox.refresh(policy)).toEqual({ refreshed: 0, more: false });
    const stricter = stockPolicy({ [key.sku]: 3 });
    expect((await records.stockOutbox.refresh(stricter)).refreshed).toBeGreaterThan(0);
    expect(await rowAt(records, key)).toMatchObject({ safetyStock: 3, centraLevel: 2 });
    expect(await pendingDeltas(records, key)).toEqual({ centra: -3 });
    expect(await records.stockOutbox.refresh(stricter)).toEqual({ refreshed: 0, more: false });
    await records.stockOutbox.refresh(policy);
    expect(await pendingDeltas(records, key)).toEqual({ centra: 0 });
  });
});

describe('levels of a warehouse', () => {
  it('A warehouse level becomes movements that are published to both, except what picks explain', async () => {
    const key = await withInitialStock(at('dc'), 10);
    await records.stockReconciliation.recordSitooLevels('dc', shownLater([{ sku: key.sku, total: 10 }]), policy);
    await records.stockLedger.record(
      { orders: [orderReading('3', [{ ...key, outstanding: 2, deductedAtOrigin: 0 }])] },
      policy,
    );
    expect(await pendingDeltas(records, key)).toEqual({ centra: 0, sitoo: -2 });
    await publishAll(records, policy, 'sitoo', 'dc');

    const looks = {
      levels: await level(key, 8),
      picks: { reading: await records.stockLedger.nextReading(), at: 2, rows: [picked(key, 2, '3')] },
    };
    expect(await records.stockLedger.unexplained(looks)).toEqual([]);
    expect(await records.stockLedger.unexplained({ levels: looks.levels })).toEqual([{ ...key, units: -2 }]);
    await records.stockLedger.record(looks, policy);
    // Between the pick in the warehouse and Centra's own deduction nothing is published.
    expect(await rowAt(records, key)).toMatchObject({
      physical: 8,
      inFlightWeb: 2,
      centraLevel: 10,
      sitooLevel: 8,
    });
    expect(await pendingDeltas(records, key)).toEqual({ centra: 0, sitoo: 0 });
    await records.stockLedger.record(
      { orders: [orderReading('3', [{ ...key, outstanding: 0, deductedAtOrigin: 2 }])] },
      policy,
    );
    expect(await pendingDeltas(records, key)).toEqual({ centra: 0, sitoo: 0 });

    await records.stockLedger.record({ levels: await level(key, 11) }, policy);
    expect(await pendingDeltas(records, key)).toEqual({ centra: 3, sitoo: 3 });
  });

  it('A warehouse level keeps the units of a web order that Centra deducted before we saw the pick', async () => {
    const key = await withInitialStock(at('dc'), 10);
    await records.stockReconciliation.recordSitooLevels('dc', shownLater([{ sku: key.sku, total: 10 }]), policy);
    await records.stockLedger.record(
      { orders: [orderReading('4', [{ ...key, outstanding: 0, deductedAtOrigin: 2 }])] },
      policy,
    );
    expect(await rowAt(records, key)).toMatchObject({ reserved: 2, sitooLevel: 8, centraLevel: 8 });
    expect(await pendingDeltas(records, key)).toEqual({ centra: 0, sitoo: -2 });
    await records.stockLedger.record(
      { picks: { reading: await records.stockLedger.nextReading(), at: 2, rows: [picked(key, 2, '4')] } },
      policy,
    );
    expect(await rowAt(records, key)).toMatchObject({ physical: 8, reserved: 0, sitooLevel: 8, centraLevel: 8 });
  });

  it('A warehouse level older than the newest is ignored', async () => {
    const key = await withInitialStock(at('dc'), 10);
    const early = await records.stockLedger.nextReading();
    await records.stockLedger.record({ levels: await level(key, 7) }, policy);
    await records.stockLedger.record({ levels: await level(key, 10, early) }, policy);
    expect(await rowAt(records, key)).toMatchObject({ physical: 7 });
    expect(await records.stockLedger.unexplained({ levels: await level(key, 10, early) })).toEqual([]);
  });

  it('A warehouse level leaves the pick of a till order to Sitoo, and withholds it from Centra', async () => {
    const key = await withInitialStock(at('dc'), 10);
    await records.stockReconciliation.recordSitooLevels('dc', shownLater([{ sku: key.sku, total: 10 }]), policy);
    const till = { origin: 'sitoo', placedAt: Date.now() + 1e6 } as const;
    await records.stockLedger.record({ orders: [orderReading('70', [{ ...key, outstanding: 3 }], till)] }, policy);
    // Sitoo takes off what its own order reserves; Centra does not know of it.
    expect(await pendingDeltas(records, key)).toEqual({ centra: -3, sitoo: 0 });
    await records.stockLedger.record(
      { picks: { reading: await records.stockLedger.nextReading(), at: 2, rows: [picked(key, 3, '70', 'sitoo')] } },
      policy,
    );
    expect(await pendingDeltas(records, key)).toEqual({ centra: -3, sitoo: 0 });
    const parcel = {
      number: asId('70'),
      parcel: 'P1',
      location: 'dc',
      at: Date.now(),
      lines: [{ sku: key.sku, quantity: 2 }],
    };
    await records.stockLedger.recordTillDeduction(parcel, policy);
    await records.stockLedger.recordTillDeduction(parcel, policy);
    // The order as Sitoo lists it still names all it ever wanted.
    await records.stockLedger.record({ orders: [orderReading('70', [{ ...key, outstanding: 3 }], till)] }, policy);
    const row = await rowAt(records, key);
    expect(row).toMatchObject({ physical: 7, reservedTills: 0, inFlightTills: 1, sitooLevel: 8 });
    // Whether Sitoo deducted it before or after its level was last set is not known: the level is set once more.
    expect(row.targets.find((one) => one.target === 'sitoo')).toMatchObject({ wanted: 8, published: null });
    expect(await publishAll(records, policy, 'sitoo', 'dc')).toMatchObject({ [key.sku]: 8 });
    expect((await pendingDeltas(records, key)).sitoo).toBe(0);
  });

  it('A level is set at the tills once more when a publication fell between a delivery and its reading', async () => {
    const key = await withInitialStock(at('dc'), 10);
    await records.stockReconciliation.recordSitooLevels('dc', shownLater([{ sku: key.sku, total: 10 }]), policy);
    const till = { origin: 'sitoo', placedAt: Date.now() + 1e6 } as const;
    await records.stockLedger.record({ orders: [orderReading('71', [{ ...key, outstanding: 2 }], till)] }, policy);
    // Sitoo has delivered two and shows 8. Before we see that, its level is set with those two still counted, and it shows 13.
    await records.stockLedger.record({ levels: await level(key, 13) }, policy);
    expect(await publishAll(records, policy, 'sitoo', 'dc')).toMatchObject({ [key.sku]: 13 });
    const lines = [{ sku: key.sku, quantity: 2 }];
    await records.stockLedger.recordTillDeduction(
      { number: asId('71'), parcel: 'P1', location: 'dc', at: Date.now(), lines },
      policy,
    );
    expect(await publishAll(records, policy, 'sitoo', 'dc')).toMatchObject({ [key.sku]: 11 });
  });

  it('A level rises again by units that a picker put back', async () => {
    const key = await withInitialStock(at('dc'), 10);
    await records.stockLedger.record(
      { orders: [orderReading('5', [{ ...key, outstanding: 2, deductedAtOrigin: 0 }])] },
      policy,
    );
    for (const units of [2, 1]) {
      await records.stockLedger.record(
        { picks: { reading: await records.stockLedger.nextReading(), at: 2, rows: [picked(key, units, '5')] } },
        policy,
      );
    }
    expect(await rowAt(records, key)).toMatchObject({
      physical: 9,
      reservedWeb: 1,
      inFlightWeb: 1,
      centraLevel: 10,
    });
  });

  it('The first level counts goods that were picked and deducted before as gone', async () => {
    const key = at('dc-new');
    await records.stockLedger.record(
      { orders: [orderReading('6', [{ ...key, outstanding: 1, deductedAtOrigin: 1 }], { placedAt: 1 })] },
      policy,
    );
    const [levels, reading] = [await level(key, 5), await records.stockLedger.nextReading()];
    expect(await records.stockLedger.hasInitialStock('dc-new')).toBe(false);
    const entry = { levels, picks: { reading, at: 1, rows: [picked(key, 2, '6')] }, initialStockOf: ['dc-new'] };
    expect(await records.stockLedger.record(entry, policy)).toMatchObject({ newMovements: 1 });
    expect(await records.stockLedger.record(entry, policy)).toMatchObject({ newMovements: 0 });
    expect(await records.stockLedger.hasInitialStock('dc-new')).toBe(true);
    expect(await rowAt(records, key)).toMatchObject({ physical: 5, inFlightWeb: 1, centraLevel: 6 });
    expect((await pendingDeltas(records, key)).centra).toBe(0);
    expect((await records.stockQueries.explain(key))?.movements.map((one) => [one.cause, one.quantity])).toEqual([
      ['initial-stock', 5],
    ]);
  });
});

describe('orders', () => {
  it('An older reading of an order is ignored', async () => {
    const key = await withInitialStock(at('store-1'), 5);
    const [old, later] = [orderReading('8', [{ ...key, outstanding: 3, deductedAtOrigin: 0 }]), orderReading('8', [])];
    await records.stockLedger.record({ orders: [later] }, policy);
    await records.stockLedger.record({ orders: [old] }, policy);
    expect(await rowAt(records, key)).toMatchObject({ reserved: 0 });
    await records.stockLedger.record({ orders: [{ ...old, changedAt: 1 }] }, policy);
    expect(await rowAt(records, key)).toMatchObject({ reserved: 3 });
    expect(await records.stockLedger.unsettledOrders([key, key])).toEqual([
      { ...key, origin: 'centra', number: '8', outstanding: 3, picked: 0, deductedAtOrigin: 0 },
    ]);
  });

  it('An order that moves leaves nothing at its former location', async () => {
    const [from, to] = [await withInitialStock(at('store-1'), 5), at('store-2')];
    await records.stockLedger.record(
      { orders: [orderReading('9', [{ ...from, outstanding: 2, deductedAtOrigin: 0 }])] },
      policy,
    );
    await records.stockLedger.record(
      { orders: [orderReading('9', [{ ...to, outstanding: 2, deductedAtOrigin: 0 }])] },
      policy,
    );
    expect(await rowAt(records, from)).toMatchObject({ reserved: 0 });
    expect(await rowAt(records, to)).toMatchObject({ reserved: 2 });
  });

  it('An order that was cancelled after its goods left is published to Centra, which will not deduct it', async () => {
    const key = await withInitialStock(at('dc'), 5);
    await records.stockLedger.record(
      { orders: [orderReading('10', [{ ...key, outstanding: 1, deductedAtOrigin: 0 }])] },
      policy,
    );
    await records.stockLedger.record(
      { picks: { reading: await records.stockLedger.nextReading(), at: 2, rows: [picked(key, 1, '10')] } },
      policy,
    );
    expect((await pendingDeltas(records, key)).centra).toBe(0);
    await records.stockLedger.record({ orders: [orderReading('10', [])] }, policy);
    expect((await pendingDeltas(records, key)).centra).toBe(-1);
    expect(await rowAt(records, key)).toMatchObject({ physical: 4, centraLevel: 4 });
    await publishAll(records, policy, 'centra', 'dc');
    expect((await records.stockReconciliation.expectedAtCentra('dc', [key.sku])).get(key.sku)).toMatchObject({
      expected: 4,
    });
  });

  it('An order that is first seen long after it was sent took its goods before our time', async () => {
    const key = await withInitialStock(at('store-1'), 5);
    await records.stockLedger.record(
      { orders: [orderReading('11', [{ ...key, outstanding: 0, deductedAtOrigin: 4 }], { placedAt: 1 })] },
      policy,
    );
    expect(await rowAt(records, key)).toMatchObject({ reserved: 0, centraLevel: 5 });
  });
});

describe('levels that cross what the tills deduct', () => {
  /** A position whose virtual warehouse shows `shown` units; a till order has taken two of ten, and four came in. */
  async function deductedTwo(key: PositionKey): Promise<void> {
    const lines = [{ sku: key.sku, quantity: 2 }];
    const deduction = { number: asId<never>(key.sku.slice(1)), parcel: 'p', location: 'dc', at: Date.now(), lines };
    await records.stockLedger.recordTillDeduction(deduction, policy);
  }
  const toSet = async (key: PositionKey) => (await publishAll(records, policy, 'sitoo', 'dc'))[key.sku];

  it('A level on its way while the tills deduct units is set once more, also when it is right again by then', async () => {
    const key = await withInitialStock(at('dc'), 10);
    await publishAll(records, policy, 'sitoo', 'dc');
    await records.stockLedger.record({ levels: await level(key, 12) }, policy);
    const batch = await records.stockOutbox.claim(
      { target: 'sitoo', location: 'dc', direction: 'set', limit: 250 },
      policy,
    );
    if (!batch) throw new Error('nothing is to be published');
    await deductedTwo(key);
    await records.stockLedger.record({ levels: await level(key, 14) }, policy);
    const { sitooLevel } = await rowAt(records, key);
    expect(batch.lines).toMatchObject([{ sku: key.sku, quantity: sitooLevel }]);
    await records.stockOutbox.settle(batch.id, { state: 'done' }, policy);
    expect(await toSet(key)).toBe(sitooLevel);
    expect(await toSet(key)).toBeUndefined();
  });

  it('A level that was read before we set another, or before the tills deducted units, is not believed', async () => {
    const [set, deducted] = [await withInitialStock(at('dc'), 10), await withInitialStock(at('dc'), 10)];
    await publishAll(records, policy, 'sitoo', 'dc');
    const readAt = Date.now();
    await records.stockLedger.record({ levels: await level(set, 8) }, policy);
    expect(await toSet(set)).toBe(8);
    await deductedTwo(deducted);
    await records.stockLedger.record({ levels: await level(set, 10) }, policy);
    await records.stockLedger.record({ levels: await level(deducted, 12) }, policy);
    const levels = [set, deducted].map(({ sku }) => ({ sku, total: 10 }));
    await records.stockReconciliation.recordSitooLevels('dc', { readAt, levels }, policy);
    expect(await publishAll(records, policy, 'sitoo', 'dc')).toMatchObject({ [set.sku]: 10, [deducted.sku]: 10 });
  });
});
