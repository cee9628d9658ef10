import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { packageRoot } from './package-root.js';

/** Any number will do, as long as every Onepool takes the same. */
const MIGRATION_LOCK = 7_060_501;

/** Connecting takes milliseconds; another process that migrates, or uses a table, takes seconds. */
const CONNECT_WITHIN_MS = 10_000;
const LOCK_WITHIN_MS = 60_000;

/** PostgreSQL cannot give a function another result in place. */
const RESULT_CHANGED = '42P13';

/** Where the SQL files are; tests give others. */
export interface SqlFolders {
  readonly migrations: string;
  readonly functions: string;
}

interface SqlFile {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Checksums of what the database has, by name. */
type Applied = ReadonlyMap<string, string>;

/**
 * Brings a database up to date: every function of `functions/` whose file differs from what the database has is replaced,
 * and every file of `migrations/` that it has not seen runs, in order. All of it takes effect in one transaction, or
 * nothing does; processes that start together do it once. Returns the names of the files that ran.
 *
 * Processes of the former version may go on meanwhile, and after. What they can rely on:
 * - A function that keeps its arguments and its result is replaced in place: a call under way ends in the former body.
 * - A function with other arguments is another one for PostgreSQL: the former stays for those who call it. A later version
 *   drops it in a migration.
 * - A function with another result is dropped and created. A process of the former version reads the new result from
 *   then on, so give such a function a new name unless that fits.
 * - A database with migrations of a newer version keeps its functions when the former version is prepared once more.
 * @throws Error when a migration was changed after it ran: what runs here must be what was tested
 */
export async function migrate(database: string | pg.Pool, folders: SqlFolders = ownFolders()): Promise<string[]> {
  if (typeof database !== 'string') {
    const client = await database.connect();
    try {
      return await inTransaction(client, () => migrateOn(client, folders));
    } finally {
      client.release();
    }
  }
  const client = new pg.Client({ connectionString: database, connectionTimeoutMillis: CONNECT_WITHIN_MS });
  await client.connect();
  try {
    return await inTransaction(client, () => migrateOn(client, folders));
  } finally {
    await client.end();
  }
}

async function migrateOn(client: pg.ClientBase, folders: SqlFolders): Promise<string[]> {
  const migrations = await readFiles(folders.migrations, /^\d{4}_.+\.sql$/);
  const functions = await readFiles(folders.functions, /\.sql$/);
  // A process that froze while it migrated must be found by its operator, not waited for without end.
  await client.query(`set local lock_timeout = ${LOCK_WITHIN_MS}`);
  await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await client.query(
    'create table if not exists migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
  );
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migrations');
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  // Functions first: a trigger that a migration creates needs its function.
  const replaced = isNewer(applied, migrations) ? [] : await replaceFunctions(client, functions, applied);
  return [...(await runMigrations(client, migrations, applied)), ...replaced];
}

/** Whether a newer version than this one has migrated the database. */
const isNewer = (applied: Applied, migrations: readonly SqlFile[]): boolean => {
  const known = new Set(migrations.map(({ name }) => name));
  return [...applied.keys()].some((name) => /^\d{4}_/.test(name) && !known.has(name));
};

async function runMigrations(client: pg.ClientBase, files: readonly SqlFile[], applied: Applied): Promise<string[]> {
  const ran: string[] = [];
  for (const file of files) {
    const checksum = applied.get(file.name);
    if (checksum === file.checksum) continue;
    if (checksum !== undefined)
      throw new Error(
        `The migration ${file.name} was changed after it ran on this database. Restore the file and put the change into a new one.`,
      );
    await client.query(file.sql);
    await markApplied(client, file);
    ran.push(file.name);
  }
  return ran;
}

async function replaceFunctions(client: pg.ClientBase, files: readonly SqlFile[], applied: Applied): Promise<string[]> {
  const changed = files
    .map((file) => ({ ...file, name: `functions/${file.name}` }))
    .filter(({ name, checksum }) => applied.get(name) !== checksum);
  // Functions call each other and use tables that a migration may still create: bodies are checked when they run.
  await client.query('set local check_function_bodies = off');
  for (const file of changed) {
    await replaceFunction(client, file);
    await markApplied(client, file);
  }
  await client.query('set local check_function_bodies = on');
  return changed.map(({ name }) => name);
}

async function replaceFunction(client: pg.ClientBase, { name, sql }: SqlFile): Promise<void> {
  await client.query('savepoint replace_function');
  try {
    await client.query(sql);
  } catch (problem) {
    if (!(problem instanceof pg.DatabaseError && problem.code === RESULT_CHANGED)) throw problem;
    await client.query('rollback to savepoint replace_function');
    await dropFunctions(client, nameOfFunction(name));
    await client.query(sql);
  }
}

async function dropFunctions(client: pg.ClientBase, name: string): Promise<void> {
  const { rows } = await client.query<{ signature: string }>(
    `select oid::regprocedure::text as signature from pg_proc
     where proname = $1 and pronamespace = current_schema()::regnamespace`,
    [name],
  );
  for (const { signature } of rows) await client.query(`drop function ${signature}`);
}

/** A file is called as the function that it holds. */
const nameOfFunction = (file: string): string => file.replace(/^functions\//, '').replace(/\.sql$/, '');

const markApplied = (client: pg.ClientBase, { name, checksum }: SqlFile) =>
  client.query(
    `insert into migrations (name, checksum) values ($1, $2)
     on conflict (name) do update set checksum = excluded.checksum, applied_at = now()`,
    [name, checksum],
  );

async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (problem) {
    await client.query('rollback');
    throw problem;
  }
}

function ownFolders(): SqlFolders {
  const folder = join(packageRoot(), 'systems', 'database');
  return { migrations: join(folder, 'migrations'), functions: join(folder, 'functions') };
}

async function readFiles(folder: string, pattern: RegExp): Promise<SqlFile[]> {
  const names = (await readdir(folder)).filter((name) => pattern.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
