import { setTimeout as pause } from 'node:timers/promises';
import type { System } from '../../domain/names.js';
import { readFulfilmentName } from '../../domain/names.js';
import type { Controls } from '../simulators/control.js';
import { readStates } from '../simulators/read-states.js';
import type { HappyOrders, Kind } from './happy-orders.js';
import { placeOrders } from './place-orders.js';
import { untilCalm } from './until-calm.js';

/** Orders that do not need a counterpart to be placed where they are picked. */
const WITHOUT: Readonly<Record<System, Kind>> = { centra: 'till', sitoo: 'warehouse', wms: 'store' };
/** Of those that need it, so that what waits for it is there to be in the way. */
const WITH: Readonly<Record<System, Kind>> = { centra: 'warehouse', sitoo: 'store', wms: 'warehouse' };
const EVERY_MS = 1_000;
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 100;
/** Far more calls than are made meanwhile. */
const ALL_CALLS = 1_000_000;

/** Orders that do not need a counterpart, while it answers and while it is down. */
export interface OutageBench {
  readonly upMs: number;
  readonly downMs: number;
  /** Median while it is down over median while it answers. Aim: no later than without. */
  readonly ratio: number;
}

/** For each counterpart: how long orders that do not need it take to their picker, without and with an outage of it. */
export async function measureOutages(
  at: { readonly controls: Controls; readonly orders: HappyOrders },
  count: number,
  done: (system: System, bench: OutageBench) => void,
): Promise<Record<System, OutageBench>> {
  const found: Partial<Record<System, OutageBench>> = {};
  for (const system of ['centra', 'sitoo', 'wms'] as const) {
    await untilCalm(at.controls);
    const upMs = await medianMs(at, WITHOUT[system], count);
    await at.controls[system].post('faults', {
      rules: [{ operation: '*', fault: { kind: 'status', status: 503 }, times: ALL_CALLS }],
    });
    await placeOrders(at, [WITH[system]], 2 * count);
    const downMs = await medianMs(at, WITHOUT[system], count);
    await at.controls[system].post('faults', { rules: [] });
    found[system] = { upMs, downMs, ratio: Math.round((downMs * 100) / upMs) / 100 };
    done(system, found[system]);
  }
  return found as Record<System, OutageBench>;
}

/** Orders of a kind, one a second: the median time until each is where it is picked. */
async function medianMs(
  at: { readonly controls: Controls; readonly orders: HappyOrders },
  kind: Kind,
  count: number,
): Promise<number> {
  const took: number[] = [];
  const before = new Set((await fulfilmentsOf(at.controls)).keys());
  for (let nth = 0; nth < count; nth += 1) {
    await placeOrders(at, [kind], 1);
    await pause(EVERY_MS);
  }
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(LOOK_EVERY_MS)) {
    const fresh = [...(await fulfilmentsOf(at.controls))].filter(
      ([name, { kind: of }]) => of === kind && !before.has(name),
    );
    if (fresh.length >= count) {
      took.push(...fresh.map(([, { ms }]) => ms));
      break;
    }
    if (Date.now() > deadline) throw new Error(`${fresh.length} of ${count} orders (${kind}) came to their picker.`);
  }
  took.sort((a, b) => a - b);
  return took[Math.floor((took.length - 1) / 2)] ?? 0;
}

/** Every fulfilment that its picker has: of which kind of order, and how long after the order. */
async function fulfilmentsOf(controls: Controls): Promise<Map<string, { readonly kind: Kind; readonly ms: number }>> {
  const { centra, sitoo, wms } = await readStates(controls);
  const web = new Map(centra.orders.map((order) => [String(order.number), order.createdAt]));
  const till = new Map(sitoo.orders.map((order) => [String(order.orderid), order.createdAt]));
  const found = new Map<string, { readonly kind: Kind; readonly ms: number }>();
  const add = (name: string, at: number, isWarehouse: boolean): void => {
    const fulfilment = readFulfilmentName(name);
    if (fulfilment === undefined) return;
    const isWeb = fulfilment.origin === 'centra';
    const placedAt = (isWeb ? web : till).get(String(fulfilment.orderNumber));
    if (placedAt !== undefined)
      found.set(name, { kind: isWeb ? (isWarehouse ? 'warehouse' : 'store') : 'till', ms: at - placedAt });
  };
  for (const order of sitoo.orders) add(order.externalid ?? '', order.createdAt, false);
  for (const order of wms.orders) add(order.orderNumber, order.createdAt, true);
  return found;
}
