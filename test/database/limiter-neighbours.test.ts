import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startCentraSimulator } from '../../lab/simulators/centra/start.js';
import type { CallReport } from '../../lab/simulators/kit/call-log.js';
import { createCentra } from '../../systems/centra/adapter.js';
import { budgetLimiter } from '../../systems/rate-limits/budget-limiter.js';
import { GROWTH_PLAN } from '../../systems/rate-limits/centra-quota.js';
import type { CallCost, Lane, QuotaReading } from '../../systems/rate-limits/port.js';
import { serialLimiter } from '../../systems/rate-limits/serial-limiter.js';
import { centraWarehouse } from '../support/ids.js';
import { limitersOfTest } from '../support/limiters-of-test.js';
import { until } from '../support/until.js';

const limiters = await limitersOfTest(budgetLimiter, 'centra');
const { databaseUrl, closeAfterwards } = limiters;
const open = (credential: string, maxWaitMs = 200) => limiters.open(credential, maxWaitMs);
const admin = new pg.Client({ connectionString: databaseUrl });
await admin.connect();
closeAfterwards({ close: () => admin.end() });

const write = (lane: Lane = 'orders'): CallCost => ({ lane, mutation: true, complexity: 1 });

async function passed(limiter: ReturnType<typeof open>, cost: CallCost, times: number): Promise<number> {
  const outcomes = await Promise.allSettled(Array.from({ length: times }, () => limiter.pass(cost, async () => {})));
  return outcomes.filter((outcome) => outcome.status === 'fulfilled').length;
}

/** What the counterpart says when others have used this much of the mutations, and nothing else is short. */
const mutationsUsed = (windowSeconds: 10 | 3600, quota: number, used: number): QuotaReading[] =>
  GROWTH_PLAN.map(({ type, windowSeconds: seconds }) =>
    type === 'mutations' && seconds === windowSeconds
      ? { type, windowSeconds, quota, remaining: quota - used }
      : { type, windowSeconds: seconds, quota: 1_000_000, remaining: 1_000_000 },
  );

/** As if all readings had been taken so much earlier. */
const readEarlier = (seconds: number) =>
  admin.query('update limiter_quotas set read_at = read_at - make_interval(secs => $1)', [seconds]);

describe('what others use of a shared budget', () => {
  it('Budget that others use is not ours, a tenth of the rest stays theirs, and a quarter of ours at the most is kept for guarantees', async () => {
    const limiter = open('left');
    await limiter.learnQuotas(mutationsUsed(3600, 100, 70));
    expect(await passed(limiter, write(), 40)).toBe(20);
  });

  it('Every lane keeps some budget, however much others use', async () => {
    const limiter = open('lanes');
    await limiter.learnQuotas(mutationsUsed(3600, 1_000, 900));
    expect(await passed(limiter, write('bulk'), 70)).toBe(46);
    expect(await passed(limiter, write('stock'), 70)).toBe(19);
    expect(await passed(limiter, write('orders'), 70)).toBe(10);
  });

  it('All of our calls stop when others use the whole budget', async () => {
    const limiter = open('nothing');
    await limiter.learnQuotas(mutationsUsed(3600, 100, 100));
    expect(await passed(limiter, write(), 3)).toBe(0);
  });

  it('The use by others in a short window is expected to last a minute, then forgotten', async () => {
    const limiter = open('steady');
    await limiter.learnQuotas(mutationsUsed(10, 100, 90));
    await readEarlier(50);
    expect(await limiter.allowances('orders')).toMatchObject([{ windowSeconds: 10, limit: 96, used: 90 }, {}]);
    expect(await passed(limiter, write(), 20)).toBe(6);
    await readEarlier(11);
    expect(await limiter.allowances('orders')).toMatchObject([{ windowSeconds: 10, limit: 73, used: 6 }, {}]);
  });

  it('The use by others in the hour is forgotten evenly', async () => {
    const limiter = open('fading');
    await limiter.learnQuotas(mutationsUsed(3600, 1_000, 800));
    await readEarlier(1_800);
    const [, hour] = await limiter.allowances('orders');
    expect(hour).toEqual({ windowSeconds: 3600, limit: 856, used: 400 });
  });
});

describe('what a lane may still spend on mutations', () => {
  it('A lane may spend its share of the plan per window, less what every process has used', async () => {
    const [one, other] = [open('allowances'), open('allowances')];
    expect(await one.allowances('stock')).toEqual([
      { windowSeconds: 10, limit: 12, used: 0, guaranteedInMs: 0 },
      { windowSeconds: 3600, limit: 1_134, used: 0, guaranteedInMs: 0 },
    ]);
    expect(await passed(other, write(), 4)).toBe(4);
    await other.pass({ lane: 'orders', mutation: false, complexity: 1 }, async () => {});
    expect(await one.allowances('orders')).toEqual([
      { windowSeconds: 10, limit: 14, used: 4 },
      { windowSeconds: 3600, limit: 1_374, used: 4 },
    ]);
  });

  it('A serial limiter reports no allowance', async () => {
    const turns = closeAfterwards(serialLimiter({ databaseUrl, system: 'sitoo', credential: 'turns' }));
    expect(await turns.allowances('stock')).toEqual([]);
  });

  it('An allowance that cannot be read is reported as such when the database is away', async () => {
    const limiter = closeAfterwards(
      budgetLimiter({ databaseUrl: 'postgres://nobody@127.0.0.1:1/none', system: 'centra', credential: 'away' }),
    );
    await expect(limiter.allowances('stock')).rejects.toMatchObject({ kind: 'unreachable', system: 'centra' });
  });
});

describe('a neighbour who uses nine tenths of the shop’s budget', () => {
  it('A neighbour who uses nine tenths of the budget is noticed, and we stay under what is left', async () => {
    const token = 'shared';
    const location = { id: 's', kind: 'store' as const, name: 'S', centraWarehouse: 1, sitooWarehouse: 2 };
    const world = {
      currency: 'SEK',
      locations: [location],
      products: [{ sku: 'SHIRT', barcode: '1', name: 'Shirt', priceMinor: 1 }],
      stock: [],
    };
    // 60 mutations in ten seconds.
    const shop = closeAfterwards(await startCentraSimulator({ token, world, plan: 'growth', speed: 3, latencyMs: 0 }));
    const limiter = open('neighbour', 500);
    const centra = createCentra({ url: shop.url, token, limiter });
    const neighbour = async (): Promise<number> => {
      const query = 'mutation { confirmEvents(input: { eventsIds: [] }) { userErrors { message } } }';
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${shop.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })).status;
    };
    // The shop's windows begin at round times: all of this happens in one of them.
    await until(() => Date.now() % 10_000 < 5_000, { what: 'a window with time left' });
    const statuses = await Promise.all(Array.from({ length: 54 }, neighbour));
    expect(new Set(statuses)).toEqual(new Set([200]));

    await centra.rateLimits();
    expect(await centra.allowances('stock')).toMatchObject([{ windowSeconds: 10, limit: 57, used: 54 }, {}]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) =>
        centra.changeStock({
          warehouse: centraWarehouse(1),
          direction: 'in',
          reference: `${i}`,
          lines: [{ sku: 'SHIRT', quantity: 1 }],
        }),
      ),
    );
    // Three beside the guarantees, and one by the guarantee of stock.
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(4);
    for (const o of outcomes) if (o.status === 'rejected') expect(o.reason).toMatchObject({ kind: 'throttled' });
    const calls: CallReport = JSON.parse(await (await fetch(`${shop.url}/_sim/calls`)).text());
    expect(calls).toMatchObject({ throttled: 0, byOperation: { changeStock: 4 } });
  }, 20_000);
});
