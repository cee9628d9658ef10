import { scaled } from '../../domain/brand.js';
import { SystemProblem } from '../../systems/problem.js';
import type { Dependencies } from '../dependencies.js';
import { wakeProducts } from '../products/wake-products.js';
import { atMostEvery } from './at-most-every.js';

/** Webhooks do not report products, so the events queue is read; each read counts as a request. */
const READ_EVERY_MS = 30_000;

/**
 * Wakes the product sync when the events queue of the web shop names a product. Events are hints: a lost event, or a shop
 * without a queue, costs delay, since the sync also reads by a timer.
 */
export function productEvents(needs: Pick<Dependencies, 'brand' | 'centra' | 'temporal' | 'log'>): () => Promise<void> {
  const { brand, centra, log } = needs;
  if (brand.products.sync === 'off') return async () => {};
  return atMostEvery(scaled(brand, READ_EVERY_MS), async () => {
    try {
      const events = await centra.events();
      if (events.some(({ ofProduct }) => ofProduct)) await wakeProducts(needs);
      // All of them: an unconfirmed event blocks newer ones, and orders are followed by their change time.
      await centra.confirmEvents(events.map(({ id }) => id));
    } catch (err) {
      // Orders come first: they do not wait for products.
      if (!(err instanceof SystemProblem)) throw err;
      log.warn({ why: err.message }, 'the events queue of the web shop could not be read');
    }
  });
}
