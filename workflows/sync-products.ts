import {
  condition,
  continueAsNew,
  isCancellation,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { ProductActivities } from '../activities/products/index.js';
import { PRODUCT_SYSTEMS } from '../domain/products/product.js';
import { closeCounterpartCase, openCounterpartCase, sentenceOf } from './cases/counterpart-case.js';
import { type ProductsState, productsState, type SyncProducts, syncEverything, wake } from './messages.js';
import { products } from './options.js';
import { readEverything } from './products/read-all-pages.js';

const { readProductChanges, compareProducts, writeProducts, notifyOrdersOfProducts, listenToProducts } =
  proxyActivities<ProductActivities>(products);

/**
 * Carries the products of the web shop down to the tills and the warehouse, for ever. The first round reads everything; later
 * ones read what changed. Where each page and each product stands is in the records, so whatever breaks off goes on.
 */
export async function syncProducts(input: SyncProducts): Promise<never> {
  const { brand, everyMs, gatherMs } = input;
  let woken = input.woken ?? true;
  let everything = input.everything ?? true;
  let refused = input.refused;
  let state: ProductsState = {
    phase: 'waiting',
    everything,
    rounds: input.rounds ?? 0,
    read: 0,
    written: 0,
    refused: 0,
  };
  const show = (change: Partial<ProductsState>): void => {
    state = { ...state, ...change };
    const { phase, written, read } = state;
    if (!refused) setCurrentDetails(phase === 'waiting' ? '' : `${phase}: ${read} pages read, ${written} written`);
  };
  setHandler(wake, () => {
    woken = true;
  });
  setHandler(syncEverything, () => {
    everything = true;
  });
  setHandler(productsState, () => state);

  for (;;) {
    // The timer's answer is not asked: a signal and the timer can land in the same task.
    await condition(() => woken || everything, everyMs);
    woken = false;
    const whole = everything;
    everything = false;
    try {
      await round(whole);
      if (refused) await closeCounterpartCase(refused, 'Products can be carried down again.');
      refused = undefined;
    } catch (err) {
      if (isCancellation(err)) throw err;
      log.warn('products could not be carried down', { why: sentenceOf(err) });
      everything ||= whole;
      refused ??= await openCounterpartCase({
        brand,
        name: 'products',
        subject: 'products',
        sentence: `Products cannot be carried down. ${sentenceOf(err)}`,
      });
      await condition(() => woken, everyMs);
    }
    show({ phase: 'waiting', rounds: state.rounds + 1 });
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof syncProducts>({
        brand,
        everyMs,
        gatherMs,
        woken,
        everything,
        rounds: state.rounds,
        ...(refused ? { refused } : {}),
      });
    await sleep(gatherMs);
  }

  async function round(whole: boolean): Promise<void> {
    show({ phase: 'reading', everything: whole, read: 0, written: 0, refused: 0 });
    const since = new Date(Date.now()).toISOString();
    if (whole) {
      await listen();
      await readEverything((pages) => show({ read: state.read + pages }));
    }
    const { changed, due } = await readProductChanges();
    if (!whole && changed === 0 && due === 0) return;
    show({ phase: 'comparing' });
    const { due: toWrite } = await compareProducts({ act: true });
    show({ phase: 'writing' });
    // Both come to an end before anything else: a second writer of the same products would create them twice.
    const ended = await Promise.allSettled(PRODUCT_SYSTEMS.map(write));
    const failures = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    if (state.refused > 0) await compareProducts({ act: true });
    // Whatever was counted: a step that fails, or dies with its work done, has written and does not say so.
    if (toWrite.sitoo + toWrite.wms > 0) await notifyOrdersOfProducts({ since });
    for (const failure of failures) throw failure;
  }

  async function write(system: (typeof PRODUCT_SYSTEMS)[number]): Promise<void> {
    for (let more = true; more; ) {
      const done = await writeProducts({ system });
      show({ written: state.written + done.written, refused: state.refused + done.refused });
      more = done.more;
    }
  }

  /** A shop may have no events queue: the timer finds what changed as well. */
  async function listen(): Promise<void> {
    try {
      await listenToProducts();
    } catch (err) {
      if (isCancellation(err)) throw err;
      log.warn('the events queue of the web shop does not tell of products', { why: sentenceOf(err) });
    }
  }
}
