import { syncProductsWorkflowId } from '../../domain/names.js';
import { syncEverything, wake } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';

/** Wakes the process that carries products down; one that is not there looks when it starts. */
export async function wakeProducts(
  { brand, temporal, log }: Pick<Dependencies, 'brand' | 'temporal' | 'log'>,
  everything = false,
): Promise<void> {
  const handle = temporal.workflow.getHandle(syncProductsWorkflowId(brand.brand));
  if (!(await signalRunning(handle, everything ? syncEverything : wake)))
    log.warn({}, 'products changed and nothing carries them down: run onepool prepare');
}
