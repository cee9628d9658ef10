import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure, type Client, type WorkflowHandle } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection } from '@temporalio/worker';
import { connect } from '../../../client/temporal.js';
import { createLog } from '../../../config/log.js';
import type { Case } from '../../../domain/cases/case.js';
import { brandWorkers } from '../../../workers/brand-workers.js';
import { installRuntime } from '../../../workers/runtime.js';
import { workflowSources } from '../../../workers/workflow-code.js';
import { routedActivities } from '../../../workflows/task-queues.js';
import type { WorkflowType } from '../harness/kept-histories.js';
import { temporalNamespace, temporalOfTheRun } from '../temporal-of-the-run.js';
import { until } from '../until.js';

/** What an activity answers, now or later: by how often it was called before, and by what it was asked. */
export type Answer = (call: number, input: unknown) => unknown;
/** One played workflow: what it is started with, what its activities answer, and what happens to it. */
export interface Script {
  readonly type: WorkflowType;
  readonly input: object;
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly drive?: (run: ScriptedRun) => Promise<void>;
}

export interface ScriptedRun {
  readonly handle: WorkflowHandle;
  /** How often an activity was called, attempts included. */
  calls(activity: string): number;
  /** How many calls of activities there were in all. */
  allCalls(): number;
  called(activity: string, times?: number): Promise<void>;
  /** Every case that was ever opened. */
  everyCase(): readonly Case[];
  /** Cases that are open now, as the workflow recorded them. */
  openCases(): readonly Case[];
  /** The answer with which a case was closed; undefined while it is open. */
  closedWith(caseId: string): string | undefined;
  /** An open case beyond those that were open before. */
  nextCase(after?: number): Promise<Case>;
  status(): Promise<string>;
}

interface Played {
  readonly script: Script;
  readonly calls: Map<string, number>;
  readonly opened: Case[];
  /** The answer of each closed case. */
  readonly closed: Map<string, string>;
}

export const refuse = (): never => {
  throw ApplicationFailure.nonRetryable('The counterpart says no.', 'rejected');
};
export const beAway = (): never => {
  throw ApplicationFailure.retryable('Nobody answers.', 'unreachable');
};

export const breakContract = (): never => {
  throw ApplicationFailure.nonRetryable('The answer has no currency.', 'malformed-answer');
};
export const throttle = (): never => {
  throw ApplicationFailure.retryable('It is not our turn yet.', 'throttled');
};

const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * A worker whose activities answer as the script of each workflow says. No counterpart, no database.
 * @param hours `short`: what is given an hour ends after seconds, also where a busy machine is late
 */
export async function startScriptedWorker(name: string, hours: 'short' | 'real' = 'real') {
  const log = createLog(name, { terminal: false, destination: { write() {} } });
  installRuntime(log);
  const { workflowsPath, workflowInterceptorModules } = workflowSources();
  const shortOutages = fileURLToPath(new URL('./short-outages.ts', import.meta.url));
  // Bundling keeps this thread busy for seconds on a busy machine, and a connection has five to be made.
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [...workflowInterceptorModules, ...(hours === 'short' ? [shortOutages] : [])],
    logger: quiet,
  });
  const client = await connect(temporalOfTheRun());
  const connection = await NativeConnection.connect(temporalOfTheRun());
  const played = new Map<string, Played>();
  const taskQueue = `${name}-${randomUUID()}`;
  const workers = await brandWorkers({
    connection,
    namespace: temporalNamespace,
    taskQueue,
    activities: Object.fromEntries(
      routedActivities().map((activity) => [activity, (input: unknown) => answer(played, activity, input)]),
    ),
    workflows: { workflowBundle },
    rehearsal: true,
  });
  const running = workers.run();
  return {
    client,
    workflowBundle,
    async play(script: Script): Promise<ScriptedRun> {
      const workflowId = `${script.type}/${randomUUID()}`;
      const one: Played = { script, calls: new Map(), opened: [], closed: new Map() };
      played.set(workflowId, one);
      await client.workflow.start(script.type, { workflowId, taskQueue, args: [script.input] });
      return runOf(client, workflowId, one);
    },
    async close(): Promise<void> {
      for (const workflowId of played.keys())
        await client.workflow
          .getHandle(workflowId)
          .terminate('the test is over')
          .catch(() => {});
      workers.shutdown();
      await running;
      await client.connection.close();
      await connection.close();
    },
  };
}

async function answer(played: Map<string, Played>, activity: string, input: unknown): Promise<unknown> {
  const one = played.get(activityInfo().workflowExecution?.workflowId ?? '');
  if (one === undefined) throw new Error('no script plays this workflow');
  const call = one.calls.get(activity) ?? 0;
  one.calls.set(activity, call + 1);
  const answered = await one.script.answers?.[activity]?.(call, input);
  if (activity === 'recordCaseOpened') one.opened.push((input as { case: Case }).case);
  if (activity === 'recordCaseClosed') {
    const { caseId, answer: by } = input as { caseId: string; answer: string };
    one.closed.set(caseId, by);
  }
  return answered ?? null;
}

function runOf(client: Client, workflowId: string, { calls, opened, closed }: Played): ScriptedRun {
  const handle = client.workflow.getHandle(workflowId);
  const open = (): Case[] => opened.filter((c) => !closed.has(c.caseId));
  return {
    handle,
    calls: (activity) => calls.get(activity) ?? 0,
    allCalls: () => [...calls.values()].reduce((sum, times) => sum + times, 0),
    called: async (activity, times = 1) => {
      const what = `${times} calls of ${activity} by ${workflowId}`;
      await until(() => (calls.get(activity) ?? 0) >= times, { what, withinMs: 60_000 });
    },
    everyCase: () => opened,
    openCases: open,
    closedWith: (caseId) => closed.get(caseId),
    nextCase: (after = 0) => until(() => open()[after], { what: `a case of ${workflowId}`, withinMs: 60_000 }),
    status: async () => (await handle.describe()).status.name,
  };
}
