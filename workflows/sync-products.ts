import { condition, setHandler, sleep } from '@temporalio/workflow';
import { pauseAfter } from './cases/alarms.js';
import { longRunning } from './long-running.js';
import { type SyncProducts, syncEverything } from './messages.js';
import { syncProgress } from './products/progress.js';
import { syncRound } from './products/sync-round.js';

/**
 * Keeps the products of tills and warehouse equal to those of their master, as long as the brand wants it. The first round reads everything; later
 * rounds read what changed. The position of each page and product is in the records, so a round that breaks off is resumed.
 */
export async function syncProducts(input: SyncProducts): Promise<void> {
  const { everyMs, gatherMs } = input;
  const loop = longRunning(input, {
    name: 'products',
    subject: 'products',
    failing: 'Products cannot be synchronised.',
    recovered: 'Products are synchronised again.',
  });
  const progress = syncProgress(input, loop);
  let everything = input.everything ?? true;
  let { nextPriceChangeMs } = input;
  setHandler(syncEverything, () => {
    everything = true;
  });

  while (loop.isNeeded) {
    await loop.until(() => loop.isWoken || everything, untilNextRound(everyMs, nextPriceChangeMs));
    const readsEverything = everything;
    everything = false;
    const succeeded = await loop.attempt(async (make) => {
      nextPriceChangeMs = await syncRound(make, readsEverything, progress);
    });
    if (!succeeded) {
      everything ||= readsEverything;
      // A request to read everything does not help while the counterpart refuses us.
      await condition(() => loop.isWoken, Math.min(everyMs, pauseAfter(loop.failures)));
    }
    progress.update({ phase: 'waiting', rounds: progress.state.rounds + 1 });
    const { rounds } = progress.state;
    await loop.renewWhenDue<SyncProducts>({
      ...input,
      woken: loop.isWoken,
      everything,
      rounds,
      ...(nextPriceChangeMs === undefined ? {} : { nextPriceChangeMs }),
    });
    await sleep(gatherMs);
  }
  await loop.end();
}

/** The database compares by its own clock; what begins is there once this long has passed. */
const AFTER_PRICE_CHANGE_MS = 500;

/** A campaign that begins or ends does not wait for the next look. */
function untilNextRound(everyMs: number, nextPriceChangeMs: number | undefined): number {
  if (nextPriceChangeMs === undefined) return everyMs;
  return Math.min(everyMs, Math.max(0, nextPriceChangeMs - Date.now()) + AFTER_PRICE_CHANGE_MS);
}
