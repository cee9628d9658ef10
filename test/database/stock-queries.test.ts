import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CentraStockChangeId } from '../../domain/ids.js';
import { chooseOrdersToRelease } from '../../domain/stock/allocation-loss.js';
import type { PositionKey } from '../../domain/stock/position.js';
import { openDatabase } from '../../systems/database/database.js';
import { asId } from '../support/ids.js';
import { recordsOfTest } from '../support/records-of-test.js';
import {
  importEmptyStock,
  journalRow,
  orderReading,
  pendingDeltas,
  publishAll,
  rowAt,
  stockPolicy,
} from '../support/stock-ledger.js';
import { until } from '../support/until.js';

const { databaseUrl, records } = await recordsOfTest();
const policy = stockPolicy();
let skus = 0;
const location = 'store-1';
const fresh = (): PositionKey => ({ location, sku: `S${++skus}` });

beforeAll(() => importEmptyStock(records, policy, location, 'dc'));

const shortAt = async (key: PositionKey) => (await records.stockShortages.current()).find((one) => one.sku === key.sku);
const relievedAt = async (key: PositionKey) =>
  (await records.stockShortages.relieved()).find((one) => one.sku === key.sku);

describe('a shortage', () => {
  it('A location has no shortage before its initial stock is known', async () => {
    const key = { location: 'dc-later', sku: 'S-LATER' };
    const wanted = orderReading('77', [{ ...key, outstanding: 2, deductedAtOrigin: 0 }]);
    await records.stockLedger.record({ orders: [wanted] }, policy);
    expect((await records.stockShortages.current()).filter((s) => s.sku === key.sku)).toEqual([]);
    expect(await records.stockOutbox.candidates('sitoo', [key.location])).toEqual([]);
    const levels = { reading: await records.stockLedger.nextReading(), at: 1, rows: [{ ...key, physical: 5 }] };
    await records.stockLedger.record({ levels, initialStockOf: [key.location] }, policy);
    expect((await records.stockShortages.current()).filter((s) => s.sku === key.sku)).toEqual([]);
    expect(await pendingDeltas(records, key)).toMatchObject({ sitoo: 3 });
  });

  it('A shortage names its claims until their orders are notified, and ends when the location holds enough again', async () => {
    const key = fresh();
    const [first, second] = ['1', '2'].map((number) =>
      orderReading(number, [{ ...key, outstanding: 1, deductedAtOrigin: 0 }]),
    );
    await records.stockLedger.record({ movements: [journalRow(key, 2)] }, policy);
    expect(
      await records.stockLedger.record({ orders: [first, second].flatMap((one) => one ?? []) }, policy),
    ).toMatchObject({
      concernsShortage: false,
    });
    expect(await records.stockLedger.record({ movements: [journalRow(key, -1)] }, policy)).toMatchObject({
      concernsShortage: true,
    });
    expect(await rowAt(records, key)).toMatchObject({ physical: 1, reserved: 2, available: -1, centraLevel: 1 });

    const short = await shortAt(key);
    expect(short).toMatchObject({ ...key, short: 1 });
    expect(short?.claims.map(({ number, units }) => [number, units]).sort()).toEqual([
      ['1', 1],
      ['2', 1],
    ]);
    const giving = chooseOrdersToRelease(short?.claims ?? [], short?.short ?? 0);
    expect(giving.map(({ number }) => number)).toEqual(['2']);
    await records.stockShortages.recordNotified(key, giving);
    await records.stockShortages.recordNotified(key, giving);
    expect(await shortAt(key)).toBeUndefined();
    expect(await relievedAt(key)).toBeUndefined();

    // One more is gone: now the older order loses its allocation too, and only that one is notified.
    await records.stockLedger.record({ movements: [journalRow(key, -1)] }, policy);
    expect(await shortAt(key)).toMatchObject({ short: 1, claims: [{ number: '1' }] });
    expect(await records.stockLedger.record({ movements: [journalRow(key, 2)] }, policy)).toMatchObject({
      concernsShortage: true,
    });
    expect(await relievedAt(key)).toEqual({ ...key, notified: [{ origin: 'centra', number: '2' }] });
    await records.stockShortages.close(key);
    expect(await relievedAt(key)).toBeUndefined();
  });

  it('A shortage names a notified order that keeps its claim again, more and more seldom', async () => {
    const key = fresh();
    await records.stockLedger.record({ movements: [journalRow(key, 1)] }, policy);
    const orders = ['5', '6'].map((number) => orderReading(number, [{ ...key, outstanding: 1, deductedAtOrigin: 0 }]));
    await records.stockLedger.record({ orders }, policy);
    const again = async (againAfterMs: number) =>
      (await records.stockShortages.current({ againAfterMs })).find((one) => one.sku === key.sku);
    expect((await again(0))?.claims.map(({ notifiedBefore }) => notifiedBefore)).toEqual([false, false]);
    await records.stockShortages.recordNotified(key, [{ origin: 'centra', number: asId('6') }]);
    expect(await again(60_000)).toBeUndefined();
    expect(await again(0)).toMatchObject({ short: 1 });
    expect((await again(0))?.claims.filter(({ notifiedBefore }) => notifiedBefore)).toMatchObject([
      { number: '6', units: 1 },
    ]);

    // Notified a second time an hour later, it is left alone for the next hour.
    const { query, close } = openDatabase(databaseUrl, 1);
    await query(`update stock_shortages set first_notified_at = first_notified_at - interval '1 hour' where sku = $1`, [
      key.sku,
    ]);
    expect(await again(0)).toBeUndefined();
    await query(
      `update stock_shortages set notified_at = notified_at - interval '1 hour', first_notified_at = first_notified_at - interval '1 hour'
       where sku = $1`,
      [key.sku],
    );
    expect(await again(0)).toMatchObject({ short: 1 });
    await close();
    await records.stockShortages.recordNotified(key, [{ origin: 'centra', number: asId('6') }]);
    expect(await again(60_000)).toBeUndefined();
  });

  it('A shortage counts goods that Centra deducted and that are still to leave, and asks nobody to release them', async () => {
    const key = fresh();
    await records.stockLedger.record({ movements: [journalRow(key, 1)] }, policy);
    const orders = [
      orderReading('3', [{ ...key, outstanding: 0, deductedAtOrigin: 1 }]),
      orderReading('4', [{ ...key, outstanding: 1, deductedAtOrigin: 0 }]),
    ];
    await records.stockLedger.record({ orders }, policy);
    expect(await shortAt(key)).toMatchObject({ short: 1, claims: [{ number: '4', units: 1 }] });
  });
});

describe('reconciling with Centra', () => {
  it('Reconciling reports an unexplained difference once, and none where something has changed since', async () => {
    const [one, other] = [fresh(), fresh()];
    await records.stockLedger.record({ movements: [journalRow(one, 5), journalRow(other, 5)] }, policy);
    await publishAll(records, policy, 'centra', location);
    const before = await records.stockReconciliation.expectedAtCentra(location, [one.sku, other.sku, 'UNKNOWN']);
    expect([...before.values()]).toMatchObject([{ expected: 5 }, { expected: 5 }]);
    await records.stockLedger.record({ movements: [journalRow(other, -1)] }, policy);

    const found = [one, other].map(({ sku }) => ({ sku, drift: 2, version: before.get(sku)?.version ?? -1 }));
    expect(await records.stockReconciliation.recordDrift(location, found, policy)).toBe(1);
    expect(await records.stockReconciliation.recordDrift(location, found, policy)).toBe(0);
    expect(await pendingDeltas(records, one)).toEqual({ centra: -2 });
    expect((await records.stockReconciliation.expectedAtCentra(location, [one.sku])).get(one.sku)?.expected).toBe(7);
    await publishAll(records, policy, 'centra', location);
    expect((await records.stockReconciliation.expectedAtCentra(location, [one.sku])).get(one.sku)?.expected).toBe(5);
    expect(await records.stockReconciliation.skusAt(location, { limit: 10 })).toEqual(
      expect.arrayContaining([one.sku, other.sku]),
    );
  });

  it('Reconciling leaves alone what is in flight', async () => {
    const key = fresh();
    await records.stockLedger.record({ movements: [journalRow(key, 5)] }, policy);
    const versionNow = async () =>
      (await records.stockReconciliation.expectedAtCentra(location, [key.sku])).get(key.sku);
    const before = await versionNow();
    const batch = await records.stockOutbox.claim({ target: 'centra', location, direction: 'in', limit: 10 }, policy);
    expect(await versionNow()).toEqual({ expected: 0, awaited: 0, version: before?.version, busy: true });
    const found = [{ sku: key.sku, drift: 1, version: before?.version ?? -1 }];
    expect(await records.stockReconciliation.recordDrift(location, found, policy)).toBe(0);
    await records.stockOutbox.settle(batch?.id ?? 0, { state: 'done' }, policy);
    expect(await records.stockReconciliation.recordDrift(location, found, policy)).toBe(0);
    expect(await versionNow()).toMatchObject({ expected: 5, busy: false });
  });
});

describe('an explanation', () => {
  it('An explanation is missing for what the ledger does not know', async () => {
    expect(await records.stockQueries.explain({ location, sku: 'NEVER' })).toBeUndefined();
  });

  it('An explanation gives the figure of any time, its movements, and what was published to Centra', async () => {
    const key = fresh();
    await records.stockLedger.record({ movements: [journalRow(key, 5)] }, policy);
    await publishAll(records, policy, 'centra', location);
    const then = await momentAfter(key);
    await records.stockLedger.record({ movements: [journalRow(key, -1), journalRow(key, -1)] }, policy);
    await publishAll(records, policy, 'centra', location);

    const now = await records.stockQueries.explain(key);
    expect(now?.now).toEqual(await rowAt(records, key));
    expect(now?.movements.map((row) => [row.quantity, row.physicalAfter, row.cause])).toEqual([
      [-1, 3, 'till-sale'],
      [-1, 4, 'till-sale'],
      [5, 5, 'store-intake'],
    ]);
    expect(now?.publications.map((row) => [row.direction, row.quantity, row.level, row.state])).toEqual([
      ['out', 2, 3, 'done'],
      ['in', 5, 5, 'done'],
    ]);
    expect(now?.publications[0]?.upToMovement).toBe(now?.movements[0]?.id);

    const before = await records.stockQueries.explain(key, { at: then });
    expect(before).toMatchObject({ at: then, physical: 5, orders: [] });
    expect(before?.now).toBeUndefined();
    expect(before?.movements.map((row) => row.quantity)).toEqual([5]);
    expect(before?.publications.map((row) => row.level)).toEqual([5]);
    expect((await records.stockQueries.explain(key, { limit: 1 }))?.movements).toHaveLength(1);
    expect((await records.stockQueries.explain(key, { at: 1_000 }))?.physical).toBe(0);
  });

  it('An explanation shows a batch as it was at that time: in flight', async () => {
    const key = fresh();
    await records.stockLedger.record({ movements: [journalRow(key, 5)] }, policy);
    const batch = await records.stockOutbox.claim({ target: 'centra', location, direction: 'in', limit: 100 }, policy);
    const then = batch?.createdAt ?? 0;
    await until(async () => ((await records.stockQueries.explain(key))?.at ?? 0) > then);
    await records.stockOutbox.settle(batch?.id ?? 0, { state: 'done' }, policy);
    const shown = async (at?: number) =>
      (await records.stockQueries.explain(key, at === undefined ? {} : { at }))?.publications;
    expect(await shown(then - 1)).toEqual([]);
    expect((await shown(then))?.map(({ state, doneAt }) => [state, doneAt])).toEqual([['open', undefined]]);
    expect((await shown())?.map(({ state, doneAt }) => [state, (doneAt ?? 0) > then])).toEqual([['done', true]]);
  });

  it('An explanation lists the changes that others made in Centra, each once', async () => {
    const key = fresh();
    await records.stockLedger.record({ movements: [journalRow(key, 5)] }, policy);
    const change = {
      id: asId<CentraStockChangeId>(9_001),
      location,
      at: Date.now(),
      comment: 'Counted',
      lines: [{ sku: key.sku, quantity: -1 }],
    };
    const other = { ...change, id: asId<CentraStockChangeId>(9_002), lines: [{ sku: 'OTHER', quantity: 1 }] };
    expect(await records.stockLedger.recordExternalChanges([change, other])).toEqual([change, other]);
    expect(await records.stockLedger.recordExternalChanges([change])).toEqual([]);
    expect((await records.stockQueries.explain(key))?.external).toEqual([change]);
  });

  /** The clock of the database, once it is past everything that was recorded so far. */
  async function momentAfter(key: PositionKey): Promise<number> {
    const latest = (await records.stockQueries.explain(key))?.publications[0]?.doneAt ?? 0;
    const now = async (): Promise<number> => (await records.stockQueries.explain(key))?.at ?? 0;
    await until(async () => (await now()) > latest);
    return now();
  }
});

describe('all positions', () => {
  it('The figures of all positions are read together', async () => {
    const key = fresh();
    await records.stockLedger.record(
      { movements: [journalRow(key, 5), journalRow({ ...key, location: 'store-2' }, 1)] },
      policy,
    );
    expect((await records.stockQueries.show(key.sku)).map((row) => [row.location, row.physical])).toEqual([
      ['store-1', 5],
      ['store-2', 1],
    ]);
    expect(await records.stockQueries.physicalStock()).toContainEqual({ ...key, physical: 5 });
  });
});

describe('goods that travel between locations', () => {
  it('What left longest ago and has not arrived comes first, a row that is read twice counts once, and what arrived late is late no more', async () => {
    const [one, other] = [fresh(), fresh()];
    const row = (
      nth: number,
      shipment: number,
      { sku, quantity, at }: { sku: string; quantity: number; at: number },
    ) => ({
      ...{ row: nth, shipment, sku, quantity, at },
      location: quantity < 0 ? location : 'store-2',
    });
    const first = row(1, 70, { sku: one.sku, quantity: -3, at: 1_000 });
    await records.stockLedger.record(
      {
        transfers: [
          row(4, 71, { sku: other.sku, quantity: -1, at: 900 }),
          first,
          row(2, 70, { sku: other.sku, quantity: -2, at: 1_000 }),
          row(3, 70, { sku: one.sku, quantity: 1, at: 2_000 }),
          row(5, 72, { sku: one.sku, quantity: -1, at: 9_000 }),
        ],
      },
      policy,
    );
    await records.stockLedger.record({ transfers: [first] }, policy);
    const late = () => records.stockQueries.lateTransfers({ from: 0, to: 5_000 }, 10);
    expect(await late()).toEqual([
      { shipment: 71, location, since: 900, missing: [{ sku: other.sku, quantity: 1 }] },
      {
        ...{ shipment: 70, location, since: 1_000 },
        missing: [
          { sku: one.sku, quantity: 2 },
          { sku: other.sku, quantity: 2 },
        ],
      },
    ]);
    await records.stockLedger.record({ transfers: [row(6, 71, { sku: other.sku, quantity: 1, at: 20_000 })] }, policy);
    expect((await late()).map(({ shipment }) => shipment)).toEqual([70]);
    // Whenever they left: what is asked about one by one knows no window.
    expect(await records.stockQueries.onTheirWay([70, 71, 72, 99])).toEqual(new Set([70, 72]));
  });
});
