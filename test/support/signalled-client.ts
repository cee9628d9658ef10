import type { Client, WorkflowClient, WorkflowHandle } from '@temporalio/client';

/** A Temporal client that can do no more than signal, and says whom. */
export function signalledClient(signal: (workflowId: string) => Promise<void>): Client {
  const handleOf = (workflowId: string): WorkflowHandle => {
    const handle: Pick<WorkflowHandle, 'signal'> = { signal: () => signal(workflowId) };
    return handle as WorkflowHandle;
  };
  const workflow: Pick<WorkflowClient, 'getHandle'> = { getHandle: handleOf as WorkflowClient['getHandle'] };
  const client: Pick<Client, 'workflow'> = { workflow: workflow as WorkflowClient };
  return client as Client;
}
