import { afterAll, beforeEach } from '@jest/globals';
import type { Allowance } from '../../domain/stock/publish-order.js';
import { startCentraSimulator } from '../../lab/simulators/centra/start.js';
import type { reportState } from '../../lab/simulators/centra/state-report.js';
import type { CallReport } from '../../lab/simulators/kit/call-log.js';
import type { Fault } from '../../lab/simulators/kit/faults.js';
import type { World } from '../../lab/simulators/kit/world.js';
import { createCentra } from '../../systems/centra/adapter.js';
import type { CentraPort } from '../../systems/centra/port.js';
import { SystemProblem } from '../../systems/problem.js';
import {
  type BudgetReading,
  type CallCost,
  LANES,
  type Lane,
  type RateLimiter,
  unlimited,
} from '../../systems/rate-limits/port.js';
import { closeUnrefused } from './close-unrefused.js';
import { centraWarehouse } from './ids.js';

export const TOKEN = 'test-token';
export const WAREHOUSE = centraWarehouse(1);
export const STORE = centraWarehouse(2);
export const OTHER_STORE = centraWarehouse(3);

export const world: World = {
  currency: 'SEK',
  locations: [
    { id: 'wh', kind: 'warehouse', name: 'Warehouse', centraWarehouse: 1, sitooWarehouse: 101, wmsWarehouse: 11 },
    { id: 'store-1', kind: 'store', name: 'Store one', centraWarehouse: 2, sitooWarehouse: 102 },
    { id: 'store-2', kind: 'store', name: 'Store two', centraWarehouse: 3, sitooWarehouse: 103 },
  ],
  products: [
    { sku: 'SHIRT', barcode: '7300000000011', name: 'Shirt', priceMinor: 49_990 },
    { sku: 'SCARF', barcode: '7300000000028', name: 'Scarf', priceMinor: 19_900 },
    { sku: 'GHOST', barcode: '7300000000035', name: 'Ghost', priceMinor: 100, missingIn: ['centra'] },
  ],
  stock: [
    { location: 'wh', sku: 'SHIRT', quantity: 20 },
    { location: 'store-1', sku: 'SHIRT', quantity: 5 },
    { location: 'store-2', sku: 'SHIRT', quantity: 3 },
    { location: 'store-1', sku: 'SCARF', quantity: 2 },
  ],
};

/** A gate that lets everything through and remembers what it was told. */
export class RecordingLimiter implements RateLimiter {
  readonly costs: CallCost[] = [];
  readonly spentComplexity: number[] = [];
  readonly closed: number[] = [];
  readonly readings: BudgetReading[] = [];
  pass<T>(cost: CallCost, send: () => Promise<T>): Promise<T> {
    this.costs.push(cost);
    return unlimited.pass(cost, send);
  }
  async allowances(lane: Lane): Promise<Allowance[]> {
    return [{ windowSeconds: 10, limit: LANES[lane], used: 0 }];
  }
  async closeUntil(untilMs: number): Promise<void> {
    this.closed.push(untilMs);
  }
  async spent(complexity: number): Promise<void> {
    this.spentComplexity.push(complexity);
  }
  async learn(readings: readonly BudgetReading[]): Promise<void> {
    this.readings.push(...readings);
  }
}

export type ReportedState = ReturnType<typeof reportState>;

export interface Harness {
  readonly url: string;
  readonly centra: CentraPort;
  readonly limiter: RecordingLimiter;
  control(what: string, body: object): Promise<unknown>;
  /** Does one thing as customers and staff do; fails when it cannot be done. */
  act(act: object): Promise<void>;
  fault(operation: string, fault: Fault): Promise<void>;
  books(): Promise<ReportedState>;
  calls(): Promise<CallReport>;
  close(): Promise<void>;
}

/** A simulator on a free port and the real adapter in front of it. */
export async function startHarness(
  options: Partial<Parameters<typeof startCentraSimulator>[0]> = {},
): Promise<Harness> {
  const simulator = await startCentraSimulator({
    token: TOKEN,
    world,
    latencyMs: 0,
    plan: 'enterprise',
    ...options,
  });
  const limiter = new RecordingLimiter();
  const centra = createCentra({ url: simulator.url, token: TOKEN, limiter, timeoutMs: 2_000 });
  const call = async (method: string, what: string, body?: object) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await fetch(`${simulator.url}/_sim/${what}`, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return JSON.parse(text);
  };
  return {
    url: simulator.url,
    centra,
    limiter,
    control: (what, body) => call('POST', what, body),
    async act(act) {
      const { results } = await call('POST', 'acts', { acts: [act] });
      if (!results[0].ok) throw new Error(results[0].error);
    },
    async fault(operation, fault) {
      await call('POST', 'faults', { rules: [{ operation, fault, times: 1 }] });
    },
    books: () => call('GET', 'books'),
    calls: () => call('GET', 'calls'),
    close: simulator.close,
  };
}

/**
 * A rig for all tests of a file, its world as new before each; await it at the top of the file. After the tests it closes,
 * and fails when the shop has refused a call as one that breaks the contract.
 */
export async function harnessOfTest(): Promise<Harness> {
  const harness = await startHarness();
  beforeEach(() => harness.control('world', world));
  afterAll(() => closeUnrefused(harness));
  return harness;
}

/** The problem a call ends in; fails when it ends well. */
export async function problemOf(call: Promise<unknown>): Promise<SystemProblem> {
  try {
    await call;
  } catch (error) {
    if (error instanceof SystemProblem) return error;
    throw error;
  }
  throw new Error('the call went well, a problem was expected');
}

/** Waits for a condition, at most five seconds. */
export async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const end = Date.now() + 5_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > end) throw new Error('the condition did not come true within 5 s');
    await new Promise((again) => setTimeout(again, 10));
  }
}

let lastOrder = 10_000;

/** A customer orders two shirts, unless `more` says otherwise; the order is read back through the port. */
export async function placed(harness: Harness, more: object = {}) {
  lastOrder += 1;
  const number = lastOrder;
  const lines = [{ sku: 'SHIRT', quantity: 2 }];
  await harness.act({ type: 'web.order', order: number, lines, delivery: 'home', ...more });
  const order = await harness.centra.order(number);
  const line = order?.lines[0];
  if (!order || !line) throw new Error('the order cannot be read back');
  return { number, order, line };
}

/** The order in the simulator's own books. */
export async function reported(harness: Harness, number: number) {
  const found = (await harness.books()).orders.find((o) => o.number === number);
  if (!found) throw new Error('the books have no such order');
  return found;
}

export async function stockAt(harness: Harness, warehouse: number, sku: string) {
  return (await harness.books()).stock.find((row) => row.warehouse === warehouse && row.sku === sku);
}
