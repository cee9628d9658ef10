import type { Client } from '@temporalio/client';

export interface Histories {
  /** Runs of workflows that never end, those included that were continued as new ones. */
  readonly runs: number;
  /** The most events of any of them, and whose they were. */
  readonly mostEvents: number;
  readonly longest: string;
}

/** Looks at every run of the followers and publishers of a brand. */
export async function readHistories(client: Client, brand: string): Promise<Histories> {
  const ids = [`follow/${brand}/`, `publish-stock/${brand}/`].map((start) => `WorkflowId STARTS_WITH "${start}"`);
  let [runs, mostEvents, longest] = [0, 0, ''];
  for await (const { workflowId, runId, status, historyLength } of client.workflow.list({ query: ids.join(' OR ') })) {
    // The list knows the length only of runs that have ended.
    const events =
      status.name === 'RUNNING'
        ? (await client.workflow.getHandle(workflowId, runId).describe()).historyLength
        : historyLength;
    runs += 1;
    if (events > mostEvents) [mostEvents, longest] = [events, workflowId];
  }
  return { runs, mostEvents, longest };
}
