import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { reconcileWorkflowId, taskQueueOf } from '../../domain/names.js';

export interface StartedReconcile {
  readonly workflowId: string;
  /** True when one was already running. */
  readonly alreadyRunning: boolean;
  /** What it found, once it has ended. @throws WorkflowFailedError */
  readonly result: () => Promise<unknown>;
}

/** Reconciles all levels with the counterparts now instead of at night. While one runs, no second starts. */
export async function startReconcile(client: Client, brand: string): Promise<StartedReconcile> {
  const workflowId = reconcileWorkflowId(brand);
  const result = () => client.workflow.getHandle(workflowId).result();
  try {
    await client.workflow.start('reconcileStock', { workflowId, taskQueue: taskQueueOf(brand), args: [{ brand }] });
    return { workflowId, alreadyRunning: false, result };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return { workflowId, alreadyRunning: true, result };
  }
}
