import { setTimeout as pause } from 'node:timers/promises';
import type { Records } from '../../../systems/database/port.js';
import type { World } from '../../simulators/kit/world.js';

const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 100;

/**
 * Waits until our ledger has taken down the stock of every location: what is sold before that is part of the initial
 * stock and not published. A real installation is prepared before its shops open, too.
 * @returns false when some location was not taken down in time
 */
export async function waitForInitialStock(
  { stockLedger }: Pick<Records, 'stockLedger'>,
  { locations }: Pick<World, 'locations'>,
) {
  const deadline = Date.now() + PATIENCE_MS;
  for (const { id } of locations)
    while (!(await stockLedger.hasInitialStock(id))) {
      if (Date.now() > deadline) return false;
      await pause(LOOK_EVERY_MS);
    }
  return true;
}
