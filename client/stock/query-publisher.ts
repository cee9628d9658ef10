import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { publisherWorkflowId } from '../../domain/names.js';
import type { Target } from '../../domain/stock/flows.js';
import type { PublisherState } from '../../workflows/messages.js';

/** A worker answers immediately; without a worker, nobody does. */
const ANSWER_WITHIN_MS = 5_000;

/** The state of a target's publisher. */
export interface PublisherReply {
  readonly target: Target;
  readonly running: boolean;
  /** Its answer. */
  readonly state?: PublisherState;
  /** Why it does not answer although it runs. */
  readonly problem?: string;
}

/** Queries the publisher of a target. One that does not answer is reported, never waited for. */
export async function queryPublisher(client: Client, brand: string, target: Target): Promise<PublisherReply> {
  const handle = client.workflow.getHandle(publisherWorkflowId(brand, target));
  try {
    if ((await handle.describe()).status.name !== 'RUNNING') return { target, running: false };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { target, running: false };
    throw error;
  }
  try {
    const asking = client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      handle.query<PublisherState>('publisherState'),
    );
    return { target, running: true, state: await asking };
  } catch {
    return { target, running: true, problem: 'the publisher runs, but does not answer: check that a worker runs' };
  }
}
