import { setTimeout as pause } from 'node:timers/promises';
import type { Controls } from '../simulators/control.js';
import { readSitooState } from '../simulators/read-states.js';
import { STATE } from '../simulators/sitoo/records.js';

const LOOK_EVERY_MS = 500;
const PATIENCE_MS = 60_000;

/**
 * Waits until so many orders that the warehouse sent are mirrored at the tills: it happens after an order has ended, and
 * its calls belong to that order.
 * @throws Error when they are not mirrored in time
 */
export async function waitForMirroredOrders(controls: Controls, count: number): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(LOOK_EVERY_MS)) {
    const { orders } = await readSitooState(controls.sitoo);
    const mirrored = orders.filter((o) => o.state === STATE.closed && o.externalid?.includes('-sent-')).length;
    if (mirrored >= count) return;
    if (Date.now() > deadline) throw new Error(`Of ${count} orders that were sent, the tills hold ${mirrored}.`);
  }
}
