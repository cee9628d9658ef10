import { SystemProblem } from '../problem.js';
import type { ExchangeFolder } from './exchange-folder.js';
import { PLACES } from './file-names.js';

/** Who sets up an exchange makes these; the others lie in them, and are made when they are needed. */
const AGREED = [PLACES.out, PLACES.in] as const;
const OURS = [PLACES.acks, PLACES.done, PLACES.failed] as const;

/**
 * A share that is not mounted is an empty folder: an order that was written there would reach nobody. So the two agreed folders
 * must be there, and nobody makes them by the way.
 * @throws SystemProblem `unreachable`
 */
export async function requireAgreed(folder: ExchangeFolder): Promise<void> {
  for (const place of AGREED) {
    if (await folder.has(place)) continue;
    throw new SystemProblem({
      kind: 'unreachable',
      system: 'wms',
      operation: `look at ${place}`,
      sentence: `The exchange folder of the warehouse (WMS_URL) has no folder ${place}: mount it if it is a share, correct WMS_URL if it is another folder, or make ${AGREED.join(' and ')} in it if the exchange is new.`,
    });
  }
}

/** @throws SystemProblem `unreachable` */
export async function prepareFolders(folder: ExchangeFolder): Promise<void> {
  await requireAgreed(folder);
  for (const place of OURS) await folder.make(place);
}
