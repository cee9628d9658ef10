import type { Client } from '@temporalio/client';
import { bundleWorkflowCode, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { workflowSources } from '../../../workers/workflow-code.js';

/** As the SDK hands out what a run of a workflow went through. */
export type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

export interface Run {
  readonly workflowId: string;
  readonly history: History;
}

/** What the newest run of a workflow went through, or the run of this id. */
export const runOf = async (client: Client, workflowId: string, runId?: string): Promise<Run> => ({
  workflowId,
  history: await client.workflow.getHandle(workflowId, runId).fetchHistory(),
});

/** The workflows of this tree, as a worker loads them. */
export const bundleOfWorkflows = (): Promise<WorkflowBundleWithSourceMap> =>
  bundleWorkflowCode({
    ...workflowSources(),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });

/** Replays runs against workflow code. @returns a sentence for each run that does not fit */
export async function replay(bundle: WorkflowBundleWithSourceMap, runs: readonly Run[]): Promise<string[]> {
  const problems: string[] = [];
  const replayed = Worker.runReplayHistories({ workflowBundle: bundle }, [...runs]);
  for await (const { workflowId, error } of replayed) if (error) problems.push(`${workflowId}: ${error.message}`);
  return problems;
}

/** Every text of a history: names, and every payload decoded. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return `${value}\n`;
  if (ArrayBuffer.isView(value)) return `${Buffer.from(value.buffer, value.byteOffset, value.byteLength)}\n`;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(textOf).join('');
}
