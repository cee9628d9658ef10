import type { Client } from '@temporalio/client';

/** How often a workflow is asked; a query writes nothing into a history. */
const PING_EVERY_MS = 20_000;
/** A healthy worker answers in milliseconds. */
const ANSWER_WITHIN_MS = 5_000;
const SERVER_WITHIN_MS = 3_000;

/** gRPC's code for a server that cannot be reached. */
const UNAVAILABLE = 14;

/**
 * What the last questions said: `answered` by a workflow; `silent`, the server is there and no worker answered; `away`, the
 * server itself did not answer; `unknown`, nobody can be asked, since no follower was started yet.
 */
export interface Ping {
  readonly state: 'answered' | 'silent' | 'away' | 'unknown';
  /** How long it has been so, ms. */
  readonly forMs: number;
}

export interface Pinging {
  last(): Ping;
  stop(): void;
}

/** Asks a workflow that always runs, again and again, whether workflow code still runs. */
export function keepPinging(client: Client, workflowId: string): Pinging {
  let state: Ping['state'] = 'unknown';
  let sinceMs = Date.now();
  let isAsking = false;
  const ask = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    const found = await pingOnce(client, workflowId);
    isAsking = false;
    if (found !== state) sinceMs = Date.now();
    state = found;
  };
  void ask();
  const asking = setInterval(() => void ask(), PING_EVERY_MS).unref();
  return { last: () => ({ state, forMs: Date.now() - sinceMs }), stop: () => clearInterval(asking) };
}

/** Never fails: whatever goes wrong is an answer. */
async function pingOnce(client: Client, workflowId: string): Promise<Ping['state']> {
  try {
    // Answered by the SDK itself in every workflow.
    const query = () => client.workflow.getHandle(workflowId).query('__temporal_workflow_metadata');
    await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, query);
    return 'answered';
  } catch (problem) {
    if (codeOf(problem) === UNAVAILABLE) return 'away';
    if (problem instanceof Error && problem.name === 'WorkflowNotFoundError') return 'unknown';
  }
  try {
    const { workflowService } = client.connection;
    await client.withDeadline(Date.now() + SERVER_WITHIN_MS, () => workflowService.getSystemInfo({}));
    return 'silent';
  } catch {
    return 'away';
  }
}

function codeOf(problem: unknown): unknown {
  const { code, cause } = problem as { code?: unknown; cause?: unknown };
  return code ?? (cause === undefined ? undefined : codeOf(cause));
}
