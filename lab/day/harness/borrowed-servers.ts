import type { Client } from '@temporalio/client';
import pg from 'pg';
import { scheduleIdsOf } from '../../../client/schedules/schedules.js';
import { StartupError } from '../../../client/startup-error.js';
import { FOLLOWER_NAMES, followerWorkflowId } from '../../../domain/followers.js';
import {
  auditProductsWorkflowId,
  publisherWorkflowId,
  reconcileWorkflowId,
  syncProductsWorkflowId,
} from '../../../domain/names.js';
import { TARGETS } from '../../../domain/stock/flows.js';

/** A database of a rehearsal's own on a server that serves others too; dropped when the rehearsal is over. */
export interface BorrowedDatabase {
  readonly databaseUrl: string;
  drop(): Promise<void>;
}

/**
 * Makes a database beside the one that `serverUrl` names, because a played day must not meet the records of real ones.
 * @throws StartupError when the server is out of reach or its user may not create databases
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
    throw new StartupError(
      'The rehearsal could not make a database of its own on the server in DATABASE_URL. Let its user create databases, or unset DATABASE_URL.',
      { cause },
    );
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { databaseUrl: url.href, drop: () => run(`drop database if exists ${quoted} with (force)`) };
}

/**
 * Leaves nothing of a rehearsal running on a Temporal server that serves others too: removes its schedules, ends its followers, push
 * loops and comparisons, and the orders, returns and cases that still wait.
 */
export async function terminateRehearsal(client: Client, brand: string): Promise<void> {
  const schedules = scheduleIdsOf(brand);
  // First, so that they start nothing any more.
  await Promise.allSettled(schedules.map((id) => client.schedule.getHandle(id).delete()));
  const ids = new Set([
    ...FOLLOWER_NAMES.map((follower) => followerWorkflowId(brand, follower)),
    ...TARGETS.map((target) => publisherWorkflowId(brand, target)),
    reconcileWorkflowId(brand),
    syncProductsWorkflowId(brand),
    auditProductsWorkflowId(brand),
  ]);
  const waiting = [
    `order/${brand}/`,
    `return/${brand}/`,
    `case/${brand}/`,
    `${reconcileWorkflowId(brand)}/`,
    `${auditProductsWorkflowId(brand)}/`,
  ].map((start) => `WorkflowId STARTS_WITH "${start}"`);
  // What a schedule starts has the time behind its id; a prefix could fit another brand of a longer name.
  const scheduled = schedules.map((id) => `TemporalScheduledById = "${id}"`);
  const query = `ExecutionStatus = "Running" AND (${[...waiting, ...scheduled].join(' OR ')})`;
  for await (const { workflowId } of client.workflow.list({ query })) ids.add(workflowId);
  await Promise.allSettled([...ids].map((id) => client.workflow.getHandle(id).terminate('the rehearsal is over')));
}
