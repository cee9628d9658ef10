import { reconcileWorkflowId, taskQueueOf } from '../../../domain/names.js';
import type { ReconcileStock } from '../../../workflows/messages.js';
import type { Dependencies } from '../../dependencies.js';

/** Starts reconciling levels with the counterparts: of some SKUs at some locations, or all. For one reason it runs only once at a time. */
export async function startReconciliation(
  { brand, temporal }: Pick<Dependencies, 'brand' | 'temporal'>,
  reason: string,
  only?: ReconcileStock['only'],
): Promise<void> {
  const input: ReconcileStock = { brand: brand.brand, ...(only ? { only } : {}) };
  await temporal.workflow.start('reconcileStock', {
    workflowId: reconcileWorkflowId(brand.brand, reason),
    taskQueue: taskQueueOf(brand.brand),
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `reconcile stock, ${reason}`,
  });
}
