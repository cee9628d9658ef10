import type { Client } from '@temporalio/client';

/** Where a brand's orders run. */
interface Running {
  readonly client: Client;
  readonly brand: string;
}

const ordersOf = (brand: string): string => `WorkflowType = "fulfilOrder" AND WorkflowId STARTS_WITH "order/${brand}/"`;

const returnsOf = (brand: string): string =>
  `WorkflowType = "returnInStore" AND WorkflowId STARTS_WITH "return/${brand}/"`;

const RUNNING = 'AND ExecutionStatus = "Running"';

/** Orders and returns on their way. */
export async function countRunning({ client, brand }: Running): Promise<number> {
  const [orders, returns] = await Promise.all(
    [ordersOf(brand), returnsOf(brand)].map((which) => client.workflow.count(`${which} ${RUNNING}`)),
  );
  return (orders?.count ?? 0) + (returns?.count ?? 0);
}

/** Returns that were begun, whether or not they have ended. */
export async function countReturns({ client, brand }: Running): Promise<number> {
  return (await client.workflow.count(returnsOf(brand))).count;
}

/** Events in the history of each order that has ended. */
export async function readHistoryLengths({ client, brand }: Running): Promise<number[]> {
  const lengths: number[] = [];
  for await (const { historyLength } of client.workflow.list({
    query: `${ordersOf(brand)} AND ExecutionStatus != "Running"`,
  }))
    lengths.push(historyLength);
  return lengths;
}
