import { setTimeout as pause } from 'node:timers/promises';
import { type Spread, spread } from '../day/judge/latency.js';
import type { Controls } from '../simulators/control.js';
import type { World } from '../simulators/kit/world.js';
import { startEagerStaff } from './eager-staff.js';
import { type HappyOrders, WEB_MIX } from './happy-orders.js';
import { placeOrders } from './place-orders.js';
import { sell, tillsOf, untilPublished } from './stock.js';

/** Two web orders a second. */
const ORDER_EVERY_MS = 500;
/** Not in step with the orders. */
const SALE_EVERY_MS = 730;
/** Orders that come before the first sale: so the flow is at its full width when it is measured. */
const BEFORE_MS = 5_000;

export interface FlowBench {
  /** From a till's sale to the changed stock in the web shop, less what cannot be avoided. Aim: half within 150, 99 of 100 within 1000. */
  readonly overheadMs: Spread;
  /** Two round trips: reading the journal, publishing the change. */
  readonly unavoidable: number;
  readonly sales: number;
  readonly orders: number;
}

/** Sells at tills one thing at a time while two web orders a second flow, and staff pick and send them. */
export async function measureFlow(
  at: { readonly controls: Controls; readonly world: World; readonly orders: HappyOrders },
  { sales, latencyMs }: { readonly sales: number; readonly latencyMs: number },
): Promise<FlowBench> {
  const { controls, orders } = at;
  const stopStaff = startEagerStaff(controls);
  const ended = new AbortController();
  const ordering = orderUntil(ended.signal, (nth) =>
    placeOrders({ controls, orders }, [WEB_MIX[nth % WEB_MIX.length] ?? 'warehouse'], 1),
  );
  // Reported below; until then it must not end the process.
  ordering.catch(() => {});
  await pause(BEFORE_MS);
  const since = Date.now();
  const till = tillsOf(at.world);
  for (let nth = 0; nth < sales; nth += 1) {
    await sell(controls, [till()]);
    await pause(SALE_EVERY_MS);
  }
  const { ms } = await untilPublished(at, since);
  ended.abort();
  const placed = await ordering;
  await stopStaff();
  const unavoidable = 2 * latencyMs;
  return { overheadMs: spread(ms.map((one) => Math.max(0, one - unavoidable))), unavoidable, sales, orders: placed };
}

async function orderUntil(signal: AbortSignal, place: (nth: number) => Promise<unknown>): Promise<number> {
  let nth = 0;
  const beganAt = Date.now();
  for (; !signal.aborted; nth += 1) {
    await place(nth);
    const nextAt = beganAt + (nth + 1) * ORDER_EVERY_MS;
    await pause(Math.max(0, nextAt - Date.now()), undefined, { signal }).catch(() => {});
  }
  return nth;
}
