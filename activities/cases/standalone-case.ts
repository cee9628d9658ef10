import { standaloneCaseWorkflowId, taskQueueOf } from '../../domain/names.js';
import type { StandaloneCase } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';

/**
 * Opens a case that belongs to no order, as a process of its own. While it is open, the same subject opens no second one.
 */
export async function openStandaloneCase(
  { brand, temporal }: Pick<Dependencies, 'brand' | 'temporal'>,
  question: Omit<StandaloneCase, 'brand'>,
): Promise<void> {
  const { subject, problem, about } = question;
  const input: StandaloneCase = { brand: brand.brand, ...question };
  await temporal.workflow.start('standaloneCase', {
    workflowId: standaloneCaseWorkflowId(brand.brand, about.kind, subject),
    taskQueue: taskQueueOf(brand.brand),
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `case ${problem.code}, ${subject}`,
  });
}
