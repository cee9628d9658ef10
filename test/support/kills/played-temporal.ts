import {
  type Client,
  type WorkflowClient,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowExecutionDescription,
  type WorkflowHandle,
  WorkflowNotFoundError,
} from '@temporalio/client';

/** What a workflow was started with, and which signals reached it. */
export interface PlayedWorkflow {
  readonly type: string;
  readonly args: unknown;
  readonly runs: number;
}

/** As much of Temporal as activities need: it starts workflows that never end on their own, and takes signals for them. */
export function playedTemporal() {
  const started = new Map<string, PlayedWorkflow>();
  const running = new Set<string>();
  /** A message may be repeated; the same message is one. */
  const signals = new Set<string>();

  async function signal(workflowId: string, name: string, args: readonly unknown[]): Promise<void> {
    if (!running.has(workflowId)) throw new WorkflowNotFoundError('It does not run.', workflowId, undefined);
    // To be woken costs a loop no more than the time until it looks on its own: that alone may be lost.
    if (name !== 'wake') signals.add(JSON.stringify([workflowId, name, args]));
  }

  interface Options {
    readonly workflowId: string;
    readonly args?: unknown;
    readonly workflowIdReusePolicy?: string;
    readonly workflowIdConflictPolicy?: string;
  }
  async function start(type: string, options: Options): Promise<unknown> {
    const { workflowId, args, workflowIdReusePolicy: reuse, workflowIdConflictPolicy: conflict } = options;
    const known = started.get(workflowId);
    if (running.has(workflowId) && conflict === 'USE_EXISTING') return handleOf(workflowId);
    if (running.has(workflowId) || (known && reuse === 'REJECT_DUPLICATE'))
      throw new WorkflowExecutionAlreadyStartedError('It was started before.', workflowId, type);
    started.set(workflowId, { type, args, runs: (known?.runs ?? 0) + 1 });
    running.add(workflowId);
    return handleOf(workflowId);
  }

  const handleOf = (workflowId: string): WorkflowHandle => {
    const name = running.has(workflowId) ? 'RUNNING' : 'COMPLETED';
    const description: Pick<WorkflowExecutionDescription, 'status'> = { status: { name, code: 0 } };
    const handle = {
      signal: (definition: string | { readonly name: string }, ...args: unknown[]) =>
        signal(workflowId, typeof definition === 'string' ? definition : definition.name, args),
      describe: async () => description as WorkflowExecutionDescription,
    };
    return handle as Pick<WorkflowHandle, 'signal' | 'describe'> as WorkflowHandle;
  };
  const workflow = { getHandle: handleOf as WorkflowClient['getHandle'], start } as Partial<WorkflowClient>;
  const client: Pick<Client, 'workflow'> = { workflow: workflow as WorkflowClient };

  return {
    client: client as Client,
    /** Workflows that run without having been started by an activity. */
    runs(...ids: readonly string[]): void {
      for (const id of ids) running.add(id);
    },
    ends: (id: string): void => void running.delete(id),
    state: () => ({ started: Object.fromEntries([...started].sort()), signals: [...signals].sort() }),
    reset(): void {
      started.clear();
      running.clear();
      signals.clear();
    },
  };
}

export type PlayedTemporal = ReturnType<typeof playedTemporal>;
