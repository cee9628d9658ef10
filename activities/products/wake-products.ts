import { syncProductsWorkflowId } from '../../domain/names.js';
import { syncEverything, wake } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';

/** Makes the product sync begin a round now. A sync that does not run yet begins with a round when it starts. */
export async function wakeProducts(
  { brand, temporal, log }: Pick<Dependencies, 'brand' | 'temporal' | 'log'>,
  everything = false,
): Promise<void> {
  const handle = temporal.workflow.getHandle(syncProductsWorkflowId(brand.brand));
  if (!(await signalRunning(handle, everything ? syncEverything : wake)))
    log.warn({}, 'products changed and no product sync runs: run onepool prepare');
}
