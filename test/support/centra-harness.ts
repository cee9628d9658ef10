import { afterAll, beforeEach } from '@jest/globals';
import type { CentraOrderNumber } from '../../domain/ids.js';
import type { Allowance } from '../../domain/stock/pacing.js';
import { startCentraSimulator } from '../../lab/simulators/centra/start.js';
import { type Act, controlOf, type SimulatorControl } from '../../lab/simulators/control.js';
import type { CallReport } from '../../lab/simulators/kit/call-log.js';
import type { Fault } from '../../lab/simulators/kit/faults.js';
import type { World } from '../../lab/simulators/kit/world.js';
import { readCallsOf, readCentraState } from '../../lab/simulators/read-states.js';
import type { CentraState } from '../../lab/simulators/states.js';
import { createCentra } from '../../systems/centra/adapter.js';
import type { CentraPort } from '../../systems/centra/port.js';
import { SystemProblem } from '../../systems/problem.js';
import {
  type CallCost,
  LANES,
  type Lane,
  type QuotaReading,
  type RateLimiter,
  unlimited,
} from '../../systems/rate-limits/port.js';
import { closeUnrefused } from './close-unrefused.js';
import { asId, centraWarehouse } from './ids.js';

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

/** A limiter that lets everything through and remembers what it was given. */
export class RecordingLimiter implements RateLimiter {
  readonly costs: CallCost[] = [];
  readonly spentComplexity: number[] = [];
  readonly closed: number[] = [];
  readonly readings: QuotaReading[] = [];
  pass<T>(cost: CallCost, send: () => Promise<T>): Promise<T> {
    this.costs.push(cost);
    return unlimited.pass(cost, send);
  }
  async allowances(lane: Lane): Promise<Allowance[]> {
    return [{ windowSeconds: 10, limit: LANES[lane], used: 0 }];
  }
  async pauseUntil(untilMs: number): Promise<void> {
    this.closed.push(untilMs);
  }
  async recordCost(complexity: number): Promise<void> {
    this.spentComplexity.push(complexity);
  }
  async learnQuotas(readings: readonly QuotaReading[]): Promise<void> {
    this.readings.push(...readings);
  }
}

export interface Harness {
  readonly url: string;
  readonly centra: CentraPort;
  readonly limiter: RecordingLimiter;
  /** The simulator's own switches. */
  readonly control: SimulatorControl;
  /** Does one thing as customers and staff do; fails when it cannot be done. */
  act(act: Act): Promise<void>;
  fault(operation: string, fault: Fault): Promise<void>;
  state(): Promise<CentraState>;
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
  const control = controlOf('Centra', simulator.url);
  return {
    url: simulator.url,
    centra,
    limiter,
    control,
    async act(act) {
      // The control API takes the number of an order as a number, like Centra itself.
      const [result] = await control.act([{ ...act, ...('order' in act ? { order: Number(act.order) } : {}) }]);
      if (!result?.ok) throw new Error(result?.error);
    },
    async fault(operation, fault) {
      await control.post('faults', { rules: [{ operation, fault, times: 1 }] });
    },
    state: () => readCentraState(control),
    calls: () => readCallsOf(control),
    close: simulator.close,
  };
}

/**
 * A harness for all tests of a file, its world reset before each; await it at the top of the file. After the tests it closes,
 * and fails when the shop has refused a call as one that breaks the contract.
 */
export async function harnessOfTest(): Promise<Harness> {
  const harness = await startHarness();
  beforeEach(() => harness.control.post('world', world));
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
  const number: CentraOrderNumber = asId(lastOrder);
  const lines = [{ sku: 'SHIRT', quantity: 2 }];
  await harness.act({ type: 'web.order', order: number, lines, delivery: 'home', ...more });
  const order = await harness.centra.order(number);
  const line = order?.lines[0];
  if (!order || !line) throw new Error('the order cannot be read back');
  return { number, order, line };
}

/** The order in the simulator's own state. */
export async function reported(harness: Harness, number: CentraOrderNumber) {
  const found = (await harness.state()).orders.find((o) => String(o.number) === number);
  if (!found) throw new Error('the simulator has no such order');
  return found;
}

export async function stockAt(harness: Harness, warehouse: number, sku: string) {
  return (await harness.state()).stock.find((row) => row.warehouse === warehouse && row.sku === sku);
}
