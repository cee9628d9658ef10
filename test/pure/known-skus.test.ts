import { describe, expect, it } from '@jest/globals';
import { rememberKnownSkus } from '../../activities/orders/known-skus.js';
import { SystemProblem } from '../../systems/problem.js';

const refusal = (kind: SystemProblem['kind']) =>
  new SystemProblem({ kind, system: 'wms', operation: 'GET articles', sentence: 'The WMS does not answer.' });

/** Two systems of which the tills know TEE, and the warehouse does as it is told. */
function systems(wms: (skus: readonly string[]) => Promise<Set<string>>) {
  const clock = { nowMs: 1e12 };
  const asked: string[][] = [];
  const known = rememberKnownSkus(
    {
      sitoo: { knownSkus: async (skus: readonly string[]) => new Set(skus.filter((sku) => sku === 'TEE')) },
      wms: {
        knownSkus: (skus: readonly string[]) => {
          asked.push([...skus]);
          return wms(skus);
        },
      },
    },
    () => clock.nowMs,
  );
  return { known, asked, clock };
}

describe('What the fulfilling systems know of a SKU', () => {
  it.each(['unreachable', 'throttled', 'unauthorised', 'rejected', 'malformed-answer', 'unknown-outcome'] as const)(
    'A system whose answer is %s could not be asked, which is neither a yes nor a no, and the other system answers',
    async (kind) => {
      const { known } = systems(async () => {
        throw refusal(kind);
      });
      expect((await known.check('wms', ['TEE']))('TEE')).toBe('could-not-ask');
      const atTills = await known.check('sitoo', ['TEE', 'CAP']);
      expect([atTills('TEE'), atTills('CAP')]).toEqual(['known', 'unknown']);
      await expect(known.insist('wms', ['TEE'])).rejects.toThrow('The WMS does not answer.');
    },
  );

  it('A system that does not answer is spared for five seconds by readings, and asked again after them', async () => {
    let isAway = true;
    const { known, asked, clock } = systems(async (skus) => {
      if (isAway) throw refusal('unreachable');
      return new Set(skus);
    });
    await known.check('wms', ['TEE']);
    await known.check('wms', ['TEE']);
    expect(asked).toHaveLength(1);
    isAway = false;
    clock.nowMs += 5_000;
    expect((await known.check('wms', ['TEE']))('TEE')).toBe('known');
    expect(asked).toHaveLength(2);
  });

  it('A system that answers after two seconds holds up nobody, and its late yes is remembered', async () => {
    let answer = (_: Set<string>): void => {};
    const { known, asked } = systems(() => new Promise((resolve) => (answer = resolve)));
    expect((await known.check('wms', ['TEE']))('TEE')).toBe('could-not-ask');
    answer(new Set(['TEE']));
    await new Promise(setImmediate);
    expect((await known.check('wms', ['TEE']))('TEE')).toBe('known');
    expect(asked).toHaveLength(1);
  });

  it('A yes is remembered for an hour, a no is asked again', async () => {
    const { known, asked, clock } = systems(async (skus) => new Set(skus.filter((sku) => sku !== 'CAP')));
    const first = await known.check('wms', ['TEE', 'CAP', '']);
    expect([first('TEE'), first('CAP')]).toEqual(['known', 'unknown']);
    await known.check('wms', ['TEE', 'CAP']);
    clock.nowMs += 3_600_001;
    await known.check('wms', ['TEE']);
    expect(asked).toEqual([['TEE', 'CAP'], ['CAP'], ['TEE']]);
  });
});
