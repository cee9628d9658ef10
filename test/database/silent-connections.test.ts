import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DEADLINES } from '../../systems/database/answers.js';
import { type Database, openDatabase } from '../../systems/database/database.js';
import { serialLimiter } from '../../systems/rate-limits/serial-limiter.js';
import { freshDatabase } from '../support/fresh-database.js';
import { startSwallowingNetwork } from '../support/harness/proxy.js';
import { until } from '../support/until.js';

const { databaseUrl, drop } = await freshDatabase();
const opened: { close(): Promise<unknown> }[] = [];
const closeAfterwards = <One extends { close(): Promise<unknown> }>(one: One): One => {
  opened.push(one);
  return one;
};
afterAll(async () => {
  await Promise.all(opened.map((one) => one.close()));
  await drop();
});

/** What a dead connection may cost: far below the minutes that TCP takes. */
const SECONDS_MS = 10_000;
const CONNECTIONS = 5;

/** A database behind a network, with connections that were used. */
async function behindNetwork() {
  const network = closeAfterwards(await startSwallowingNetwork(databaseUrl));
  const database = closeAfterwards(openDatabase(network.url, CONNECTIONS));
  await Promise.all(Array.from({ length: CONNECTIONS }, () => database.query('select pg_sleep(0.05)')));
  return { network, database };
}

const took = async (work: () => Promise<unknown>): Promise<number> => {
  const begunAt = Date.now();
  await work();
  return Date.now() - begunAt;
};
const one = (database: Database) => database.query<{ one: number }>('select 1 as one');

describe('a network that swallows packets', () => {
  it('A statement over a swallowed connection fails within seconds, and the next one works although all connections were swallowed', async () => {
    const { network, database } = await behindNetwork();
    expect(network.swallow()).toBe(CONNECTIONS);
    const failed = await took(() =>
      expect(one(database)).rejects.toThrow(expect.objectContaining({ name: 'SilentConnection' })),
    );
    expect(failed).toBeLessThan(SECONDS_MS);
    expect(await took(() => one(database))).toBeLessThan(1_000);
  });

  it('Statements over all swallowed connections fail within the same seconds, not one after the other', async () => {
    const { network, database } = await behindNetwork();
    network.swallow();
    const all = () => Promise.allSettled(Array.from({ length: 3 * CONNECTIONS }, () => one(database)));
    expect(await took(all)).toBeLessThan(SECONDS_MS);
    expect((await one(database)).rows).toEqual([{ one: 1 }]);
  });

  it('A transaction whose connection is swallowed fails within seconds, and holds its locks no longer than its deadline', async () => {
    const { network, database } = await behindNetwork();
    await database.query("insert into cursors (name, value) values ('swallowed', '0')");
    const lost = database.transaction(async (query) => {
      await query("update cursors set value = '1' where name = 'swallowed'");
      network.swallow();
      await query('select 1');
    });
    const failed = await took(() => expect(lost).rejects.toThrow('does not answer'));
    expect(failed).toBeLessThan(SECONDS_MS);
    const waited = await took(() => database.query("update cursors set value = '2' where name = 'swallowed'"));
    expect(waited).toBeLessThan(DEADLINES.idleInTransactionMs + SECONDS_MS);
    const { rows } = await database.query("select value from cursors where name = 'swallowed'");
    expect(rows).toEqual([{ value: '2' }]);
  });

  it('A statement that the server works at for long is waited for', async () => {
    const { database } = await behindNetwork();
    const { rows } = await database.query('select 2 as two from pg_sleep(4.5)');
    expect(rows).toEqual([{ two: 2 }]);
  });

  it('A statement that needs longer than any may is ended by the server', async () => {
    const database = closeAfterwards(openDatabase(databaseUrl, 1, { ...DEADLINES, statementMs: 200 }));
    await expect(database.query('select pg_sleep(60)')).rejects.toMatchObject({ code: '57014' });
    expect((await one(database)).rows).toEqual([{ one: 1 }]);
  });

  it('A transaction whose process is frozen between two statements lets others go on', async () => {
    const frozen = closeAfterwards(openDatabase(databaseUrl, 1, { ...DEADLINES, idleInTransactionMs: 300 }));
    const other = closeAfterwards(openDatabase(databaseUrl, 1));
    await other.query("insert into cursors (name, value) values ('frozen', '0')");
    let goOn: (() => void) | undefined;
    const held = frozen.transaction(async (query) => {
      await query("update cursors set value = '1' where name = 'frozen'");
      await new Promise<void>((resolve) => (goOn = resolve));
      await query('select 1');
    });
    const failed = expect(held).rejects.toThrow();
    await until(() => goOn !== undefined);
    expect(await took(() => other.query("update cursors set value = '2' where name = 'frozen'"))).toBeLessThan(
      SECONDS_MS,
    );
    goOn?.();
    await failed;
    expect((await one(frozen)).rows).toEqual([{ one: 1 }]);
  });

  it('A process whose network swallows packets while it holds the turn to call costs the others seconds', async () => {
    const network = closeAfterwards(await startSwallowingNetwork(databaseUrl));
    const of = (url: string) =>
      closeAfterwards(serialLimiter({ databaseUrl: url, system: 'sitoo', credential: 'net' }));
    const [behind, other] = [of(network.url), of(databaseUrl)];
    const cost = { lane: 'orders', mutation: false, complexity: 0 } as const;
    let end = () => {};
    let begun = false;
    const running = behind.pass(cost, () => {
      begun = true;
      return new Promise<void>((resolve) => (end = resolve));
    });
    await until(() => begun);
    network.swallow();
    expect(await took(() => other.pass(cost, async () => {}))).toBeLessThan(SECONDS_MS);
    end();
    await running;
    // It has its turn again over a new connection.
    expect(await took(() => behind.pass(cost, async () => {}))).toBeLessThan(SECONDS_MS);
  });
});

describe('a database that goes away', () => {
  it('The probe of a silent connection leaves no connection behind', async () => {
    const { network, database } = await behindNetwork();
    network.swallow();
    await expect(one(database)).rejects.toThrow();
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const probes = async () =>
      (
        await client.query(
          "select from pg_stat_activity where application_name = 'onepool probe' and datname = current_database()",
        )
      ).rowCount === 0;
    await until(probes, { what: 'the end of the probes' });
    await client.end();
  });
});
