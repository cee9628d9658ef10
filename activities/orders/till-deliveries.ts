import type { Brand } from '../../domain/brand.js';
import type { SitooOrderId } from '../../domain/ids.js';
import { dependsOnDeliveries } from '../../domain/order/facts-from-till.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import type { StoreDelivery } from '../../domain/order/store-order.js';
import type { SitooPort } from '../../systems/sitoo/port.js';

/** Orders whose deliveries are remembered; beyond that they are read again. */
const REMEMBERED = 20_000;

/**
 * What has left of till orders that a warehouse sends: a call for each order, made when it is first seen, when an event names a
 * delivery of it, and before anything is placed for it. In between, a reading of the open orders costs no call for each.
 */
export function tillDeliveries({
  brand,
  sitoo,
}: {
  readonly brand: Brand;
  readonly sitoo: Pick<SitooPort, 'deliveries'>;
}) {
  const known = new Map<SitooOrderId, readonly StoreDelivery[]>();
  return async (order: PosOrder, isFresh: boolean): Promise<readonly StoreDelivery[]> => {
    if (!dependsOnDeliveries(order, brand)) return [];
    const seen = known.get(order.orderId);
    if (seen && !isFresh) return seen;
    const deliveries = await sitoo.deliveries(order.orderId);
    if (known.size >= REMEMBERED) known.clear();
    known.set(order.orderId, deliveries);
    return deliveries;
  };
}
