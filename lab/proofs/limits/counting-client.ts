import { type Client, type WorkflowClient, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';

/** What a client was asked to do. */
export interface CountedClient {
  readonly client: Client;
  /** The input of each workflow that was started, by its id. */
  readonly started: Map<string, unknown>;
  /** Names of the signals that were sent, by workflow. */
  readonly signals: Map<string, string[]>;
}

/** A Temporal client that starts and signals nothing, and counts: what is measured is the work of the activities. */
export function countingClient(): CountedClient {
  const started = new Map<string, unknown>();
  const signals = new Map<string, string[]>();
  const handleOf = (workflowId: string) => ({
    workflowId,
    async signal(signal: string | { readonly name: string }): Promise<void> {
      const name = typeof signal === 'string' ? signal : signal.name;
      signals.set(workflowId, [...(signals.get(workflowId) ?? []), name]);
    },
  });
  const workflow = {
    getHandle: handleOf,
    async start(name: string, { workflowId, args, ...options }: StartOptions) {
      if (started.has(workflowId) && options.workflowIdConflictPolicy !== 'USE_EXISTING')
        throw new WorkflowExecutionAlreadyStartedError('It was started before.', workflowId, name);
      started.set(workflowId, args[0]);
      return handleOf(workflowId);
    },
  };
  // Of the whole client, activities use no more than this.
  return { client: { workflow: workflow as object as WorkflowClient } as Client, started, signals };
}

interface StartOptions {
  readonly workflowId: string;
  readonly args: readonly unknown[];
  readonly workflowIdConflictPolicy?: string;
}
