import type { Client } from '@temporalio/client';
import type { Brand } from '../../domain/brand.js';
import { publisherWorkflowId, taskQueueOf } from '../../domain/names.js';
import type { Target } from '../../domain/stock/flows.js';
import type { Pause, PublishStock } from '../../workflows/messages.js';
import { publishStockInput } from './publish-stock-input.js';

/** The signals of a publisher, with their payloads. */
interface Payloads {
  readonly configure: Pick<PublishStock, 'flows' | 'everyMs'>;
  readonly pause: Pause;
  readonly resume: { readonly by: string };
}

type Control = {
  [Signal in keyof Payloads]: { readonly signal: Signal; readonly payload: Payloads[Signal] };
}[keyof Payloads];

/** Signals the publisher of a target, and starts it when it does not run. */
export async function controlPublisher(
  client: Client,
  { brand, target, signal, payload }: Control & { readonly brand: Brand; readonly target: Target },
): Promise<void> {
  await client.workflow.signalWithStart('publishStock', {
    workflowId: publisherWorkflowId(brand.brand, target),
    taskQueue: taskQueueOf(brand.brand),
    args: [publishStockInput(brand, target)],
    signal,
    signalArgs: [payload],
  });
}
