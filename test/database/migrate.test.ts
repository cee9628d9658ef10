import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../systems/database/migrate.js';
import { openRecords } from '../../systems/database/open-database.js';
import { freshDatabase, type TestDatabase } from '../support/fresh-database.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await freshDatabase({ migrated: false });
  pool = new pg.Pool({ connectionString: database.databaseUrl });
  pool.on('error', () => {});
});

afterAll(async () => {
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
    await pool.query("update migrations set checksum = 'other' where name like '0001_%'");
    await expect(migrate(pool)).rejects.toThrow(/0001_.* was changed after it ran/);
  });
});

describe('the connections of the records', () => {
  it('Database connections recover after the server has dropped them', async () => {
    const records = openRecords({ databaseUrl: database.databaseUrl });
    await records.cursors.set('survivor', '1');
    await pool.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'onepool'");
    const again = await records.cursors.get('survivor').catch(() => records.cursors.get('survivor'));
    expect(again).toBe('1');
    await records.close();
    await records.close();
  });
});
