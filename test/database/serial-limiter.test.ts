import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { CallCost, Lane } from '../../systems/rate-limits/port.js';
import { serialLimiter } from '../../systems/rate-limits/serial-limiter.js';
import { limitersOfTest } from '../support/limiters-of-test.js';
import { until } from '../support/until.js';

const { databaseUrl, open } = await limitersOfTest(serialLimiter, 'sitoo');

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
    const args = ['--import', './test/support/typescript.mjs', './test/support/hold-slot.ts'];
    const holder = spawn(process.execPath, [...args, databaseUrl, 'crash']);
    await once(holder.stdout, 'data');
    const limiter = open('crash');
    const next = openCall();
    next.end();
    const waiting = limiter.pass(cost(), next.send);
    const anotherCredential = await open('not-crash').pass(cost(), async () => 'free');
    expect(anotherCredential).toBe('free');
    expect(next.begun()).toBe(false);
    holder.kill('SIGKILL');
    await waiting;
    expect(next.begun()).toBe(true);
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
