import type { Client } from '@temporalio/client';
import type { Brand } from '../../config/brand.js';
import { pushLoopWorkflowId, taskQueueOf } from '../../domain/names.js';
import type { Target } from '../../domain/stock/flows.js';
import type { Pause, PushStock } from '../../workflows/messages.js';
import { pushStockInput } from './publish-stock-input.js';

/** What the loop of a target can be told from outside, by the name of the signal. */
interface Said {
  readonly configure: Pick<PushStock, 'flows' | 'everyMs'>;
  readonly pause: Pause;
  readonly resume: { readonly by: string };
}

/** Tells the push loop of a target something, and starts it when it does not run. */
export async function tellPushLoop<Signal extends keyof Said>(
  client: Client,
  brand: Brand,
  target: Target,
  signal: Signal,
  said: Said[Signal],
): Promise<void> {
  await client.workflow.signalWithStart('pushStock', {
    workflowId: pushLoopWorkflowId(brand.brand, target),
    taskQueue: taskQueueOf(brand.brand),
    args: [pushStockInput(brand, target)],
    signal,
    signalArgs: [said],
  });
}
