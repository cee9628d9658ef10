import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { SystemProblem } from '../../systems/problem.js';
import { budgetLimiter } from '../../systems/rate-limits/budget-limiter.js';
import { GROWTH_PLAN } from '../../systems/rate-limits/centra-quota.js';
import type { CallCost, Lane, QuotaReading } from '../../systems/rate-limits/port.js';
import { limitersOfTest } from '../support/limiters-of-test.js';

const { databaseUrl, open } = await limitersOfTest(budgetLimiter, 'centra');

const read = (lane: Lane = 'orders', complexity = 1): CallCost => ({ lane, mutation: false, complexity });
const write = (lane: Lane = 'orders'): CallCost => ({ lane, mutation: true, complexity: 1 });
const sent = async () => {};

/** Tries `times` calls and counts those that passed; the others must have been refused as throttled. */
async function passed(limiter: ReturnType<typeof open>, cost: CallCost, times: number): Promise<number> {
  const outcomes = await Promise.allSettled(Array.from({ length: times }, () => limiter.pass(cost, sent)));
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ kind: 'throttled', system: 'centra' });
  }
  return outcomes.filter((outcome) => outcome.status === 'fulfilled').length;
}

/** A plan with one budget changed and all others out of the way. */
const onlyLimit = (changed: QuotaReading): QuotaReading[] =>
  GROWTH_PLAN.map(({ type, windowSeconds }) =>
    type === changed.type && windowSeconds === changed.windowSeconds
      ? changed
      : { type, windowSeconds, quota: 10_000_000, remaining: 10_000_000 },
  );

describe('a budget of calls', () => {
  it('A budget starts as if on the smallest plan, keeps a tenth for others and the guarantees of other lanes, and is shared by all processes', async () => {
    const limiters = [open('plan', 5_000), open('plan', 5_000)];
    const counts = await Promise.all(limiters.map((limiter) => passed(limiter, read(), 50)));
    expect(counts.reduce((a, b) => a + b)).toBe(49);
  });

  it('A budget lets reads pass when the mutations are used up', async () => {
    const limiter = open('mutations', 5_000);
    expect(await passed(limiter, write(), 25)).toBe(14);
    expect(await passed(limiter, read(), 20)).toBe(20);
  });

  it('A budget keeps a reserve for the more important lanes, and one call of each lane passes by its guarantee', async () => {
    const limiter = open('lanes', 5_000);
    expect(await passed(limiter, read('bulk'), 60)).toBe(28);
    expect(await passed(limiter, read('stock'), 60)).toBe(11);
    expect(await passed(limiter, read('orders'), 60)).toBe(12);
  });

  it('An order passes first while stock waits for budget', async () => {
    const limiter = open('overtake', 15_000);
    await passed(limiter, read('stock'), 38);
    const order: string[] = [];
    const stock = expect(limiter.pass(read('stock'), async () => void order.push('stock'))).rejects.toBeInstanceOf(
      SystemProblem,
    );
    await limiter.pass(read('orders'), async () => void order.push('orders'));
    expect(order).toEqual(['orders']);
    await limiter.close();
    await stock;
  });

  it.each([
    ['requests', read(), 20],
    ['mutations', write(), 20],
    ['complexity', read('orders', 100), 2000],
  ] as const)('A budget keeps to the hour for %s and names the time to retry', async (type, cost, quota) => {
    const limiter = open(`hour-${type}`, 200);
    await limiter.learnQuotas(onlyLimit({ type, windowSeconds: 3600, quota, remaining: quota }));
    expect(await passed(limiter, cost, 30)).toBe(13);
    const problem = await limiter.pass(cost, sent).catch((refusal: unknown) => refusal);
    const wait = problem instanceof SystemProblem ? (problem.retryAfterMs ?? 0) : 0;
    expect(wait).toBeGreaterThan(3_500_000);
    expect(wait).toBeLessThanOrEqual(3_661_000);
  });

  it('A budget never lets more pass within any ten seconds, and lets calls pass again afterwards', async () => {
    const limiters = [open('window'), open('window')];
    const times: number[] = [];
    await Promise.all(
      limiters.flatMap((limiter) =>
        Array.from({ length: 13 }, () => limiter.pass(write(), async () => void times.push(Date.now()))),
      ),
    );
    times.sort((a, b) => a - b);
    for (const at of times) expect(times.filter((t) => t >= at && t < at + 10_000).length).toBeLessThanOrEqual(14);
    expect(times).toHaveLength(26);
    expect((times[14] ?? 0) - (times[0] ?? 0)).toBeLessThan(11_500);
  }, 30_000);

  it('A larger plan takes effect immediately, even for calls that already wait', async () => {
    const limiter = open('larger', 15_000);
    await passed(limiter, write(), 14);
    const waiting = limiter.pass(write(), async () => 'passed');
    await limiter.learnQuotas(onlyLimit({ type: 'mutations', windowSeconds: 10, quota: 50, remaining: 30 }));
    expect(await waiting).toBe('passed');
  });

  it('A budget corrects itself when calls cost more than expected', async () => {
    const limiter = open('dear', 200);
    await limiter.learnQuotas(onlyLimit({ type: 'complexity', windowSeconds: 3600, quota: 1000, remaining: 1000 }));
    await limiter.pass(read('orders', 10), sent);
    await limiter.recordCost(600);
    // 10 expected, 600 reported, 7 more of 10 make 670 of the 675 that are not kept for guarantees.
    expect(await passed(limiter, read('orders', 10), 30)).toBe(7);
  });

  it('A budget stays closed for every process after a 429', async () => {
    const [published, other] = [open('shut', 50), open('shut', 50)];
    await published.pauseUntil(Date.now() + 600);
    await expect(published.pass(read(), sent)).rejects.toMatchObject({ kind: 'throttled' });
    await expect(other.pass(read(), sent)).rejects.toMatchObject({ kind: 'throttled' });
    const shutFor = await other.pass(read(), sent).catch(({ retryAfterMs }: SystemProblem) => retryAfterMs);
    expect(shutFor).toBeLessThanOrEqual(600);
  });

  it('A huge budget asks the database only now and then', async () => {
    const limiter = open('huge');
    await limiter.learnQuotas(
      GROWTH_PLAN.map(({ type, windowSeconds, quota }) => {
        const scaled = quota * 600;
        return { type, windowSeconds, quota: scaled, remaining: scaled };
      }),
    );
    const calls = 3_000;
    for (let i = 0; i < calls; i++) await limiter.pass(read('stock', 5), sent);
    const admin = new pg.Client({ connectionString: databaseUrl });
    await admin.connect();
    const { rows } = await admin.query<{ most: string }>('select max(requests) as most from limiter_spending');
    await admin.end();
    expect(Number(rows[0]?.most)).toBeGreaterThanOrEqual(1_000);
  });
});
