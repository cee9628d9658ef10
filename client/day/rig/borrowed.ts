import type { Client } from '@temporalio/client';
import pg from 'pg';
import { followerWorkflowId } from '../../../domain/names.js';
import { CannotStart } from '../../local/cannot-start.js';

/** A database of a rehearsal's own on somebody's server; dropped when the rehearsal is over. */
export interface BorrowedDatabase {
  readonly databaseUrl: string;
  drop(): Promise<void>;
}

/**
 * Makes a database beside the one that `serverUrl` names, because a played day must not meet the records of real ones.
 * @throws CannotStart when the server is out of reach or its user may not create databases
 */
export async function borrowDatabase(serverUrl: string, name: string): Promise<BorrowedDatabase> {
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: 10_000 });
    try {
      await client.connect();
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  const quoted = pg.escapeIdentifier(name);
  try {
    await run(`create database ${quoted}`);
  } catch (cause) {
    throw new CannotStart(
      'The rehearsal could not make a database of its own on the server in DATABASE_URL. Let its user create databases, or unset DATABASE_URL.',
      { cause },
    );
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { databaseUrl: url.href, drop: () => run(`drop database if exists ${quoted} with (force)`) };
}

/** Leaves nothing of a rehearsal running on somebody's Temporal server: ends its followers and orders that still wait. */
export async function leaveNothingRunning(client: Client, brand: string): Promise<void> {
  const query = `ExecutionStatus = "Running" AND WorkflowId STARTS_WITH "order/${brand}/"`;
  const ids = (['centra', 'sitoo', 'wms'] as const).map((system) => followerWorkflowId(brand, system));
  for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
  await Promise.allSettled(ids.map((id) => client.workflow.getHandle(id).terminate('the rehearsal is over')));
}
