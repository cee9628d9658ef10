import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BisectSteps, bisectRefused } from '../../activities/stock/publish/bisect-refused.js';
import type { Batch } from '../../domain/stock/batch.js';
import { SystemProblem } from '../../systems/problem.js';

const rejected = (sentence: string, items?: readonly number[]) =>
  new SystemProblem({
    kind: 'rejected',
    system: 'centra',
    operation: 'changeStock',
    sentence,
    ...(items ? { items: [...items] } : {}),
  });

/** How the counterpart answers a batch with bad SKUs. */
interface Counterpart {
  readonly bad: ReadonlySet<string>;
  /** It names the first bad item. */
  readonly names: boolean;
  /** It does not list bad SKUs among those that it has. */
  readonly knows: boolean;
}

/** Steps that only remember what became of every SKU. */
function remembered({ bad, names, knows }: Counterpart, failAtCall = Number.POSITIVE_INFINITY) {
  const outcomes: string[] = [];
  let calls = 0;
  let ids = 1;
  const settle = (batch: Batch, outcome: string): void => {
    for (const { sku } of batch.lines) outcomes.push(`${sku} ${outcome}`);
  };
  const steps: BisectSteps = {
    async send(batch) {
      calls += 1;
      if (calls === failAtCall) {
        settle(batch, 'failed');
        throw new Error('The counterpart is away.');
      }
      const first = batch.lines.findIndex(({ sku }) => bad.has(sku));
      // Reasons differ by SKU, so that no location is suspected.
      if (first >= 0) return { rejected: rejected(`No. ${batch.lines[first]?.quantity}`, names ? [first] : undefined) };
      settle(batch, 'accepted');
      return { accepted: batch.lines.length };
    },
    whyRefused: async ({ lines }) =>
      new Map(lines.filter(({ sku }) => knows && bad.has(sku)).map(({ sku }) => [sku, { reason: 'no-product' }])),
    async split(batch, pieces) {
      return pieces.map((lines) => {
        ids += 1;
        return { ...batch, id: ids, lines };
      });
    },
    refuse: async (batch) => settle(batch, 'refused'),
    abandon: async (batch) => settle(batch, 'waits again'),
  };
  return { steps, outcomes, calls: () => calls };
}

const batchOf = (count: number): Batch => ({
  id: 1,
  epoch: 1,
  target: 'centra',
  location: 'store-01',
  direction: 'out',
  reference: 'onepool b stock 1',
  lines: Array.from({ length: count }, (_, i) => ({ sku: `SKU-${i}`, quantity: i + 1 })),
  createdAt: 0,
  sent: false,
});

const counterparts = fc.record({
  count: fc.integer({ min: 1, max: 60 }),
  badOnes: fc.uniqueArray(fc.nat(59), { maxLength: 6 }),
  names: fc.boolean(),
  knows: fc.boolean(),
});

describe('bisecting', () => {
  it('Every good SKU arrives once and every bad one is refused once, whatever the counterpart says about them', async () => {
    await fc.assert(
      fc.asyncProperty(counterparts, async ({ count, badOnes, names, knows }) => {
        const batch = batchOf(count);
        const bad = new Set(badOnes.map((i) => `SKU-${i}`));
        const { steps, outcomes, calls } = remembered({ bad, names, knows });
        await bisectRefused(batch, steps);
        const expected = batch.lines.map(({ sku }) => `${sku} ${bad.has(sku) ? 'refused' : 'accepted'}`);
        expect(outcomes.sort()).toEqual(expected.sort());
        // Each bad SKU costs two calls for every time that the batch can be halved, at most.
        expect(calls()).toBeLessThanOrEqual(1 + 2 * badOnes.length * Math.ceil(Math.log2(count) + 1));
      }),
    );
  });

  it('A failure in between leaves no line unsettled, and none settled twice', async () => {
    await fc.assert(
      fc.asyncProperty(counterparts, fc.integer({ min: 1, max: 20 }), async ({ count, badOnes, names, knows }, at) => {
        const batch = batchOf(count);
        const bad = new Set(badOnes.map((i) => `SKU-${i}`));
        const { steps, outcomes } = remembered({ bad, names, knows }, at);
        await bisectRefused(batch, steps).catch((err: unknown) =>
          expect(err).toHaveProperty('message', 'The counterpart is away.'),
        );
        expect(outcomes.map((line) => line.split(' ')[0]).sort()).toEqual(batch.lines.map(({ sku }) => sku).sort());
      }),
    );
  });
});
