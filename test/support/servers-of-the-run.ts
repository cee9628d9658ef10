import pg from 'pg';
import { migrate } from '../../systems/database/migrate.js';

/** Address of the Temporal server of this test run. */
export function temporalAddress(): string {
  return required('ONEPOOL_TEST_TEMPORAL_ADDRESS');
}

/** The `temporal` program, for a test that starts a server of its own. */
export function temporalProgram(): string {
  return required('ONEPOOL_TEST_TEMPORAL_PROGRAM');
}

/** The namespace with our search attributes on that server. */
export const temporalNamespace = 'default';

/** How to reach that server, as `connect` and `NativeConnection` want it. */
export const temporalOfTheRun = () => ({ address: temporalAddress(), namespace: temporalNamespace, tls: false });

/** What `onepool` finds in its environment when it works with these servers. */
export const environmentOfTheRun = (databaseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  TEMPORAL_ADDRESS: temporalAddress(),
  TEMPORAL_NAMESPACE: temporalNamespace,
});

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

function required(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: this test needs the servers that test/support/global-setup.ts starts.`);
  return value;
}
