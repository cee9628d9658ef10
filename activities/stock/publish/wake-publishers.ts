import { publisherWorkflowId } from '../../../domain/names.js';
import type { Target } from '../../../domain/stock/flows.js';
import { wake } from '../../../workflows/messages.js';
import type { Dependencies } from '../../dependencies.js';
import { signalRunning } from '../../signal-running.js';

/** Wakes the publishers of targets for which figures are unpublished. A publisher that does not run looks when it starts. */
export async function wakePublishers(
  { brand, temporal, log }: Pick<Dependencies, 'brand' | 'temporal' | 'log'>,
  targets: readonly Target[],
): Promise<void> {
  await Promise.all(
    targets.map(async (target) => {
      const handle = temporal.workflow.getHandle(publisherWorkflowId(brand.brand, target));
      if (!(await signalRunning(handle, wake)))
        log.warn({ target }, 'stock is unpublished and no publisher runs: run onepool prepare');
    }),
  );
}
