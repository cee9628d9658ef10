import { WorkflowNotFoundError } from '@temporalio/client';
import { syncProductsWorkflowId } from '../../domain/names.js';
import { syncEverything, wake } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';

/** Wakes the process that carries products down; one that is not there looks when it starts. */
export async function wakeProducts(
  { brand, temporal, log }: Pick<Dependencies, 'brand' | 'temporal' | 'log'>,
  everything = false,
): Promise<void> {
  const handle = temporal.workflow.getHandle(syncProductsWorkflowId(brand.brand));
  try {
    await (everything ? handle.signal(syncEverything) : handle.signal(wake));
  } catch (err) {
    if (!(err instanceof WorkflowNotFoundError)) throw err;
    log.warn({}, 'products changed and nothing carries them down: run onepool prepare');
  }
}
