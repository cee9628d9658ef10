import type { System } from '../../domain/names.js';
import type { Dependencies } from '../dependencies.js';
import { inboxKeeper } from '../events/refused-events.js';
import type { OrderReader } from '../orders/read-order.js';
import { shippedOrderMirror } from '../returns/mirror-shipped-orders.js';
import { returnStarter } from '../returns/start-returns.js';
import type { StockPool } from '../stock/index.js';
import type { Changes } from './changes.js';
import { followCentra } from './follow-centra.js';
import { followSitoo } from './follow-sitoo.js';
import { followWarehouse } from './follow-warehouse.js';
import { orderNotifier } from './notify-orders.js';
import { productEvents } from './product-events.js';
import { releaseWaitingPosOrders } from './release-pos-orders.js';

/** What the workflows of followers and of pick-list batches call. */
export function createFollowActivities(dependencies: Dependencies, reader: OrderReader, stock: StockPool) {
  const needs = {
    ...dependencies,
    reader,
    stock,
    notifier: orderNotifier(dependencies),
    shippedOrders: shippedOrderMirror(dependencies),
    returns: returnStarter(dependencies),
    relayProductEvents: productEvents(dependencies),
  };
  const followers: Readonly<Record<System, () => Promise<Changes>>> = {
    centra: followCentra(needs),
    sitoo: followSitoo(needs),
    wms: followWarehouse(needs),
  };
  const keepInbox = inboxKeeper(dependencies);
  return {
    /** One round of a follower: reads in bulk what changed, and notifies the orders concerned. */
    async readChanges({ system }: { system: System }): Promise<Changes> {
      try {
        const changes = await followers[system]();
        // Whatever was recorded in this round or before.
        await stock.recorder.notifyShortages();
        return changes;
      } finally {
        // Also after a round that failed: an event that was set aside has a case, whatever else is wrong.
        await keepInbox(system);
      }
    },

    releaseWaitingPosOrders: releaseWaitingPosOrders(dependencies),
  };
}

export type FollowActivities = ReturnType<typeof createFollowActivities>;
