import { scaled } from '../../domain/brand.js';
import { SystemProblem } from '../../systems/problem.js';
import type { Dependencies } from '../dependencies.js';
import { wakeProducts } from '../products/wake-products.js';

/** Webhooks tell nothing of products, so the queue is asked; the question counts as a request. */
const ASK_EVERY_MS = 30_000;

/**
 * Wakes the process that carries products down when the events queue tells of a product. Events are hints: one that is lost,
 * or a shop without a queue, costs delay, since that process looks by itself too.
 */
export function findMissingProducts(needs: Pick<Dependencies, 'brand' | 'centra' | 'temporal' | 'log'>) {
  const { brand, centra, log } = needs;
  let askedAt = 0;
  return async (): Promise<void> => {
    if (brand.products.sync === 'off' || Date.now() - askedAt < scaled(brand, ASK_EVERY_MS)) return;
    askedAt = Date.now();
    try {
      const events = await centra.events();
      if (events.some(({ ofProduct }) => ofProduct)) await wakeProducts(needs);
      // All of them: one that is left unconfirmed blocks newer ones, and orders are followed by their change time.
      await centra.confirmEvents(events.map(({ id }) => id));
    } catch (err) {
      // Orders come first: they do not wait for news of products.
      if (!(err instanceof SystemProblem)) throw err;
      log.warn({ why: err.message }, 'the events queue of the web shop could not be read');
    }
  };
}
