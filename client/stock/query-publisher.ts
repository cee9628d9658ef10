import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { publisherWorkflowId } from '../../domain/names.js';
import type { Target } from '../../domain/stock/flows.js';
import type { PublisherState } from '../../workflows/messages.js';

/** A worker answers at once; without one, nobody does. */
const ANSWER_WITHIN_MS = 5_000;

/** How the push loop of a target stands. */
export interface PublisherReply {
  readonly target: Target;
  readonly running: boolean;
  /** What it says of itself. */
  readonly state?: PublisherState;
  /** Why it could not be asked although it runs. */
  readonly problem?: string;
}

/** Asks the push loop of a target how it stands. One that nobody answers for is named, never waited for. */
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
    return { target, running: true, problem: 'it runs, but nobody answers for it: is a worker running?' };
  }
}
