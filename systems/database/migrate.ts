import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { packageRoot } from './package-root.js';

/** Any number will do, as long as every Onepool takes the same. */
const MIGRATION_LOCK = 7_060_501;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * Brings a database up to date: runs each SQL file of `systems/database/migrations` that it has not seen, in order,
 * one at a time however many processes start at once. Returns the names of those it ran.
 * @throws Error when a file that has already run was changed since: what runs here must be what was tested.
 */
export async function migrate(database: string | pg.Pool): Promise<string[]> {
  if (typeof database !== 'string') {
    const client = await database.connect();
    try {
      return await migrateOn(client);
    } finally {
      client.release();
    }
  }
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    return await migrateOn(client);
  } finally {
    await client.end();
  }
}

async function migrateOn(client: pg.ClientBase): Promise<string[]> {
  const migrations = await readMigrations();
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
  try {
    await client.query(
      'create table if not exists migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migrations');
    const applied = new Map(rows.map((row) => [row.name, row.checksum]));
    const ran: string[] = [];
    for (const migration of migrations) {
      const known = applied.get(migration.name);
      if (known === migration.checksum) continue;
      if (known !== undefined) {
        throw new Error(
          `The migration ${migration.name} was changed after it ran on this database. Restore the file and put the change into a new one.`,
        );
      }
      await run(client, migration);
      ran.push(migration.name);
    }
    return ran;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  }
}

async function run(client: pg.ClientBase, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (problem) {
    await client.query('rollback');
    throw problem;
  }
}

async function readMigrations(): Promise<Migration[]> {
  const folder = join(packageRoot(), 'systems', 'database', 'migrations');
  const names = (await readdir(folder)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
