import type { World } from '../kit/world.js';
import { EventFeed } from './event-feed.js';
import type { Limits } from './limits.js';
import { createMutations } from './mutations.js';
import type { Later } from './payment.js';
import { createProductQueries } from './product-queries.js';
import { isOfProduct } from './product-state.js';
import { createQueries } from './queries.js';
import { createReturnFields } from './return-fields.js';
import { SimulatorState } from './state.js';
import { createViews } from './views.js';
import type { WebhookSender } from './webhook-sender.js';

/** One shop: its books, and the GraphQL root over them. */
export function openShop(world: World, parts: { limits: Limits; webhooks: WebhookSender; later: Later }) {
  const feed = new EventFeed();
  const books = new SimulatorState(world, (happening) => {
    feed.queue(happening);
    // The webhook plugin knows no products; only the queue tells of them.
    if (!isOfProduct(happening.type)) parts.webhooks.tell(happening);
  });
  const views = createViews(books);
  const root = {
    ...createQueries(books, views, feed, parts.limits),
    ...createProductQueries(books, views),
    ...createMutations(books, views, feed, parts.later),
    ...createReturnFields(books, views, parts.later),
  };
  return { books, root };
}

export type Shop = ReturnType<typeof openShop>;
