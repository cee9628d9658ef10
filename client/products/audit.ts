import type { Client } from '@temporalio/client';
import { auditProductsWorkflowId, taskQueueOf } from '../../domain/names.js';
import type { AuditReport } from '../../domain/products/report.js';
import type { AuditProducts } from '../../workflows/messages.js';

/** Compares all products now and waits for the report. Changes nothing and opens no case. @throws WorkflowFailedError */
export async function auditNow(client: Client, brand: string): Promise<AuditReport> {
  const input: AuditProducts = { brand, ask: false };
  const report: AuditReport = await client.workflow.execute('auditProducts', {
    workflowId: `${auditProductsWorkflowId(brand)}/asked`,
    taskQueue: taskQueueOf(brand),
    args: [input],
    // Two commands at the same time get the same report.
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'audit of all products',
  });
  return report;
}
