import type { Follower, FollowerOfBrand } from '../../domain/followers.js';
import { brandAt, isNamed, namedWarehouses, warehouseKey } from '../../domain/warehouse-systems.js';
import type { Dependencies } from '../dependencies.js';
import { inboxKeeper } from '../events/refused-events.js';
import type { OrderReader } from '../orders/read-order.js';
import { shippedOrderMirror } from '../returns/mirror-shipped-orders.js';
import { returnStarter } from '../returns/start-returns.js';
import type { StockPool } from '../stock/index.js';
import { warehouseUnder } from '../warehouse-at.js';
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
  /** What follows one warehouse system knows no other. */
  const warehouse = (name: string | undefined): (() => Promise<Changes>) => {
    const key = warehouseKey(name);
    return followWarehouse({
      ...needs,
      key,
      brand: brandAt(dependencies.brand, name),
      wms: warehouseUnder(dependencies, key),
      stock: stock.ofWarehouse(name),
    });
  };
  const named = new Map(namedWarehouses(dependencies.brand).map((name) => [warehouseKey(name), warehouse(name)]));
  const followers: Readonly<Record<Exclude<Follower, 'till-sales'>, () => Promise<Changes>>> = {
    centra: followCentra(needs),
    sitoo: followSitoo(needs),
    wms: warehouse(undefined),
    'shipped-orders': async () => ({ more: await shippedOrders.mirrorShippedOrders(), started: 0, notified: 0 }),
  };
  /** One round, and then the orders that lack goods, by whatever was recorded in this round or before. */
  const andShortages = async (round: () => Promise<Changes>): Promise<Changes> => {
    const changes = await round();
    await stock.recorder.notifyShortages();
    return changes;
  };
  const keepInbox = inboxKeeper(dependencies);
  function roundOf(follower: Exclude<FollowerOfBrand, 'till-sales'>): () => Promise<Changes> {
    if (!isNamed(follower)) return followers[follower];
    const round = named.get(follower);
    if (round === undefined) throw new Error(`The brand file has no warehouse system ${follower} any more.`);
    return round;
  }
  const tillSales = followTillSales(needs);
  return {
    /** One round of a follower: reads in bulk what changed, and notifies the orders concerned. */
    async readChanges({ follower }: { follower: Exclude<FollowerOfBrand, 'till-sales'> }): Promise<Changes> {
      try {
        return await andShortages(roundOf(follower));
      } finally {
        // Also after a round that failed: an event that was set aside has a case, whatever else is wrong.
        if (follower !== 'shipped-orders') await keepInbox(isNamed(follower) ? 'wms' : follower);
      }
    },

    /** One round of the follower of what tills sell. An activity of its own: nothing else takes its turn. */
    readTillSales: (): Promise<Changes> => andShortages(tillSales),

    releaseWaitingPosOrders: releaseWaitingPosOrders(dependencies),
  };
}

export type FollowActivities = ReturnType<typeof createFollowActivities>;
