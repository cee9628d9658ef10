import { describe, expect, it } from '@jest/globals';
import type { OrderReadingUnits } from '../../domain/stock/ledger/stock-entry.js';
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
  stockPolicy,
} from '../support/stock-ledger.js';

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

/** Reads an order of others of which goods have left, and nothing says from where. */
function readSent(
  number: string,
  sent: readonly (PositionKey & { readonly quantity: number })[],
  { placedAt, units = [] }: { placedAt: number } & Partial<Pick<OrderReadingUnits, 'units'>>,
) {
  const unlocated = sent.map(({ sku, quantity }) => ({ sku, quantity }));
  const reading = orderReading(number, units, { ofOthers: true, placedAt, readAt: Date.now(), unlocated });
  return stockLedger.record({ orders: [reading] }, policy);
}

const DAY_MS = 86_400_000;
/** Where levels have to be compared. `again`: as if the last comparison were long over. */
const toCompare = async ({ again = false } = {}) =>
  (await stockLedger.claimUnplaced({ withinMs: DAY_MS, againAfterMs: again ? 0 : DAY_MS / 2 })).positions;

/** Levels are compared with what Centra shows. @returns what is published to it for that */
async function compare(keys: readonly PositionKey[], shown: number): Promise<number> {
  let published = 0;
  for (const { location, sku } of keys) {
    const expected = (await stockReconciliation.expectedAtCentra(location, [sku])).get(sku);
    if (!expected) throw new Error(`nothing is known of ${sku}`);
    const { version } = expected;
    await stockReconciliation.recordDrift(location, [{ sku, drift: shown - expected.expected, version }], policy);
    published += (await publishAll(records, policy, 'centra', location))[sku] ?? 0;
  }
  return published;
}

describe('an order of others that shows first as sent, with nothing that says from where', () => {
  it('Its goods that were seen to leave before are found by a comparison right away, and published once, however often it is read', async () => {
    const [key, placedAt] = [await withTen(), Date.now()];
    await level(key, 9);
    expect(await publishAll(records, policy, 'centra', 'dc')).toMatchObject({ [key.sku]: -1 });
    expect(await toCompare()).toEqual([]);
    const sent = [{ ...key, quantity: 1 }];
    await readSent('70101', sent, { placedAt });
    expect(await toCompare()).toEqual([key]);
    // Centra has deducted it as well.
    expect(await compare([key], 8)).toBe(1);
    await readSent('70101', sent, { placedAt });
    expect(await toCompare()).toEqual([]);
    // A later reading says where it was, whether among goods that wait there or not.
    for (const units of [
      [{ ...key, outstanding: 1, deductedAtOrigin: 0 }],
      [{ ...key, outstanding: 0, deductedAtOrigin: 0 }],
    ])
      await readSent('70101', sent, { placedAt, units });
    await readSent('70101', [], { placedAt, units: [{ ...key, outstanding: 0, deductedAtOrigin: 1 }] });
    expect(await pendingDeltas(records, key)).toMatchObject({ centra: 0 });
    expect((await stockReconciliation.expectedAtCentra('dc', [key.sku])).get(key.sku)).toMatchObject({ expected: 9 });
  });

  it('Its goods that are seen to leave afterwards are found by a comparison as soon as they are, and not before', async () => {
    const [key, placedAt] = [await withTen(), Date.now()];
    await readSent('70102', [{ ...key, quantity: 1 }], { placedAt });
    expect(await toCompare()).toEqual([]);
    expect(await pendingDeltas(records, key)).toMatchObject({ centra: 0 });
    await level(key, 12);
    expect(await toCompare()).toEqual([]);
    await level(key, 11);
    expect(await publishAll(records, policy, 'centra', 'dc')).toMatchObject({ [key.sku]: 1 });
    expect(await toCompare()).toEqual([key]);
    expect(await compare([key], 10)).toBe(1);
  });

  it('Each comparison is made once more when what was under way is over, and then no more until something else falls', async () => {
    const [key, placedAt] = [await withTen(), Date.now()];
    await readSent('70103', [{ ...key, quantity: 2 }], { placedAt });
    await level(key, 9);
    expect(await toCompare()).toEqual([key]);
    expect(await toCompare()).toEqual([]);
    await level(key, 8);
    // Not before the pause is over.
    expect(await toCompare()).toEqual([]);
    for (const compared of [[key], []]) expect(await toCompare({ again: true })).toEqual(compared);
    await level(key, 7);
    expect(await toCompare({ again: true })).toEqual([key]);
  });

  it('Every place where such goods fell is compared, for each SKU, and none where they cannot have left', async () => {
    const [one, other, unsent, before] = [await withTen(), await withTen(), await withTen(), await withTen()];
    const atStore = { ...one, location: 'store-1' };
    const issue = (key: PositionKey) => journalRow(key, -1, { cause: 'store-issue' });
    await stockLedger.record({ movements: [journalRow(atStore, 10)] }, policy);
    await level(before, 9);
    const [fell] = (await stockQueries.explain(before))?.movements ?? [];
    const placedAt = (fell?.recordedAt ?? 0) + 1;
    await level(unsent, 9);
    const sent = [one, other, before].map((key) => ({ ...key, quantity: 1 }));
    await readSent('70104', sent, { placedAt });
    await stockLedger.record({ movements: [issue(atStore)] }, policy);
    await stockLedger.record({ movements: [journalRow(atStore, -1)] }, policy);
    for (const key of [one, other]) await level(key, 9);
    expect(await toCompare()).toEqual([one, other, atStore]);
  });

  it('Goods that are placed before anything fell are left to no comparison', async () => {
    const [key, placedAt] = [await withTen(), Date.now()];
    await readSent('70105', [{ ...key, quantity: 1 }], { placedAt });
    await readSent('70105', [], { placedAt, units: [{ ...key, outstanding: 0, deductedAtOrigin: 1 }] });
    await level(key, 9);
    expect(await pendingDeltas(records, key)).toMatchObject({ centra: 0 });
    expect(await causesOf(key)).toContainEqual(['warehouse-change-for-others', -1, '70105']);
    expect(await toCompare()).toEqual([]);
  });

  it('What the warehouse then shows as picked for the order were they, and nothing is published', async () => {
    const [key, placedAt] = [await withTen(), Date.now()];
    await readSent('70107', [{ ...key, quantity: 2 }], { placedAt });
    for (const units of [1, 2, 2]) {
      const rows = [{ ...picked(key, units, '70107'), ofOthers: true as const }];
      await stockLedger.record({ picks: { reading: await stockLedger.nextReading(), at: 1, rows } }, policy);
      expect(await pendingDeltas(records, key)).toMatchObject({ centra: 0 });
    }
    await readSent('70107', [{ ...key, quantity: 2 }], { placedAt });
    expect(await pendingDeltas(records, key)).toMatchObject({ centra: 0 });
    expect(await rowAt(records, key)).toMatchObject({ physical: 8, centraLevel: 8, inFlightWeb: 0 });
    expect(await toCompare()).toEqual([]);
  });

  it('Goods of a product that is renamed are looked for under its new name', async () => {
    const [key, placedAt] = [await withTen(), Date.now()];
    const renamed = { location: 'store-1', sku: `${key.sku}-NEW` };
    const size = { product: 1, variant: 1, size: 1, barcode: '', name: 'A product', active: true, offered: true };
    await readSent('70106', [{ ...key, quantity: 1 }], { placedAt });
    for (const sku of [key.sku, renamed.sku]) await records.products.saveMasters([{ ...size, sku }]);
    for (const rename of await stockLedger.pendingRenames()) await stockLedger.rename(rename, policy);
    // The tills go on under the former name.
    const left = journalRow({ ...renamed, sku: key.sku }, -1, { cause: 'store-issue' });
    await stockLedger.record({ movements: [left] }, policy);
    expect(await toCompare()).toEqual([renamed]);
  });
});

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
