import { describe, expect, it } from '@jest/globals';
import { type OneTimeStep, runOnce } from '../../activities/idempotent.js';
import { asChange } from '../../systems/outgoing-change.js';
import { type ProblemKind, SystemProblem } from '../../systems/problem.js';
import { intentsInMemory } from '../support/memory-intents.js';
import { testBrand } from '../support/web-order.js';

const CHANGE = { system: 'centra', operation: 'createShipment' } as const;

const problem = (kind: ProblemKind): SystemProblem =>
  new SystemProblem({ kind, ...CHANGE, sentence: `It was ${kind}.` });

function memory() {
  const { intents, left, wait } = intentsInMemory();
  return { needs: { brand: testBrand(), records: { intents } }, left, wait };
}

/** A counterpart whose one call fares as the test says, and what it was asked. */
function counterpart() {
  const state = { effects: 0, looks: 0 };
  const call = (fate: 'answered' | 'lost' | 'late' | ProblemKind, leaves = true) =>
    asChange(CHANGE, async (leaving) => {
      if (leaves) await leaving();
      if (fate === 'answered' || fate === 'lost') state.effects += 1;
      if (fate === 'lost' || fate === 'late') throw problem('unknown-outcome');
      if (fate !== 'answered') throw problem(fate);
      return 'made';
    });
  const step = (fate: Parameters<typeof call>[0], leaves = true): OneTimeStep<string> => ({
    key: 'shipment/1',
    system: 'centra',
    lookUp: async () => {
      state.looks += 1;
      return state.effects > 0 ? 'found' : undefined;
    },
    act: () => call(fate, leaves),
  });
  return { state, step };
}

describe('a call that must not happen twice', () => {
  it('A call that our own rate limiter refuses leaves nothing behind, and its repeat looks at nothing', async () => {
    const { needs, left } = memory();
    const { state, step } = counterpart();
    await expect(runOnce(needs, step('throttled', false))).rejects.toMatchObject({ kind: 'throttled' });
    expect(left()).toEqual([]);
    expect(await runOnce(needs, step('answered'))).toBe('made');
    expect(state).toEqual({ effects: 1, looks: 0 });
  });

  it.each(['throttled', 'rejected', 'unauthorised', 'unreachable'] as const)(
    'A call that was answered %s leaves nothing behind',
    async (kind) => {
      const { needs, left } = memory();
      const { step } = counterpart();
      await expect(runOnce(needs, step(kind))).rejects.toMatchObject({ kind });
      expect(left()).toEqual([]);
    },
  );

  it('A lost answer is looked for immediately, and what is found is not made again', async () => {
    const { needs } = memory();
    const { state, step } = counterpart();
    await expect(runOnce(needs, step('lost'))).rejects.toMatchObject({ kind: 'unknown-outcome' });
    expect(await runOnce(needs, step('answered'))).toBe('found');
    expect(state).toEqual({ effects: 1, looks: 1 });
  });

  it('A call is repeated only once the earlier one cannot take effect any more', async () => {
    const { needs, wait } = memory();
    const { state, step } = counterpart();
    await expect(runOnce(needs, step('late'))).rejects.toMatchObject({ kind: 'unknown-outcome' });
    for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 15_000) {
      const early = runOnce(needs, step('answered'));
      await expect(early).rejects.toMatchObject({ kind: 'unknown-outcome', retryAfterMs: expect.any(Number) });
      wait(15_000);
    }
    expect(state.effects).toBe(0);
    wait(15_000);
    expect(await runOnce(needs, step('answered'))).toBe('made');
    expect(state.effects).toBe(1);
  });

  it('The second of two attempts side by side makes no call', async () => {
    const { needs } = memory();
    const { state, step } = counterpart();
    const outcomes = await Promise.allSettled([runOnce(needs, step('answered')), runOnce(needs, step('answered'))]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(state.effects).toBe(1);
  });
});
