import { reconcileWorkflowId, taskQueueOf } from '../../../domain/names.js';
import type { ReconcileStock } from '../../../workflows/messages.js';
import type { Dependencies } from '../../dependencies.js';

/** Has levels compared with the counterparts now: of some SKUs at some places, or all. Asked twice for the same reason, it runs once. */
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
    staticSummary: `stock comparison, ${reason}`,
  });
}
