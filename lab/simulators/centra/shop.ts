import type { World } from '../kit/world.js';
import { EventFeed } from './event-feed.js';
import type { Limits } from './limits.js';
import { createMutations } from './mutations.js';
import type { RunLater } from './payment.js';
import { createProductQueries } from './product-queries.js';
import { isOfProduct } from './product-state.js';
import { createQueries } from './queries.js';
import { createReturnFields } from './return-fields.js';
import { SimulatorState } from './state.js';
import { createViews } from './views.js';
import type { WebhookSender } from './webhook-sender.js';

/** One shop: its books, and the GraphQL root over them. */
export function openShop(world: World, parts: { limits: Limits; webhooks: WebhookSender; runLater: RunLater }) {
  const feed = new EventFeed();
  const state = new SimulatorState(world, (change) => {
    feed.queue(change);
    // The webhook plugin knows no products; only the queue tells of them.
    if (!isOfProduct(change.type)) parts.webhooks.announce(change);
  });
  const views = createViews(state);
  const root = {
    ...createQueries(state, views, feed, parts.limits),
    ...createProductQueries(state, views),
    ...createMutations(state, views, feed, parts.runLater),
    ...createReturnFields(state, views, parts.runLater),
  };
  return { state, root };
}

export type Shop = ReturnType<typeof openShop>;
