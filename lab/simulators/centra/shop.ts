import type { World } from '../kit/world.js';
import { EventFeed } from './event-feed.js';
import type { Limits } from './limits.js';
import { createMutations } from './mutations.js';
import { createProductQueries } from './product-queries.js';
import { isOfProduct } from './product-state.js';
import { createQueries } from './queries.js';
import { createReturnFields } from './return-fields.js';
import { type RunLater, SimulatorState } from './state.js';
import { createViews } from './views.js';
import type { WebhookSender } from './webhook-sender.js';

/** One shop: its state, and the GraphQL root over it. */
export function openShop(
  world: World,
  { limits, webhooks, runLater }: { limits: Limits; webhooks: WebhookSender; runLater: RunLater },
) {
  const feed = new EventFeed();
  const state = new SimulatorState(world, {
    runLater,
    emit: (change) => {
      feed.queue(change);
      // The webhook plugin knows no products; only the queue reports them.
      if (!isOfProduct(change.type)) webhooks.announce(change);
    },
  });
  const views = createViews(state);
  const root = {
    ...createQueries(state, views, { feed, limits }),
    ...createProductQueries(state, views),
    ...createMutations(state, views, feed),
    ...createReturnFields(state, views),
  };
  return { state, root };
}

export type Shop = ReturnType<typeof openShop>;
