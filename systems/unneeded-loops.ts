import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Brand } from '../domain/brand.js';
import { unneededLoops } from '../domain/loops.js';

/**
 * Ends what an earlier brand file needed and this one does not: followers of a system that was taken out, its publisher, the
 * synchronisation of products. They close their cases and complete, so that nobody takes their end for trouble.
 * @returns the workflow ids of those that ran
 */
export async function endUnneededLoops(client: Client, brand: Brand): Promise<string[]> {
  const ended = await Promise.all(
    unneededLoops(brand).map(async (workflowId) => {
      try {
        await client.workflow.getHandle(workflowId).signal('noLongerNeeded');
        return [workflowId];
      } catch (err) {
        if (err instanceof WorkflowNotFoundError) return [];
        throw err;
      }
    }),
  );
  return ended.flat();
}
