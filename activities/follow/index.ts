import type { Follower } from '../../domain/followers.js';
import type { Dependencies } from '../dependencies.js';
import { inboxKeeper } from '../events/refused-events.js';
import type { OrderReader } from '../orders/read-order.js';
import { shippedOrderMirror } from '../returns/mirror-shipped-orders.js';
import { returnStarter } from '../returns/start-returns.js';
import type { StockPool } from '../stock/index.js';
import { followCentra } from './follow-centra.js';
import { followSitoo } from './follow-sitoo.js';
import { followTillSales } from './follow-till-sales.js';
import { followWarehouse } from './follow-warehouse.js';
import { orderNotifier } from './notify-orders.js';
import { productEvents } from './product-events.js';
import { releaseWaitingPosOrders } from './release-pos-orders.js';
import type { Changes } from './round.js';

/** What the workflows of followers and of pick-list batches call. */
export function createFollowActivities(dependencies: Dependencies, reader: OrderReader, stock: StockPool) {
  const shippedOrders = shippedOrderMirror(dependencies);
  const needs = {
    ...dependencies,
    reader,
    stock,
    notifier: orderNotifier(dependencies),
    shippedOrders,
    returns: returnStarter(dependencies),
    relayProductEvents: productEvents(dependencies),
  };
  const followers: Readonly<Record<Exclude<Follower, 'till-sales'>, () => Promise<Changes>>> = {
    centra: followCentra(needs),
    sitoo: followSitoo(needs),
    wms: followWarehouse(needs),
    'shipped-orders': async () => ({ more: await shippedOrders.mirrorShippedOrders(), started: 0, notified: 0 }),
  };
  /** One round, and then the orders that lack goods, by whatever was recorded in this round or before. */
  const andShortages = async (round: () => Promise<Changes>): Promise<Changes> => {
    const changes = await round();
    await stock.recorder.notifyShortages();
    return changes;
  };
  const keepInbox = inboxKeeper(dependencies);
  const tillSales = followTillSales(needs);
  return {
    /** One round of a follower: reads in bulk what changed, and notifies the orders concerned. */
    async readChanges({ follower }: { follower: Exclude<Follower, 'till-sales'> }): Promise<Changes> {
      try {
        return await andShortages(followers[follower]);
      } finally {
        // Also after a round that failed: an event that was set aside has a case, whatever else is wrong.
        if (follower !== 'shipped-orders') await keepInbox(follower);
      }
    },

    /** One round of the follower of what tills sell. An activity of its own: nothing else takes its turn. */
    readTillSales: (): Promise<Changes> => andShortages(tillSales),

    releaseWaitingPosOrders: releaseWaitingPosOrders(dependencies),
  };
}

export type FollowActivities = ReturnType<typeof createFollowActivities>;
