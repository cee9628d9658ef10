import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { taskQueueOf } from '../../domain/names.js';
import { stateAtStart } from '../../domain/order/order-stage.js';
import type { FulfilOrder } from '../../workflows/messages.js';
import { Locations, Stage } from '../../workflows/search-attributes.js';

/** Starts the workflow of an order. @returns false when it was started before */
export async function startOrder(temporal: Client, workflowId: string, input: FulfilOrder): Promise<boolean> {
  const { facts, settings, brand } = input;
  const { stage, locations } = stateAtStart(facts, settings);
  try {
    await temporal.workflow.start('fulfilOrder', {
      workflowId,
      taskQueue: taskQueueOf(brand),
      args: [input],
      // A redelivered order must never be fulfilled a second time.
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes: new TypedSearchAttributes([
        { key: Stage, value: stage },
        { key: Locations, value: locations },
      ]),
      staticSummary: `${facts.origin === 'centra' ? 'web order' : 'till order'} ${facts.number}`,
    });
    return true;
  } catch (err) {
    if (err instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw err;
  }
}
