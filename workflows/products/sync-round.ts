import { log } from '@temporalio/workflow';
import type { ProductActivities } from '../../activities/products/index.js';
import { PRODUCT_SYSTEMS, type ProductSystem } from '../../domain/products/product.js';
import { type MakeStep, steps } from '../calls.js';
import { sentenceOf } from '../cases/failures.js';
import { products } from '../options.js';
import type { SyncProgress } from './progress.js';
import { readEverything } from './read-everything.js';

const { readProductChanges, compareProducts, writeProducts, notifyOrdersOfProducts, listenToProducts } =
  steps<ProductActivities>(products);

/**
 * Reads everything or what changed, compares it with the replicas, and writes what differs.
 * @returns when the next campaign begins or ends, epoch ms
 */
export async function syncRound(
  make: MakeStep,
  everything: boolean,
  progress: SyncProgress,
): Promise<number | undefined> {
  progress.update({ phase: 'reading', everything, read: 0, written: 0, refused: 0 });
  const since = new Date(Date.now()).toISOString();
  if (everything) {
    await listen();
    await readEverything(make, (pages) => progress.update({ read: progress.state.read + pages }));
  }
  const { changed, due, nextPriceChangeMs } = await make(() => readProductChanges());
  if (!everything && changed === 0 && due === 0) return nextPriceChangeMs;
  progress.update({ phase: 'comparing' });
  const { due: toWrite } = await make(() => compareProducts({ act: true }));
  progress.update({ phase: 'writing' });
  // Both end before anything else begins: a second writer of the same products would create them twice.
  const ended = await Promise.allSettled(PRODUCT_SYSTEMS.map((system) => write(make, system, progress)));
  if (progress.state.refused > 0) await make(() => compareProducts({ act: true }));
  // Whatever was counted: a step that fails, or dies with its work done, has written without reporting it.
  if (Object.values(toWrite).some((count) => count > 0)) await make(() => notifyOrdersOfProducts({ since }));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return nextPriceChangeMs;
}

async function write(make: MakeStep, system: ProductSystem, progress: SyncProgress): Promise<void> {
  for (let more = true; more; ) {
    const done = await make(() => writeProducts({ system }));
    const { written, refused } = progress.state;
    progress.update({ written: written + done.written, refused: refused + done.refused });
    more = done.more;
  }
}

/** A shop may have no events queue: the timer finds what changed as well. */
async function listen(): Promise<void> {
  const listening = await listenToProducts().outcome();
  if (!listening.ok)
    log.warn('the events queue of the web shop does not report products', { why: sentenceOf(listening.failure) });
}
