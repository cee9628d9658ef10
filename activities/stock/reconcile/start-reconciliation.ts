import { snapshotWorkflowId, taskQueueOf } from '../../../domain/names.js';
import type { SnapshotStock } from '../../../workflows/messages.js';
import type { Dependencies } from '../../dependencies.js';

/** Has levels compared with the counterparts now: of some SKUs at some places, or all. Asked twice for the same reason, it runs once. */
export async function startComparison(
  { brand, temporal }: Pick<Dependencies, 'brand' | 'temporal'>,
  reason: string,
  only?: SnapshotStock['only'],
): Promise<void> {
  const input: SnapshotStock = { brand: brand.brand, ...(only ? { only } : {}) };
  await temporal.workflow.start('snapshotStock', {
    workflowId: snapshotWorkflowId(brand.brand, reason),
    taskQueue: taskQueueOf(brand.brand),
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `stock comparison, ${reason}`,
  });
}
