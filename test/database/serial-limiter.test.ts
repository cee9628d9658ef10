import { spawn } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { limiterKey } from '../../systems/rate-limits/limiter-key.js';
import type { CallCost, Lane } from '../../systems/rate-limits/port.js';
import { serialLimiter } from '../../systems/rate-limits/serial-limiter.js';
import { limitersOfTest } from '../support/limiters-of-test.js';
import { until } from '../support/until.js';

const { databaseUrl, open, closeAfterwards } = await limitersOfTest(serialLimiter, 'sitoo');

const cost = (lane: Lane = 'orders'): CallCost => ({ lane, mutation: false, complexity: 0 });

/** A call that stays under way until the test ends it. */
function openCall() {
  let begun = false;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const send = () => {
    begun = true;
    return ended;
  };
  return { send, end, begun: () => begun };
}

/** What a till may wait for a process that stopped: far more than it takes, far less than a minute. */
const SECONDS_MS = 12_000;

/** A process that holds the slot of a credential. */
async function holdSlot(credential: string) {
  const args = ['--import', './test/support/typescript.mjs', './test/support/hold-slot.ts'];
  const holder = spawn(process.execPath, [...args, databaseUrl, credential]);
  closeAfterwards({ close: async () => holder.kill('SIGKILL') });
  let said = '';
  holder.stdout.on('data', (text) => (said += text));
  await until(() => said.includes('holding'), { withinMs: 20_000, what: 'a process that holds the slot' });
  return { process: holder, said: () => said };
}

async function ask<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row | undefined> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<Row>(sql, values);
  await client.end();
  return rows[0];
}

const sessionsThatWait = async (): Promise<number> =>
  (
    await ask<{ waiting: number }>(
      "select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted",
    )
  )?.waiting ?? 0;

/** When the holder of a slot last said something, by its session: the beginning of its lease, epoch milliseconds. */
const leaseOf = async (credential: string): Promise<number> =>
  (
    await ask<{ since: number }>(
      `select extract(epoch from a.state_change)::float8 * 1000 as since
       from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where l.locktype = 'advisory' and l.granted and (l.classid::bigint << 32 | l.objid::bigint) = $1
         and a.application_name = 'onepool slot'`,
      [limiterKey('slot', 'sitoo', credential)],
    )
  )?.since ?? 0;

describe('one call at a time', () => {
  it('Two calls never run together, whichever process sends them, and every process gets the slot', async () => {
    const limiters = [open('busy'), open('busy'), open('busy')];
    let underWay = 0;
    let most = 0;
    const order: number[] = [];
    const call = async (by: number) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      order.push(by);
    };
    const calls = limiters.flatMap((limiter, by) =>
      Array.from({ length: 100 }, () => limiter.pass(cost(), () => call(by))),
    );
    await Promise.all(calls);
    expect(most).toBe(1);
    expect(order).toHaveLength(300);
  });

  it('Processes take turns while all of them have calls to make', async () => {
    const [first, second] = [open('fair'), open('fair')];
    const order: string[] = [];
    let stop = false;
    const keepCalling = async (limiter: typeof first, name: string) => {
      while (!stop) await Promise.all([1, 2, 3].map(() => limiter.pass(cost(), async () => void order.push(name))));
    };
    const work = [keepCalling(first, 'first'), keepCalling(second, 'second')];
    const turns = () => order.filter((name, i) => i > 0 && name !== order[i - 1]).length;
    await until(() => turns() >= 4, { what: 'the slot going round' });
    stop = true;
    await Promise.all(work);
  });

  it('The more important lane goes first', async () => {
    const limiter = open('lanes');
    const order: Lane[] = [];
    const running = openCall();
    const first = limiter.pass(cost('stock'), running.send);
    await until(running.begun);
    const waiting = (['bulk', 'stock', 'orders', 'returns'] as const).map((lane) =>
      limiter.pass(cost(lane), async () => void order.push(lane)),
    );
    running.end();
    await Promise.all([first, ...waiting]);
    expect(order).toEqual(['orders', 'returns', 'stock', 'bulk']);
  });

  it('A call that does not get the slot in time is refused before anything is sent', async () => {
    const running = openCall();
    const held = open('late').pass(cost(), running.send);
    await until(running.begun);
    const late = openCall();
    const refused = open('late', 50).pass(cost(), late.send);
    await expect(refused).rejects.toMatchObject({ kind: 'throttled', system: 'sitoo' });
    running.end();
    await held;
    expect(late.begun()).toBe(false);
  });

  it('The slot is free again when the process that held it was killed', async () => {
    const holder = await holdSlot('crash');
    const limiter = open('crash');
    const next = openCall();
    next.end();
    const waiting = limiter.pass(cost(), next.send);
    const anotherCredential = await open('not-crash').pass(cost(), async () => 'free');
    expect(anotherCredential).toBe('free');
    expect(next.begun()).toBe(false);
    holder.process.kill('SIGKILL');
    const killedAt = Date.now();
    await waiting;
    expect(next.begun()).toBe(true);
    expect(Date.now() - killedAt).toBeLessThan(SECONDS_MS);
  });

  it('The slot of a frozen process goes to another within seconds, and the frozen one sends nothing until its turn comes again', async () => {
    const holder = await holdSlot('frozen');
    holder.process.kill('SIGSTOP');
    const frozenAt = Date.now();
    const limiter = open('frozen');
    const running = openCall();
    const held = limiter.pass(cost(), running.send);
    await until(running.begun, { withinMs: 20_000, what: 'a call of another process' });
    expect(Date.now() - frozenAt).toBeLessThan(SECONDS_MS);
    // It goes on in the belief that it holds the slot, with the next call at hand.
    holder.process.stdin.write('end\n');
    holder.process.kill('SIGCONT');
    await until(async () => holder.said().includes('ended') && (await sessionsThatWait()) > 0, {
      withinMs: 20_000,
      what: 'the process that was frozen, waiting for its turn',
    });
    expect(holder.said()).not.toContain('again');
    running.end();
    await held;
    await until(() => holder.said().includes('again'), { withinMs: 20_000, what: 'its next call' });
  });

  it('A holder that calls for longer than its lease keeps the slot, since it renews', async () => {
    const limiter = open('slow');
    const other = open('slow');
    const running = openCall();
    const held = limiter.pass(cost(), running.send);
    await until(running.begun);
    const next = openCall();
    next.end();
    const waiting = other.pass(cost(), next.send);
    const before = await leaseOf('slow');
    await until(async () => (await leaseOf('slow')) > before + 6_000, {
      withinMs: 30_000,
      what: 'a lease that was renewed again and again',
    });
    expect(next.begun()).toBe(false);
    running.end();
    await Promise.all([held, waiting]);
  });

  it('A call during which the database connection broke returns its answer, and later calls continue', async () => {
    const limiter = open('broken');
    const running = openCall();
    const answer = limiter.pass(cost(), async () => {
      await running.send();
      return 'the answer';
    });
    await until(running.begun);
    const admin = new pg.Client({ connectionString: databaseUrl });
    await admin.connect();
    const ended = await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'onepool slot' and datname = current_database()`,
    );
    expect(ended.rowCount).toBeGreaterThan(0);
    await admin.end();
    running.end();
    expect(await answer).toBe('the answer');
    expect(await limiter.pass(cost(), async () => 'another')).toBe('another');
  });

  it('The limiter stays closed for every process after a 429', async () => {
    const [informed, other] = [open('shut'), open('shut')];
    const [informedQuick, otherQuick] = [open('shut', 20), open('shut', 20)];
    await informed.pass(cost(), async () => {});
    const shutAt = Date.now();
    await informed.pauseUntil(shutAt + 400);
    await expect(informedQuick.pass(cost(), async () => {})).rejects.toMatchObject({ kind: 'throttled' });
    await expect(otherQuick.pass(cost(), async () => {})).rejects.toMatchObject({ kind: 'throttled' });
    await other.pass(cost(), async () => {});
    expect(Date.now() - shutAt).toBeGreaterThanOrEqual(390);
  });

  it('The limiter passes on what went wrong with a call', async () => {
    const limiter = open('wrong');
    await expect(limiter.pass(cost(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await limiter.pass(cost(), async () => 1)).toBe(1);
  });
});
