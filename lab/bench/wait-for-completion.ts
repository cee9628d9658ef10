import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';

const LOOK_EVERY_MS = 500;
/** Far above any round on a slow machine. */
const PATIENCE_MS = 180_000;

/** Workflows of one type that were started at or after a moment, epoch milliseconds. */
export interface Started {
  readonly type: string;
  readonly since: number;
}

/**
 * Waits until so many workflows have completed and says when the last one had, epoch milliseconds by the server's own
 * account. Bare workflows and orders are judged by this same rule.
 * @throws Error when they do not complete in time
 */
export async function waitForCompletion(client: Client, what: Started, count: number): Promise<number> {
  const query = completedQuery(what);
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { count: done } = await client.workflow.count(query);
    if (done >= count) break;
    if (Date.now() > deadline) throw new Error(`Only ${done} of ${count} workflows (${what.type}) were completed.`);
    await pause(LOOK_EVERY_MS);
  }
  let last = 0;
  for await (const { closeTime } of client.workflow.list({ query })) last = Math.max(last, closeTime?.getTime() ?? 0);
  return last;
}

export const completedQuery = ({ type, since }: Started): string =>
  `WorkflowType = "${type}" AND ExecutionStatus = "Completed" AND StartTime >= "${new Date(since).toISOString()}"`;
