import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { budgetLimiter } from '../../systems/rate-limits/budget-limiter.js';
import { BUDGET_RULES, GROWTH_PLAN, LOCAL_SHARE, rightsOf } from '../../systems/rate-limits/centra-quota.js';
import { type CallCost, LANES, type Lane } from '../../systems/rate-limits/port.js';
import { limitersOfTest } from '../support/limiters-of-test.js';

const { databaseUrl, open, closeAfterwards } = await limitersOfTest(budgetLimiter, 'centra');
const admin = new pg.Client({ connectionString: databaseUrl });
await admin.connect();
closeAfterwards({ close: () => admin.end() });

const NAMES = Object.keys(LANES) as Lane[];
const write = (lane: Lane): CallCost => ({ lane, mutation: true, complexity: 10 });
/** How often a lane that always asks is granted one mutation at the least, seconds. Stock is promised within a minute. */
const WITHIN: Readonly<Partial<Record<Lane, number>>> = { returns: 60, stock: 30, bulk: 80 };

/** A limiter whose clock the test moves, with the smallest plan. */
async function limiterAt(start: number, limiter: number) {
  for (const { type, windowSeconds, quota } of GROWTH_PLAN)
    await admin.query(
      `insert into limiter_quotas (limiter, type, window_seconds, quota, read_at)
       values ($1, $2, $3, $4, to_timestamp($5))`,
      [limiter, type, windowSeconds, quota, start],
    );
  return async (lane: Lane, at: number, guaranteedOnly: boolean): Promise<boolean> => {
    const { share, guarantee } = rightsOf(lane);
    const { all, guarantees, lanes } = BUDGET_RULES;
    const { rows } = await admin.query<{ wait_ms: number }>(
      'select wait_ms from take_budget($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, 10, 0, $10)',
      [limiter, lane, share, guarantee, guaranteedOnly, LOCAL_SHARE, all, guarantees, lanes, at],
    );
    return rows[0]?.wait_ms === 0;
  };
}

/** Lanes that ask for mutations all the time, from a second on, for as long as it takes an hour's window to be full and to move. */
interface Load {
  readonly asks: Readonly<Record<Lane, number>>;
}
const STEP_SECONDS = 3;
const RUN_SECONDS = 4_500;
const load: fc.Arbitrary<Load> = fc.record({
  // From the beginning, later, or never: who comes first has filled the hour when the others come.
  asks: fc.record({
    // Nobody sells at a web shop's till.
    sales: fc.constant(Number.POSITIVE_INFINITY),
    orders: fc.constantFrom(0, 600, 1_500, Number.POSITIVE_INFINITY),
    returns: fc.constantFrom(0, 600, 1_500, Number.POSITIVE_INFINITY),
    stock: fc.constantFrom(0, 600, 1_500, Number.POSITIVE_INFINITY),
    bulk: fc.constantFrom(0, 600, 1_500, Number.POSITIVE_INFINITY),
  }),
});

async function grantsOf({ asks }: Load, limiter: number): Promise<Record<Lane, number[]>> {
  const start = 1_700_000_000;
  const take = await limiterAt(start, limiter);
  const granted: Record<Lane, number[]> = { sales: [], orders: [], returns: [], stock: [], bulk: [] };
  for (let second = 0; second < RUN_SECONDS; second += STEP_SECONDS) {
    let moreImportantWaits = false;
    for (const lane of NAMES) {
      if (second < asks[lane]) continue;
      while (await take(lane, start + second, moreImportantWaits)) granted[lane].push(second);
      moreImportantWaits = true;
    }
  }
  return granted;
}

/** The longest time from a moment at which the lane asks to its next grant. */
function longestWait(grants: readonly number[], from: number): number {
  if (from >= RUN_SECONDS) return 0;
  const moments = [from, ...grants, RUN_SECONDS];
  return Math.max(...moments.slice(1).map((moment, nth) => moment - (moments[nth] ?? from)));
}

const mostIn = (moments: readonly number[], seconds: number): number => {
  let most = 0;
  for (let last = 0, first = 0; last < moments.length; last += 1) {
    while ((moments[last] ?? 0) - (moments[first] ?? 0) >= seconds) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
};

describe('guarantees of lanes', () => {
  it('Every lane that asks gets its guarantee within its promise and no window holds more than is ours, whatever mix of loads comes when', async () => {
    let limiter = 0;
    await fc.assert(
      fc.asyncProperty(load, async (mix) => {
        limiter += 1;
        const granted = await grantsOf(mix, limiter);
        const all = Object.values(granted)
          .flat()
          .sort((a, b) => a - b);
        for (const { type, windowSeconds, quota } of GROWTH_PLAN)
          if (type === 'mutations')
            expect(mostIn(all, windowSeconds)).toBeLessThanOrEqual(quota * BUDGET_RULES.all + 1e-9);
        for (const lane of NAMES)
          expect({ lane, waits: longestWait(granted[lane], mix.asks[lane]) <= (WITHIN[lane] ?? Infinity) }).toEqual({
            lane,
            waits: true,
          });
        // Orders have no pace: a tenth of the hour is theirs at any moment at which they ask.
        if (mix.asks.orders < RUN_SECONDS) {
          const first = mix.asks.orders;
          expect(granted.orders.filter((at) => at < first + 120).length).toBeGreaterThanOrEqual(130);
        }
      }),
      {
        numRuns: 6,
        examples: [
          // Orders have the hour to themselves for long, then stock comes.
          [{ asks: { sales: Infinity, orders: 0, returns: Infinity, stock: 1_500, bulk: Infinity } }],
          // Everybody else is there before orders come.
          [{ asks: { sales: Infinity, orders: 1_500, returns: 0, stock: 0, bulk: 0 } }],
        ],
      },
    );
  }, 300_000);

  it('Orders alone have all but the guarantees of the others, which are less than a sixth', async () => {
    const granted = await grantsOf(
      { asks: { sales: Infinity, orders: 0, returns: Infinity, stock: Infinity, bulk: Infinity } },
      901,
    );
    expect(mostIn(granted.orders, 3_600)).toBeGreaterThanOrEqual(1_800 * 0.9 * (5 / 6));
  }, 60_000);

  it('Stock passes by its guarantee while orders wait for budget in the same process', async () => {
    const limiter = open('beside', 15_000);
    const orders = Array.from({ length: 30 }, () => limiter.pass(write('orders'), async () => {}));
    const waiting = Promise.allSettled(orders);
    const passed: string[] = [];
    await Promise.race([
      limiter.pass(write('stock'), async () => void passed.push('stock')),
      waiting.then(() => passed.push('orders')),
    ]);
    expect(passed).toEqual(['stock']);
    expect(await limiter.allowances('stock')).toEqual([
      expect.objectContaining({ windowSeconds: 10, guaranteedInMs: expect.any(Number) }),
      expect.objectContaining({ windowSeconds: 3_600, guaranteedInMs: expect.any(Number) }),
    ]);
    await limiter.close();
    await waiting;
  });

  it('A lane without a guarantee has none in its allowances', async () => {
    const limiter = open('none');
    expect(Object.keys((await limiter.allowances('orders'))[0] ?? {})).toEqual(['windowSeconds', 'limit', 'used']);
  });
});
