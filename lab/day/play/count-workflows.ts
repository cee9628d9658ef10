import type { Client } from '@temporalio/client';
import { z } from 'zod';
import type { Controls } from '../../simulators/control.js';
import type { CallReport } from '../../simulators/kit/call-log.js';
import { type CounterpartStates, centraState, sitooState, wmsState } from '../../simulators/states.js';
import { centraStock, type StockStates, sitooStock, wmsStock } from '../judge/stock/position-key.js';

const centra = centraState.extend(centraStock.shape);
const sitoo = sitooState.extend(sitooStock.shape);
const wms = wmsState.extend(wmsStock.shape);

/** What all counterparts have written down, of orders and of stock, as nearly at one moment as can be. */
export async function readStates(controls: Controls): Promise<{ books: CounterpartStates; stock: StockStates }> {
  const [a, b, c] = await Promise.all([
    controls.centra.read('books', centra),
    controls.sitoo.read('books', sitoo),
    controls.wms.read('books', wms),
  ]);
  return {
    books: { centra: a.orders, sitoo: b.orders, wms: c.orders, returns: a.returns },
    stock: { centra: a, sitoo: b, wms: c },
  };
}

const callReport: z.ZodType<CallReport> = z.object({
  total: z.number(),
  byOperation: z.record(z.string(), z.number()),
  throttled: z.number(),
  mostInFlight: z.number(),
  refusals: z.array(z.string()),
});

export async function readCalls({ centra, sitoo, wms }: Controls) {
  const [a, b, c] = await Promise.all([centra, sitoo, wms].map((control) => control.read('calls', callReport)));
  if (a === undefined || b === undefined || c === undefined)
    throw new Error('a simulator gave no account of its calls');
  return { centra: a, sitoo: b, wms: c };
}

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
