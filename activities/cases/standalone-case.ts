import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { standaloneCaseWorkflowId, taskQueueOf } from '../../domain/names.js';
import type { StandaloneCase } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';

/**
 * Opens a case that belongs to no order, as a process of its own. While it is open, the same subject opens no second one.
 * @returns false when it is known that nothing was opened: this occasion had its case, and that is closed
 * @param occasion opens one case for ever: once it is answered, the same occasion is not asked about again
 */
export async function openStandaloneCase(
  { brand, temporal }: Pick<Dependencies, 'brand' | 'temporal'>,
  question: Omit<StandaloneCase, 'brand'>,
  occasion?: string,
): Promise<boolean> {
  const { subject, problem, about } = question;
  const input: StandaloneCase = { brand: brand.brand, ...question };
  const subjectOnce = occasion === undefined ? subject : `${subject}/${occasion}`;
  try {
    await temporal.workflow.start('standaloneCase', {
      workflowId: standaloneCaseWorkflowId(brand.brand, about.kind, subjectOnce),
      taskQueue: taskQueueOf(brand.brand),
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: occasion === undefined ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
      staticSummary: `case ${problem.code}, ${subject}`,
    });
    return true;
  } catch (err) {
    if (!(err instanceof WorkflowExecutionAlreadyStartedError)) throw err;
    return false;
  }
}
