import { setTimeout as pause } from 'node:timers/promises';
import { readFulfilmentName } from '../../domain/names.js';
import { spread } from '../day/judge/latency.js';
import { readWork } from '../day/play/work-list.js';
import type { Controls } from '../simulators/control.js';
import { readStates } from '../simulators/read-states.js';
import type { HappyOrders } from './happy-orders.js';
import { placeOrders } from './place-orders.js';

/** Longer than a follower gathers after a look, so that the next event finds it waiting. */
const QUIET_MS = 1_300;
const PATIENCE_MS = 20_000;

/**
 * What no integration can avoid, milliseconds: the shop gathers its events (20), then three calls follow each other,
 * each with the simulated latency of 4: what changed, the person's data, and the placing.
 */
const UNAVOIDABLE_MS = 20 + 3 * 4;

export interface IdleLatency {
  readonly p50: number;
  readonly p99: number;
  readonly unavoidable: number;
}

/** Places web orders one at a time while nothing else goes on, and measures until each is in the work list of who picks it. */
export async function measureIdleLatency(
  { controls, orders }: { controls: Controls; orders: HappyOrders },
  count: number,
): Promise<IdleLatency> {
  const before = await placedAt(controls);
  const kinds = ['warehouse', 'store'] as const;
  for (let nth = 0; nth < count; nth += 1) {
    await pause(QUIET_MS);
    await placeOrders({ controls, orders }, [kinds[nth % 2] ?? 'warehouse'], 1);
    const deadline = Date.now() + PATIENCE_MS;
    while ((await readWork(controls)).length <= nth) {
      if (Date.now() > deadline) throw new Error('An order was not placed at its fulfiller.');
      await pause(20);
    }
  }
  const after = await placedAt(controls);
  const took = [...after].filter(([number]) => !before.has(number)).map(([, ms]) => ms);
  return { ...spread(took), unavoidable: UNAVOIDABLE_MS };
}

/** By web order: milliseconds from placing it until its fulfilment was there, by the counterparts' states. */
async function placedAt(controls: Controls): Promise<Map<number, number>> {
  const { centra, sitoo, wms } = await readStates(controls);
  const fulfilments = [
    ...sitoo.orders.map((order) => ({ name: order.externalid ?? '', at: order.createdAt })),
    ...wms.orders.map((order) => ({ name: order.orderNumber, at: order.createdAt })),
  ];
  const placed = new Map<number, number>();
  for (const { name, at } of fulfilments) {
    const fulfilment = readFulfilmentName(name);
    if (fulfilment?.origin === 'centra') placed.set(Number(fulfilment.orderNumber), at);
  }
  const took = new Map<number, number>();
  for (const { number, createdAt } of centra.orders) {
    const at = placed.get(number);
    if (at !== undefined) took.set(number, at - createdAt);
  }
  return took;
}
