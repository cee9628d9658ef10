import type { System } from '../../domain/names.js';
import { release } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';
import type { OrderReader } from '../orders/read-order.js';
import { sentOrders } from '../returns/mirror-shipped-orders.js';
import { returnStarter } from '../returns/start-returns.js';
import { signalRunning } from '../signal-running.js';
import type { PoolOfStock } from '../stock/index.js';
import { findMissingProducts } from './find-missing-products.js';
import { followCentra } from './follow-centra.js';
import { followSitoo } from './follow-sitoo.js';
import { followWarehouse } from './follow-warehouse.js';
import { orderNotifier } from './notify-orders.js';

/** Orders released by one run of the schedule; more wait for the next. */
const RELEASED_AT_ONCE = 1_000;

export interface Changes {
  /** There is more to read now. */
  readonly more: boolean;
  readonly started: number;
  readonly notified: number;
}

/** What followers do at one look: read in bulk what changed, and tell the orders concerned. */
export function createFollowActivities(dependencies: Dependencies, reader: OrderReader, stock: PoolOfStock) {
  const publisher = orderNotifier(dependencies);
  const sent = sentOrders(dependencies);
  const returns = { starter: returnStarter(dependencies), sent };
  const followers = {
    centra: followCentra(dependencies, reader, publisher, stock, { sent, products: findMissingProducts(dependencies) }),
    sitoo: followSitoo(dependencies, reader, publisher, stock, returns),
    wms: followWarehouse(dependencies, publisher, stock),
  };
  return {
    async readChanges({ system }: { system: System }): Promise<Changes> {
      const changes = await followers[system]();
      // Whatever was booked in this round or before.
      await stock.ledger.notifyShortages();
      return changes;
    },

    /** Signals every POS order that waits for the pick-list batch. */
    async releaseWaitingPosOrders({ brand }: { brand: string }): Promise<{ released: number }> {
      const { records, temporal, log } = dependencies;
      const waiting = await records.orders.ordersInStage('waiting-for-batch', RELEASED_AT_ONCE);
      const batch = new Date().toISOString();
      const ours = waiting.filter((order) => order.brand === brand);
      let released = 0;
      for (const order of ours) {
        // First the row: an order that ends quickly writes its own stage after it.
        await records.orders.upsertOrder({ ...order, stage: 'fulfilling' });
        // Somebody may have ended the workflow by hand; that must not hold up the others.
        if (await signalRunning(temporal.workflow.getHandle(order.workflowId), release, { batch })) released += 1;
        else log.warn({ workflowId: order.workflowId }, 'a waiting till order has no workflow any more');
      }
      return { released };
    },
  };
}

export type FollowActivities = ReturnType<typeof createFollowActivities>;
