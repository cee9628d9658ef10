import type { Client, WorkflowClient, WorkflowExecutionDescription, WorkflowHandle } from '@temporalio/client';

/** A Temporal client that can do no more than signal, and says whom; every workflow that it describes has completed. */
export function signalledClient(
  signal: (workflowId: string, argument?: unknown) => Promise<void>,
  statusOf = completed,
): Client {
  const handleOf = (workflowId: string): WorkflowHandle => {
    const handle: Pick<WorkflowHandle, 'signal' | 'describe'> = {
      signal: (_definition: unknown, ...[argument]: unknown[]) => signal(workflowId, argument),
      describe: async () => {
        const description: Pick<WorkflowExecutionDescription, 'status'> = {
          status: { name: statusOf(workflowId), code: 0 },
        };
        return description as WorkflowExecutionDescription;
      },
    };
    return handle as WorkflowHandle;
  };
  const workflow: Pick<WorkflowClient, 'getHandle'> = { getHandle: handleOf as WorkflowClient['getHandle'] };
  const client: Pick<Client, 'workflow'> = { workflow: workflow as WorkflowClient };
  return client as Client;
}

function completed(_workflowId: string): WorkflowExecutionDescription['status']['name'] {
  return 'COMPLETED';
}

/** A Temporal client that can do no more than start workflows, and says which. */
export function startingClient(start: (workflowId: string) => void): Client {
  const workflow: Pick<WorkflowClient, 'start'> = {
    start: async (_type: unknown, { workflowId }: { workflowId: string }) => {
      start(workflowId);
      return signalledClient(async () => {}).workflow.getHandle(workflowId) as never;
    },
  };
  const client: Pick<Client, 'workflow'> = { workflow: workflow as WorkflowClient };
  return client as Client;
}
