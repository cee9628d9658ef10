import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { reconcileWorkflowId, taskQueueOf } from '../../domain/names.js';

export interface StartedReconcile {
  readonly workflowId: string;
  /** True when somebody had started one by hand already. */
  readonly alreadyRunning: boolean;
  /** What it found, once it has ended. @throws WorkflowFailedError */
  readonly result: () => Promise<unknown>;
}

/** Compares all levels with the counterparts now, rather than at night. While one runs there is no second. */
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
