import { readFile } from 'node:fs/promises';
import { type Client, type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client';
import { type OrderNumber, parseId, parseReturnNumber } from '../../domain/ids.js';
import { orderWorkflowId, returnWorkflowId } from '../../domain/names.js';

export type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** An execution whose history can be read. */
export interface Execution {
  readonly workflowId: string;
  /** @returns undefined when the execution is gone */
  readonly readHistory: () => Promise<History | undefined>;
}

const OPEN = "ExecutionStatus = 'Running'";

export const countOpenExecutions = async (client: Client): Promise<number> => (await client.workflow.count(OPEN)).count;

/** All executions that run, page by page. */
export async function* openExecutions(client: Client): AsyncGenerator<Execution> {
  for await (const { workflowId, runId } of client.workflow.list({ query: OPEN }))
    yield executionIn(client, workflowId, runId);
}

/**
 * The newest run of a workflow, by its id or by the number of an order or of a refund.
 * @returns several when a number means several things
 */
export async function executionsNamed(client: Client, brand: string | undefined, name: string): Promise<Execution[]> {
  const ids = brand === undefined ? [name] : [name, ...idsOfNumber(brand, name)];
  const executions: Execution[] = [];
  for (const id of ids) {
    const described = await unlessGone(client.workflow.getHandle(id).describe());
    if (described) executions.push(executionIn(client, id, described.runId));
  }
  return executions;
}

/** Ids of the workflows that a number may mean; none when the name is no number. */
function idsOfNumber(brand: string, name: string): string[] {
  const order = parseId<OrderNumber>(name);
  const refund = parseReturnNumber(name);
  return [
    ...(order ? [orderWorkflowId(brand, 'centra', order), orderWorkflowId(brand, 'sitoo', order)] : []),
    ...(refund ? [returnWorkflowId(brand, refund)] : []),
  ];
}

const executionIn = (client: Client, workflowId: string, runId: string): Execution => ({
  workflowId,
  readHistory: () => unlessGone(client.workflow.getHandle(workflowId, runId).fetchHistory()),
});

async function unlessGone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (err) {
    if (err instanceof WorkflowNotFoundError) return undefined;
    throw err;
  }
}

/**
 * A history as the Temporal Web UI and `temporal workflow show --output json` write it.
 * @throws HistoryUnreadable
 */
export async function executionInFile(path: string): Promise<Execution> {
  const { historyFromJSON } = await import('@temporalio/common/lib/proto-utils.js');
  try {
    const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
    const history = historyFromJSON(Array.isArray(parsed) ? { events: parsed } : parsed);
    const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
    return { workflowId: started?.workflowId || path, readHistory: async () => history };
  } catch (err) {
    throw new HistoryUnreadable(path, err);
  }
}

export class HistoryUnreadable extends Error {
  override readonly name = 'HistoryUnreadable';
  constructor(path: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `${path} holds no history: ${why} Export one with temporal workflow show --output json, or from the Web UI without decoding it.`,
      { cause },
    );
  }
}
