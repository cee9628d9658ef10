import { setTimeout as pause } from 'node:timers/promises';
import { readStates } from '../day/play/count-workflows.js';
import type { Controls } from '../simulators/control.js';

const LOOK_EVERY_MS = 500;
const PATIENCE_MS = 60_000;
/** State of a till order that is closed. */
const CLOSED = 10;

/**
 * Waits until the tills have been told of so many orders that the warehouse sent: it happens after an order has ended, and
 * its calls belong to that order.
 * @throws Error when they are not told in time
 */
export async function waitForMirroredOrders(controls: Controls, count: number): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(LOOK_EVERY_MS)) {
    const { books } = await readStates(controls);
    const known = books.sitoo.filter((order) => order.state === CLOSED && order.externalid?.includes('-sent-')).length;
    if (known >= count) return;
    if (Date.now() > deadline) throw new Error(`The tills were told of ${known} of ${count} orders that were sent.`);
  }
}
