import type { SitooItemId } from '../ids.js';
import type { Locations } from '../locations.js';
import type { StoreDelivery } from './store-order.js';

/** Units of an order by row at the tills. */
export type UnitsOfItems = ReadonlyMap<SitooItemId, number>;

/**
 * Units that went over the counter with an order whose other goods a warehouse sends. The deliveries of the order show them
 * (that they do is documented for every delivery; how tills write them is not): they leave no warehouse of the brand, or have
 * no reference, which every delivery that we report has. The goods of one order can leave several warehouses, since people
 * move them.
 */
export function handedOver(deliveries: readonly StoreDelivery[], locations: Pick<Locations, 'bySitoo'>): UnitsOfItems {
  const units = new Map<SitooItemId, number>();
  for (const { warehouseId, reference, deliveredAt, cancelledAt, items } of deliveries) {
    const isOfCounter = locations.bySitoo(warehouseId)?.kind !== 'warehouse' || reference === undefined;
    if (!isOfCounter || deliveredAt === undefined || cancelledAt !== undefined) continue;
    for (const { itemId, quantity } of items) units.set(itemId, (units.get(itemId) ?? 0) + quantity);
  }
  return units;
}
