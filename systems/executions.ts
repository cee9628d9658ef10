import { randomUUID } from 'node:crypto';
import {
  type Client,
  defaultPayloadConverter,
  type WorkflowExecutionInfo,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { Brand } from '../domain/brand.js';
import { neededLoops, unneededLoops } from '../domain/loops.js';
import { readOrderWorkflowId } from '../domain/names.js';
import type { Records } from './database/port.js';

/** A workflow that needs a person: it has ended without an end of its own, or its code cannot go on. */
export interface TroubledWorkflow {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  readonly kind: 'failed' | 'terminated' | 'timed-out' | 'stuck';
  /** ISO: when it ended; of one that is stuck, when it began. */
  readonly since: string;
}

/** Where and since when to look for trouble. */
export interface TroubleSince {
  readonly taskQueue: string;
  readonly sinceMs: number;
  readonly isAsked?: (one: TroubledWorkflow) => Promise<boolean>;
}

export interface FoundTrouble {
  readonly found: readonly TroubledWorkflow[];
  /** There are more than one look reports. */
  readonly isCutOff: boolean;
}

/** The list of executions lags behind what happens: looked at again for this long, ms. */
const LIST_LAGS_MS = 2 * 60_000;
/** More of a kind, stuck or ended, than a person reads; the next look goes on with the rest. */
const MOST = 200;

const KINDS: Readonly<Record<string, TroubledWorkflow['kind']>> = {
  FAILED: 'failed',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed-out',
};

/** A case about a workflow is no workflow to have a case about: it would never end. */
const isAboutTrouble = ({ workflowId }: Pick<TroubledWorkflow, 'workflowId'>): boolean =>
  /^case\/[^/]+\/trouble\//.test(workflowId);

/**
 * Workflows on these task queues that ended badly since a moment, and those whose code cannot go on. A later run of the same
 * workflow is its owner: then the earlier end is no trouble any more.
 * @param isAsked which ones have a case already: they are passed over, and leave room for the others
 */
export async function findTroubled(
  client: Client,
  { taskQueue, sinceMs, isAsked = async () => false }: TroubleSince,
): Promise<FoundTrouble> {
  const from = new Date(Math.max(0, sinceMs - LIST_LAGS_MS)).toISOString();
  const ended = `TaskQueue = "${taskQueue}" AND ExecutionStatus IN ("Failed", "Terminated", "TimedOut") AND CloseTime > "${from}"`;
  const stuck = `TaskQueue = "${taskQueue}" AND ExecutionStatus = "Running" AND TemporalReportedProblems IS NOT NULL`;
  const found: TroubledWorkflow[] = [];
  let isCutOff = false;
  for (const query of [stuck, ended]) {
    let ofThisKind = 0;
    for await (const info of client.workflow.list({ query })) {
      const troubled = troubledFrom(info);
      if (isAboutTrouble(troubled) || (await isAsked(troubled))) continue;
      if (troubled.kind !== 'stuck' && !(await isLastRun(client, troubled))) continue;
      isCutOff ||= ofThisKind >= MOST;
      if (ofThisKind >= MOST) break;
      found.push(troubled);
      ofThisKind += 1;
    }
  }
  return { found, isCutOff };
}

const troubledFrom = ({ workflowId, runId, type, status, closeTime, startTime }: WorkflowExecutionInfo) => ({
  workflowId,
  runId,
  type,
  kind: KINDS[status.name] ?? ('stuck' as const),
  since: (closeTime ?? startTime).toISOString(),
});

const isLastRun = async (client: Client, { workflowId, runId }: TroubledWorkflow): Promise<boolean> =>
  (await stateOf(client, workflowId))?.runId === runId;

/** The present run of a workflow; undefined when Temporal no longer keeps it. */
export async function stateOf(client: Client, workflowId: string) {
  try {
    const { runId, status, raw } = await client.workflow.getHandle(workflowId).describe();
    const attempt = raw.pendingWorkflowTask?.attempt ?? 0;
    return { runId, isRunning: status.name === 'RUNNING', endedWell: status.name === 'COMPLETED', attempt };
  } catch (err) {
    if (err instanceof WorkflowNotFoundError) return undefined;
    throw err;
  }
}

/** Whether nothing is left to do about a workflow: it runs, and its code goes on, or it has ended well, or nobody knows it. */
export async function isWell(client: Client, workflowId: string): Promise<boolean> {
  const state = await stateOf(client, workflowId);
  return state === undefined || state.endedWell || (state.isRunning && state.attempt <= 1);
}

/**
 * Takes a workflow up again. One that has ended goes on where it was before its last step; one whose code cannot go on begins
 * anew, since what it did is what its code no longer fits. What was placed and paid is looked up, never repeated. One that had
 * not begun is started again with its input.
 */
export async function retake(client: Client, workflowId: string, by: string): Promise<{ runId: string }> {
  const handle = client.workflow.getHandle(workflowId);
  const { runId, status, type } = await handle.describe();
  const { events } = await handle.fetchHistory();
  const steps = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  const step = status.name === 'RUNNING' ? steps[0] : steps.at(-1);
  if (step?.eventId) {
    const { namespace } = client.options;
    const again = await client.workflowService.resetWorkflowExecution({
      namespace,
      workflowExecution: { workflowId, runId },
      workflowTaskFinishEventId: step.eventId,
      reason: `taken up again by ${by}`,
      requestId: randomUUID(),
    });
    return { runId: again.runId ?? '' };
  }
  const started = events?.[0]?.workflowExecutionStartedEventAttributes;
  const args = (started?.input?.payloads ?? []).map((payload) => defaultPayloadConverter.fromPayload(payload));
  if (status.name === 'RUNNING') await handle.terminate(`started again by ${by}`);
  const again = await client.workflow.start(type, {
    workflowId,
    taskQueue: started?.taskQueue?.name ?? '',
    args,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
  return { runId: again.firstExecutionRunId };
}

/** Ends a workflow that harms others, such as one that ends every worker that runs it. It stays listed until it is taken up again. */
export async function setAside(client: Client, workflowId: string, by: string): Promise<void> {
  await client.workflow.getHandle(workflowId).terminate(`set aside by ${by}`);
}

const SENTENCES: Readonly<Record<TroubledWorkflow['kind'], string>> = {
  failed: 'has failed',
  terminated: 'was terminated',
  'timed-out': 'has timed out',
  stuck: 'cannot go on: its code fails at every try',
};

export const describeTrouble = ({ workflowId, type, kind, since }: TroubledWorkflow): string =>
  `Workflow ${workflowId} (${type}) ${SENTENCES[kind]}, since ${since}.`;

/** Stands for the revision last sent while nobody knows whether the order still knows it. It is none that an order can have. */
const UNKNOWN_REVISION = 'taken-up-again';

/** An order workflow that was taken up again after it had ended badly. */
export interface TakenUp {
  readonly brand: string;
  readonly workflowId: string;
  /** Names this once: the same occasion makes no second hint. */
  readonly occasion: string;
}

/**
 * Sees that an order whose workflow was taken up again is read once more: what changed while it did not run was shown to
 * nobody, and the follower has moved on. To be called once it runs. Other workflows are left alone.
 */
export async function readAgain(
  { orders, inbox }: Pick<Records, 'orders' | 'inbox'>,
  { brand, workflowId, occasion }: TakenUp,
): Promise<void> {
  const order = readOrderWorkflowId(brand, workflowId);
  if (!order) return;
  const { origin, number } = order;
  // Never none: an order without a revision sent is started, and this one exists.
  await orders.recordRevisionSent({ brand, origin, number, workflowId, revision: UNKNOWN_REVISION });
  await inbox.store(origin, [
    { eventId: `taken-up-again/${number}/${occasion}`, kind: 'order', subject: number, raw: '{}' },
  ]);
}

/**
 * Ends what an earlier brand file needed and this one does not: followers of a system that was taken out, its publisher, the
 * synchronisation of products. They close their cases and complete, so that nobody takes their end for trouble.
 * @param needed what a newer brand file needs, whatever this one says
 * @returns the workflow ids of those that ran
 */
export async function endUnneededLoops(
  client: Client,
  brand: Brand,
  needed: ReadonlySet<string> = new Set(),
): Promise<string[]> {
  const ended = await Promise.all(
    unneededLoops(brand).map(async (workflowId) => {
      if (needed.has(workflowId)) return [];
      try {
        await client.workflow.getHandle(workflowId).signal('noLongerNeeded');
        return [workflowId];
      } catch (err) {
        if (err instanceof WorkflowNotFoundError) return [];
        throw err;
      }
    }),
  );
  return ended.flat();
}

/** Cursor that names the loops which the newest brand file needs: workflow ids, as JSON. */
const NEEDED_LOOPS = 'needed-loops';

/**
 * Notes what the newest brand file needs, before any of it is started: a worker that still has the file before would end it, and
 * nobody would start it again.
 */
export async function noteNeededLoops(cursors: Pick<Records['cursors'], 'set'>, brand: Brand): Promise<void> {
  await cursors.set(NEEDED_LOOPS, JSON.stringify(neededLoops(brand)));
}

/** What the newest brand file needs; nothing where nobody has noted it. */
export async function notedLoops(cursors: Pick<Records['cursors'], 'get'>): Promise<ReadonlySet<string>> {
  const noted: unknown = JSON.parse((await cursors.get(NEEDED_LOOPS)) ?? '[]');
  return new Set(Array.isArray(noted) ? noted.map(String) : []);
}
