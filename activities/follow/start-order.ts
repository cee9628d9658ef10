import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { taskQueueOf } from '../../domain/names.js';
import { stateAtStart } from '../../domain/order/order-stage.js';
import type { FulfilOrder } from '../../workflows/messages.js';
import { Locations, Stage } from '../../workflows/search-attributes.js';

/**
 * Starts the workflow of an order, or a new run of one that has ended and left work.
 * @returns false when it was started before; of a new run, when it runs already
 */
export async function startOrder(temporal: Client, workflowId: string, input: FulfilOrder): Promise<boolean> {
  const { facts, settings, brand, earlier } = input;
  const { stage, locations } = stateAtStart(facts, settings);
  try {
    await temporal.workflow.start('fulfilOrder', {
      workflowId,
      taskQueue: taskQueueOf(brand),
      args: [input],
      // A redelivered order must never be fulfilled a second time; a new run begins with what the runs before it have settled.
      workflowIdReusePolicy: earlier === undefined ? 'REJECT_DUPLICATE' : 'ALLOW_DUPLICATE',
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
