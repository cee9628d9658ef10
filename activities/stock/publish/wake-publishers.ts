import { publisherWorkflowId } from '../../../domain/names.js';
import type { Target } from '../../../domain/stock/flows.js';
import { wake } from '../../../workflows/messages.js';
import type { Dependencies } from '../../dependencies.js';
import { signalRunning } from '../../signal-running.js';

/** Wakes the push loops of targets that have something to be told. A loop that is not there looks when it starts. */
export async function wakePublishers(
  { brand, temporal, log }: Pick<Dependencies, 'brand' | 'temporal' | 'log'>,
  targets: readonly Target[],
): Promise<void> {
  await Promise.all(
    targets.map(async (target) => {
      const handle = temporal.workflow.getHandle(publisherWorkflowId(brand.brand, target));
      if (!(await signalRunning(handle, wake)))
        log.warn({ target }, 'stock waits to be told and no push loop runs: run onepool prepare');
    }),
  );
}
