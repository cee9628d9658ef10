import { describe, expect, it } from '@jest/globals';
import type { Batch } from '../../domain/stock/batch.js';
import type { PositionKey } from '../../domain/stock/position.js';
import { recordsOfTest } from '../support/records-of-test.js';
import {
  importEmptyStock,
  journalRow,
  pendingDeltas,
  publishAll,
  rowAt,
  shownLater,
  stockPolicy,
} from '../support/stock-ledger.js';
import { until } from '../support/until.js';

const { records } = await recordsOfTest();
const policy = stockPolicy();
let stores = 0;

/** A store of its own where these quantities of A, B, C ... are to be published to Centra. */
async function storeWith(...quantities: number[]): Promise<{ location: string; key: (sku: string) => PositionKey }> {
  const location = `store-${++stores}`;
  await importEmptyStock(records, policy, location);
  const key = (sku: string): PositionKey => ({ location, sku });
  const skuOf = (i: number): string => String.fromCharCode(65 + i);
  await records.stockLedger.record({ movements: quantities.map((_, i) => journalRow(key(skuOf(i)), 100)) }, policy);
  await publishAll(records, policy, 'centra', location);
  await records.stockLedger.record(
    { movements: quantities.map((units, i) => journalRow(key(skuOf(i)), units)) },
    policy,
  );
  return { location, key };
}

async function claimed(location: string, direction: 'in' | 'out' = 'out', limit = 10): Promise<Batch> {
  const batch = await records.stockOutbox.claim({ target: 'centra', location, direction, limit }, policy);
  if (!batch) throw new Error('nothing was claimed');
  return batch;
}

/** How many figures of a location are not published. */
const pendingAt = async (location: string, target = 'centra'): Promise<number | undefined> =>
  (await records.stockQueries.unpublished()).find((one) => one.location === location && one.target === target)?.figures;

const skusOf = (batch: Batch | undefined): string[] | undefined => batch?.lines.map(({ sku }) => sku);

describe('candidates', () => {
  it('Candidates are found by location and direction, decreases of the last units first', async () => {
    const { location } = await storeWith(-1, -99, 5);
    expect(await records.stockOutbox.candidates('centra', [location, 'store-none'])).toMatchObject([
      { location, direction: 'out', urgency: 1 },
      { location, direction: 'in', urgency: 99 },
    ]);
    expect(await records.stockOutbox.candidates('sitoo', [location])).toEqual([]);
    expect(skusOf(await claimed(location, 'out', 1))).toEqual(['B']);
  });

  it('Candidates are only those that had waited by the time given for their location', async () => {
    const { location, key } = await storeWith(5);
    const [first] = await records.stockOutbox.candidates('centra', [location]);
    const released = first?.since ?? 0;
    await until(async () => ((await records.stockQueries.explain(key('A')))?.at ?? 0) > released);
    await records.stockLedger.record({ movements: [journalRow(key('B'), 100), journalRow(key('C'), 5)] }, policy);
    const by = (moment: number) => records.stockOutbox.candidates('centra', [location], new Map([[location, moment]]));
    expect(await by(released - 1)).toEqual([]);
    expect(await by(released)).toMatchObject([{ location, direction: 'in', since: released }]);
    expect(await pendingAt(location)).toBe(3);

    const batch = await records.stockOutbox.claim(
      { target: 'centra', location, direction: 'in', limit: 10, pendingBy: released },
      policy,
    );
    expect(skusOf(batch)).toEqual(['A']);
    await records.stockOutbox.settle(batch?.id ?? 0, { state: 'done' }, policy);
    // A busy day goes on; what the release was for is published.
    expect(await by(released)).toEqual([]);
    expect(await records.stockOutbox.candidates('centra', [location])).toHaveLength(1);
    expect(await pendingAt(location)).toBe(2);
  });

  it('Candidates wait since the oldest movement that was not published', async () => {
    const before = Date.now();
    const { location, key } = await storeWith(-1);
    const [candidate] = await records.stockOutbox.candidates('centra', [location]);
    expect(candidate?.since).toBeGreaterThanOrEqual(before - 1_000);
    await records.stockLedger.record({ movements: [journalRow(key('A'), -1)] }, policy);
    expect((await records.stockOutbox.candidates('centra', [location]))[0]?.since).toBe(candidate?.since);
    expect(await records.stockQueries.unpublished()).toContainEqual({
      target: 'centra',
      location,
      figures: 1,
      since: candidate?.since,
    });
  });
});

describe('a batch', () => {
  it('No batch is made when new rules have made up for what waited, and nothing waits any more', async () => {
    const location = `store-${++stores}`;
    const key = { location, sku: 'A' };
    const stricter = { ...policy, safetyStockOf: () => ({ units: 3 }) };
    await importEmptyStock(records, stricter, location);
    await records.stockLedger.record({ movements: [journalRow(key, 100)] }, stricter);
    await publishAll(records, stricter, 'centra', location);
    await records.stockLedger.record({ movements: [journalRow(key, -3)] }, stricter);
    expect(await records.stockOutbox.candidates('centra', [location])).toHaveLength(1);
    // By the rules that hold now the three that were kept back may be sold, as many as were sold in the store.
    expect(
      await records.stockOutbox.claim({ target: 'centra', location, direction: 'out', limit: 10 }, policy),
    ).toBeUndefined();
    expect(await records.stockOutbox.candidates('centra', [location])).toEqual([]);
  });

  it('A batch has a unique name and records the figures that it was worked out from', async () => {
    const { location, key } = await storeWith(-1);
    const batch = await claimed(location);
    const createdAt = new Date(batch.createdAt).toISOString();
    expect(batch).toEqual({
      id: batch.id,
      epoch: 1,
      target: 'centra',
      location,
      direction: 'out',
      reference: `onepool b stock ${batch.id} ${createdAt}`,
      lines: [{ sku: 'A', quantity: 1 }],
      createdAt: batch.createdAt,
      sent: false,
      sentAt: null,
    });
    const [publication] = (await records.stockQueries.explain(key('A')))?.publications ?? [];
    expect(publication).toMatchObject({ reference: batch.reference, state: 'open', level: 99, quantity: 1 });
    expect(publication?.figures).toMatchObject({ physical: 99, centraLevel: 99, changesForCentra: 99 });
  });

  it('A location has one batch in flight, however many processes claim one together', async () => {
    const { location } = await storeWith(-1, 5);
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        records.stockOutbox.claim({ target: 'centra', location, direction: i % 2 ? 'in' : 'out', limit: 10 }, policy),
      ),
    );
    expect(claims.filter((batch) => batch !== undefined)).toHaveLength(1);
    expect(await records.stockOutbox.candidates('centra', [location])).toEqual([]);
  });

  it('No batch is made of nothing, and then no location is held', async () => {
    const { location } = await storeWith(-1);
    expect(
      await records.stockOutbox.claim({ target: 'centra', location, direction: 'in', limit: 10 }, policy),
    ).toBeUndefined();
    expect(
      await records.stockOutbox.claim({ target: 'centra', location, direction: 'out', limit: 10 }, policy),
    ).toBeDefined();
  });

  it('A batch that took effect leaves only later changes, which wait since they happened', async () => {
    const { location, key } = await storeWith(-1);
    const batch = await claimed(location);
    const [before] = (await rowAt(records, key('A'))).targets;
    await records.stockLedger.record({ movements: [journalRow(key('A'), -2)] }, policy);
    await records.stockOutbox.settle(batch.id, { state: 'done', ref: '77' }, policy);
    expect(await pendingDeltas(records, key('A'))).toEqual({ centra: -2 });
    const [after] = (await rowAt(records, key('A'))).targets;
    expect(after?.pendingSince).toBeGreaterThan(before?.pendingSince ?? Number.POSITIVE_INFINITY);
  });

  it('A batch counts once, however often its outcome is reported', async () => {
    const { location, key } = await storeWith(-1);
    const batch = await claimed(location);
    await Promise.all([1, 2, 3].map(() => records.stockOutbox.settle(batch.id, { state: 'done' }, policy)));
    const [settled] = (await records.stockQueries.explain(key('A')))?.publications ?? [];
    await until(async () => ((await records.stockQueries.explain(key('A')))?.at ?? 0) > (settled?.doneAt ?? 0));
    await records.stockOutbox.settle(batch.id, { state: 'not-sent' }, policy);
    expect((await rowAt(records, key('A'))).targets).toEqual([
      { target: 'centra', wanted: 99, published: 99, pendingDelta: 0 },
    ]);
    expect(settled).toMatchObject({ state: 'done' });
    expect((await records.stockQueries.explain(key('A')))?.publications[0]).toEqual(settled);
  });

  it('A batch that was not sent waits again, as long as before', async () => {
    const { location, key } = await storeWith(-1);
    const [before] = (await rowAt(records, key('A'))).targets;
    const batch = await claimed(location);
    await records.stockLedger.record({ movements: [journalRow(key('A'), -1)] }, policy);
    await records.stockOutbox.settle(batch.id, { state: 'not-sent' }, policy);
    const [after] = (await rowAt(records, key('A'))).targets;
    expect(after).toEqual({
      target: 'centra',
      wanted: 98,
      published: 100,
      pendingDelta: -2,
      pendingSince: before?.pendingSince,
    });
  });

  it('A batch that another process took over must not be sent by its former owner', async () => {
    const { location } = await storeWith(-1);
    const batch = await claimed(location);
    expect(await records.stockOutbox.markSent(batch.id, batch.epoch)).toBe(true);
    expect(await records.stockOutbox.markSent(batch.id, batch.epoch)).toBe(true);
    const mine = (await records.stockOutbox.takeOver('centra')).find(({ id }) => id === batch.id);
    expect(mine).toEqual({ ...batch, epoch: 2, sent: true, sentAt: expect.any(Number) });
    expect(mine?.sentAt).toBeGreaterThanOrEqual(batch.createdAt);
    expect(await records.stockOutbox.markSent(batch.id, batch.epoch)).toBe(false);
    expect(await records.stockOutbox.markSent(batch.id, 2)).toBe(true);
    await records.stockOutbox.settle(batch.id, { state: 'done' }, policy);
    expect(await records.stockOutbox.markSent(batch.id, 2)).toBe(false);
    expect((await records.stockOutbox.takeOver('centra')).map(({ id }) => id)).not.toContain(batch.id);
  });
});

describe('a refused SKU', () => {
  it('A refused SKU does not hold up the others, and waits until a person releases it', async () => {
    const { location, key } = await storeWith(-1, -2);
    const batch = await claimed(location);
    await records.stockOutbox.settle(
      batch.id,
      { state: 'done', refused: [{ sku: 'A', sentence: 'Centra has no A.' }] },
      policy,
    );
    expect(await pendingDeltas(records, key('A'))).toEqual({ centra: -1 });
    expect(await pendingDeltas(records, key('B'))).toEqual({ centra: 0 });
    expect(await records.stockQueries.refusals('centra')).toMatchObject([
      { ...key('A'), target: 'centra', sentence: 'Centra has no A.' },
    ]);
    expect(await records.stockQueries.refusals('sitoo')).toEqual([]);
    expect((await records.stockQueries.explain(key('A')))?.publications[0]).toMatchObject({ state: 'refused' });
    const again = await records.stockLedger.record({ movements: [journalRow(key('A'), -1)] }, policy);
    expect(again.targets).toEqual([]);
    expect(await records.stockOutbox.candidates('centra', [location])).toEqual([]);

    await records.stockOutbox.release('centra', key('A'));
    expect(await records.stockQueries.refusals()).toEqual([]);
    expect(await publishAll(records, policy, 'centra', location)).toEqual({ A: -2 });
  });
});

describe('a batch that was split', () => {
  it('A split batch continues as its pieces, holds its location until the last of them, and lets the others wait', async () => {
    const { location, key } = await storeWith(-1, -2, -3, -4);
    const batch = await claimed(location);
    const [a, b, c] = batch.lines as [Batch['lines'][0], Batch['lines'][0], Batch['lines'][0]];
    const pieces = await records.stockOutbox.split(batch.id, [[a, b], [c]]);
    expect(pieces.map(skusOf)).toEqual([['A', 'B'], ['C']]);
    expect(new Set([batch, ...pieces].map((one) => one.reference)).size).toBe(3);
    expect(await records.stockOutbox.split(batch.id, [[a]])).toEqual(pieces);
    expect(await records.stockOutbox.markSent(batch.id, batch.epoch)).toBe(false);

    const halves = await records.stockOutbox.split(pieces[0]?.id ?? 0, [[a], [b]]);
    const open = [...halves, pieces[1]].map((one) => one?.id ?? 0);
    expect((await records.stockOutbox.takeOver('centra')).map(({ id }) => id)).toEqual(expect.arrayContaining(open));
    await records.stockOutbox.settle(open[0] ?? 0, { state: 'done', refused: [{ sku: 'A', sentence: 'bad' }] }, policy);
    expect(
      await records.stockOutbox.claim({ target: 'centra', location, direction: 'out', limit: 10 }, policy),
    ).toBeUndefined();
    await Promise.all(open.slice(1).map((id) => records.stockOutbox.settle(id, { state: 'done' }, policy)));
    expect(await pendingDeltas(records, key('B'))).toEqual({ centra: 0 });
    expect(skusOf(await claimed(location))).toEqual(['D']);
  });

  it('A batch is not split into what it does not hold, nor is a line split in two', async () => {
    const { location } = await storeWith(-1);
    const { id, lines } = await claimed(location);
    await expect(records.stockOutbox.split(id, [[{ sku: 'Z', quantity: 1 }]])).rejects.toThrow('Z is not in the batch');
    await expect(records.stockOutbox.split(id, [lines, lines])).rejects.toThrow('A is not in the batch');
    expect((await records.stockOutbox.takeOver('centra')).find((one) => one.id === id)?.lines).toEqual(lines);
  });
});

describe("levels for Sitoo's virtual warehouse", () => {
  it('Levels for Sitoo’s virtual warehouse are published as absolute figures once they are known to differ', async () => {
    const key = (sku: string): PositionKey => ({ location: 'dc', sku });
    const rows = ['A', 'B'].map((sku) => ({ ...key(sku), physical: 5 }));
    await records.stockLedger.record({ levels: { reading: 1, at: 1, rows }, initialStockOf: ['dc'] }, policy);
    expect((await rowAt(records, key('A'))).targets[1]).toMatchObject({
      target: 'sitoo',
      wanted: 5,
      published: null,
      pendingDelta: 5,
    });
    await records.stockReconciliation.recordSitooLevels(
      'dc',
      shownLater([
        { sku: 'A', total: 5 },
        { sku: 'B', total: 7 },
        { sku: 'STRANGE', total: 2 },
      ]),
      policy,
    );
    expect(await records.stockOutbox.candidates('sitoo', ['dc'])).toMatchObject([{ direction: 'set' }]);
    expect(await pendingAt('dc', 'sitoo')).toBe(2);
    expect(await publishAll(records, policy, 'sitoo', 'dc')).toEqual({ B: 5, STRANGE: 0 });
    expect((await rowAt(records, key('B'))).targets[1]).toEqual({
      target: 'sitoo',
      wanted: 5,
      published: 5,
      pendingDelta: 0,
    });
  });
});
