import pg from 'pg';
import { migrate } from '../../systems/database/migrate.js';
import { required } from './servers/required.js';

export interface TestDatabase {
  readonly databaseUrl: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

let made = 0;

/** A migrated database of its own; call `drop` in `afterAll`. */
export async function freshDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const server = required('ONEPOOL_TEST_DATABASE_URL');
  made += 1;
  const name = `test_${process.pid}_${Date.now().toString(36)}_${made}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  if (migrated) await migrate(url.href);
  return { databaseUrl: url.href, drop: () => onServer(server, `drop database ${name} with (force)`) };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
