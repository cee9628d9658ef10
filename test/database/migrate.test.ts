import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../systems/database/migrate.js';
import { openRecords } from '../../systems/database/open-database.js';
import { freshDatabase, type TestDatabase } from '../support/fresh-database.js';
import { until } from '../support/until.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeEach(async () => {
  database = await freshDatabase({ migrated: false });
  pool = new pg.Pool({ connectionString: database.databaseUrl });
  pool.on('error', () => {});
});

afterEach(async () => {
  await pool.end();
  await database.drop();
});

describe('migrations', () => {
  it('Migrations run once and in order, however many processes start together', async () => {
    const ran = await Promise.all([migrate(pool), migrate(database.databaseUrl), migrate(pool)]);
    const names = ran.flat();
    expect(names[0]).toMatch(/^0001_/);
    expect(names).toEqual([...new Set(names)].sort());
    expect(await migrate(pool)).toEqual([]);
  });

  it('Migrations are refused when one that has run was changed afterwards', async () => {
    await migrate(pool);
    await pool.query("update migrations set checksum = 'other' where name like '0001_%'");
    await expect(migrate(pool)).rejects.toThrow(/0001_.* was changed after it ran/);
  });
});

describe('functions of the database', () => {
  const PRICE = 'create or replace function price(p integer) returns integer language sql as $$ select p $$;';

  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  /** A project with these SQL files, and a database that only it uses. */
  async function projectWith(files: Readonly<Record<string, string>>) {
    const folder = await mkdtemp(join(tmpdir(), 'onepool-sql-'));
    const folders = { migrations: join(folder, 'migrations'), functions: join(folder, 'functions') };
    await mkdir(folders.migrations);
    await mkdir(folders.functions);
    const own = await freshDatabase({ migrated: false });
    const connections = new pg.Pool({ connectionString: own.databaseUrl });
    connections.on('error', () => {});
    const write = async (changed: Readonly<Record<string, string>>) => {
      for (const [name, sql] of Object.entries(changed)) await writeFile(join(folder, name), sql);
    };
    await write(files);
    closers.push(async () => {
      await connections.end();
      await own.drop();
      await rm(folder, { recursive: true });
    });
    return {
      migrate: () => migrate(connections, folders),
      write,
      remove: (name: string) => rm(join(folder, name)),
      one: async (sql: string): Promise<unknown> => Object.values((await connections.query(sql)).rows[0] ?? {})[0],
      connections,
    };
  }

  it('A changed file is brought up to date by the next migration, and only once', async () => {
    const project = await projectWith({ 'functions/price.sql': PRICE });
    expect(await project.migrate()).toEqual(['functions/price.sql']);
    await project.write({ 'functions/price.sql': PRICE.replace('select p', 'select 2 * p') });
    expect(await project.migrate()).toEqual(['functions/price.sql']);
    expect(await project.one('select price(21)')).toBe(42);
    expect(await project.migrate()).toEqual([]);
  });

  it('Processes that start together bring a changed file up to date once', async () => {
    const project = await projectWith({ 'functions/price.sql': PRICE });
    await project.migrate();
    await project.write({ 'functions/price.sql': PRICE.replace('select p', 'select 3 * p') });
    const ran = await Promise.all([project.migrate(), project.migrate(), project.migrate()]);
    expect(ran.flat()).toEqual(['functions/price.sql']);
    expect(await project.one('select price(2)')).toBe(6);
  });

  it('A call under way and a prepared statement of a former process go on while a function is replaced', async () => {
    const slow =
      'create or replace function price(p integer) returns integer language plpgsql as $$ begin perform pg_advisory_lock(1); return p; end $$;';
    const project = await projectWith({ 'functions/price.sql': slow });
    await project.migrate();
    const holder = await project.connections.connect();
    const former = await project.connections.connect();
    try {
      await holder.query('select pg_advisory_lock(1)');
      const underWay = former.query({ name: 'price', text: 'select price(4)' });
      await until(
        async () =>
          (await project.one("select count(*)::int from pg_locks where locktype = 'advisory' and not granted")) === 1,
      );
      await project.write({ 'functions/price.sql': PRICE.replace('select p', 'select 10 * p') });
      await project.migrate();
      await holder.query('select pg_advisory_unlock(1)');
      expect((await underWay).rows).toEqual([{ price: 4 }]);
      expect((await former.query({ name: 'price', text: 'select price(4)' })).rows).toEqual([{ price: 40 }]);
    } finally {
      holder.release(true);
      former.release(true);
    }
  });

  it('A function with other arguments leaves the former one to those who call it', async () => {
    const project = await projectWith({ 'functions/price.sql': PRICE });
    await project.migrate();
    await project.write({
      'functions/price.sql': PRICE.replace('(p integer)', '(p integer, factor integer)').replace(
        'select p',
        'select p * factor',
      ),
    });
    await project.migrate();
    expect([await project.one('select price(7)'), await project.one('select price(7, 2)')]).toEqual([7, 14]);
  });

  it('A function with another result replaces the former one', async () => {
    const project = await projectWith({ 'functions/price.sql': PRICE });
    await project.migrate();
    await project.write({
      'functions/price.sql': PRICE.replace('returns integer', 'returns text').replace('select p', "select p || ' kr'"),
    });
    expect(await project.migrate()).toEqual(['functions/price.sql']);
    expect(await project.one('select price(7)')).toBe('7 kr');
  });

  it('Functions are there before the migrations that need them, and may call each other in any order', async () => {
    const project = await projectWith({
      'functions/a_first.sql':
        'create or replace function a_first() returns integer language sql as $$ select b_second() $$;',
      'functions/b_second.sql':
        'create or replace function b_second() returns integer language sql as $$ select max(n) from numbers $$;',
      'migrations/0001_numbers.sql': 'create table numbers (n integer default 5); insert into numbers default values;',
    });
    expect(await project.migrate()).toEqual(['0001_numbers.sql', 'functions/a_first.sql', 'functions/b_second.sql']);
    expect(await project.one('select a_first()')).toBe(5);
  });

  it('A migration that fails leaves nothing changed, functions included', async () => {
    const project = await projectWith({ 'functions/price.sql': PRICE });
    await project.migrate();
    await project.write({
      'functions/price.sql': PRICE.replace('select p', 'select 9 * p'),
      'migrations/0001_wrong.sql': 'create table t (n integer); select wrong;',
    });
    await expect(project.migrate()).rejects.toThrow(/wrong/);
    expect(await project.one('select price(2)')).toBe(2);
    expect(await project.one("select to_regclass('t')")).toBeNull();
  });

  it('A former version that is prepared again leaves the functions of the newer one', async () => {
    const project = await projectWith({ 'functions/price.sql': PRICE });
    await project.migrate();
    const newer = {
      'functions/price.sql': PRICE.replace('select p', 'select 4 * p'),
      'migrations/0001_more.sql': 'select 1;',
    };
    await project.write(newer);
    await project.migrate();
    await project.remove('migrations/0001_more.sql');
    await project.write({ 'functions/price.sql': PRICE });
    expect(await project.migrate()).toEqual([]);
    expect(await project.one('select price(2)')).toBe(8);
  });

  it('Every file holds the function that it is called after, and can be run again', async () => {
    for (const file of await readdir('systems/database/functions')) {
      const sql = await readFile(join('systems/database/functions', file), 'utf8');
      expect([file, sql.match(/create or replace function (\w+)/g)]).toEqual([
        file,
        [`create or replace function ${file.replace('.sql', '')}`],
      ]);
    }
  });
});

describe('database connections', () => {
  it('Database connections recover after the server has dropped them', async () => {
    await migrate(pool);
    const records = openRecords({ databaseUrl: database.databaseUrl });
    await records.cursors.set('survivor', '1');
    await pool.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'onepool'");
    const again = await records.cursors.get('survivor').catch(() => records.cursors.get('survivor'));
    expect(again).toBe('1');
    await records.close();
    await records.close();
  });
});
