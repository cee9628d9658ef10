import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { PositionKey } from '../../domain/stock/position.js';
import { openDatabase } from '../../systems/database/database.js';
import { openRecords } from '../../systems/database/open-database.js';
import type { Records } from '../../systems/database/port.js';
import { freshDatabase, type TestDatabase } from '../support/fresh-database.js';
import { journalRow, orderReading, rowAt, stockPolicy } from '../support/stock-ledger.js';
import { until } from '../support/until.js';

let database: TestDatabase;
/** Two processes. */
let one: Records;
let other: Records;
let client: pg.Client;
const policy = stockPolicy();
const key = (sku: string): PositionKey => ({ location: 'store-1', sku });

beforeAll(async () => {
  database = await freshDatabase();
  one = openRecords({ databaseUrl: database.databaseUrl });
  other = openRecords({ databaseUrl: database.databaseUrl });
  client = new pg.Client({ connectionString: database.databaseUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await one.close();
  await other.close();
  await database.drop();
});

describe('an entry', () => {
  it('An entry is recorded together with its cursor or not at all, whenever the process dies', async () => {
    await one.cursors.set('journal', '1');
    const entry = { movements: [journalRow(key('A'), 5)], cursor: { name: 'journal', value: '2' } };
    // Another transaction holds the cursor, so that the entry stops at its very end, and dies there. Whoever watches does so outside
    // of a transaction: inside of one, PostgreSQL shows the activity of the first look for ever.
    const watcher = openDatabase(database.databaseUrl, 1);
    await client.query('begin');
    await client.query(`select from cursors where name = 'journal' for update`);
    const dying = one.stockLedger.record(entry, policy).catch((problem: Error) => problem);
    await until(async () => {
      const { rowCount } = await watcher.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%cursors%'`,
      );
      return rowCount === 1;
    });
    expect(await dying).toBeInstanceOf(Error);
    await client.query('rollback');
    await watcher.close();
    expect(await other.stockQueries.show('A')).toEqual([]);
    expect(await other.cursors.get('journal')).toBe('1');

    expect(await one.stockLedger.record(entry, policy)).toMatchObject({ newMovements: 1 });
    expect(await rowAt(one, key('A'))).toMatchObject({ physical: 5 });
    expect(await one.cursors.get('journal')).toBe('2');
  });

  it('An entry that two processes record concurrently, with overlapping pages, counts once', async () => {
    const rows = Array.from({ length: 120 }, (_, i) => journalRow(key(`P${i % 17}`), i % 2 ? 1 : -1));
    const order = orderReading('1', [{ ...key('P3'), outstanding: 2, deductedAtOrigin: 0 }]);
    const pages = [0, 30, 60].flatMap((from) => {
      const page = rows.slice(from, from + 60);
      return [page, [...page].reverse()];
    });
    const recorded = await Promise.all(
      pages.map((movements, i) => (i % 2 ? one : other).stockLedger.record({ movements, orders: [order] }, policy)),
    );
    expect(recorded.reduce((sum, { newMovements }) => sum + newMovements, 0)).toBe(120);
    const { rows: sums } = await client.query(
      `select p.sku, p.physical, p.units_for_centra, sum(quantity)::integer as sum, min(m.n)::integer as rows
       from stock_positions p join (select *, count(*) over (partition by sku) as n from stock_movements) m using (sku)
       where sku like 'P%' group by 1, 2, 3`,
    );
    expect(sums).toHaveLength(17);
    for (const { physical, units_for_centra, sum } of sums) expect([physical, units_for_centra]).toEqual([sum, sum]);
    expect(sums.reduce((total, { rows: n }) => total + n, 0)).toBe(120);
  });

  it('An entry leaves a trail of movements without a gap, each with the level after it', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        (i % 2 ? one : other).stockLedger.record(
          { movements: [journalRow(key('T'), 3), journalRow(key('T'), -1)] },
          policy,
        ),
      ),
    );
    const { rows } = await client.query(
      `select physical_after - lag(physical_after, 1, 0) over (order by id) as step, quantity,
         recorded_at >= lag(recorded_at, 1, recorded_at) over (order by id) as later
       from stock_movements where sku = 'T'`,
    );
    expect(rows).toHaveLength(20);
    for (const { step, quantity, later } of rows) expect([step, later]).toEqual([quantity, true]);
  });
});

describe('a refusal', () => {
  it('A refusal is lifted only when nobody holds the position, since a holder would write it back', async () => {
    const position = key('R');
    await one.stockLedger.record({ movements: [journalRow(position, 5)], initialStockOf: [] }, policy);
    await client.query(`update stock_targets set refused = 'No.', refused_at = now() where sku = 'R'`);
    const watcher = openDatabase(database.databaseUrl, 1);
    await client.query('begin');
    await client.query(`select from stock_positions where sku = 'R' for update`);
    let lifted = false;
    const lifting = other.stockOutbox.release('centra', position).then(() => {
      lifted = true;
    });
    await until(async () => {
      const { rowCount } = await watcher.query(
        `select from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%stock_positions%'`,
      );
      return lifted || rowCount === 1;
    });
    expect(lifted).toBe(false);
    await client.query('rollback');
    await lifting;
    await watcher.close();
    expect((await one.stockQueries.refusals('centra')).filter(({ sku }) => sku === 'R')).toEqual([]);
  });
});

describe('a transaction', () => {
  it('A transaction that PostgreSQL aborted in favour of another is repeated', async () => {
    const { transaction, close } = openDatabase(database.databaseUrl, 2);
    let waiting = 0;
    const both = until(() => waiting >= 2);
    const crossing = (first: string, second: string) =>
      transaction(async (query) => {
        await query('select pg_advisory_xact_lock(hashtext($1))', [first]);
        waiting += 1;
        await both;
        await query('select pg_advisory_xact_lock(hashtext($1))', [second]);
        return first;
      });
    expect(await Promise.all([crossing('x', 'y'), crossing('y', 'x')])).toEqual(['x', 'y']);
    expect(waiting).toBe(3);
    await close();
  });

  it('A transaction that fails leaves nothing behind, and its connection can be used again', async () => {
    const { query, transaction, close } = openDatabase(database.databaseUrl, 1);
    const failing = transaction(async (inside) => {
      await inside(`insert into cursors (name, value) values ('lost', '1')`);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect((await query(`select from cursors where name = 'lost'`)).rowCount).toBe(0);
    await close();
  });
});
