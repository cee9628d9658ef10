import type { Brand, Location } from '../../brand.js';
import { courierOf } from '../facts-from-web.js';
import type { SoldStoreOrder } from '../store-order.js';
import type { WebOrder, WebShipment } from '../web-order.js';
import { buyerOf } from './web-order-to-store.js';
import { webOrderToTillRecord } from './web-order-to-till-record.js';

/** The store to which a warehouse sends what a courier's customers collect. */
export function storeToCollectIn({ couriers, locations }: Brand, courier: string): Location | undefined {
  const { delivery, collectIn } = couriers[courier] ?? {};
  return delivery === 'collect' ? locations.find(({ id }) => id === collectIn) : undefined;
}

/** The store whose tills hand over what a warehouse has sent there for a web order; undefined where the brand does not want that. */
export function storeThatHandsOver(order: WebOrder, brand: Brand): Location | undefined {
  const courier = courierOf(order, brand, undefined);
  if (courier === undefined || !brand.couriers[courier]?.handedOverAtTills) return undefined;
  return storeToCollectIn(brand, courier);
}

/**
 * A parcel on its way to the store in which it is collected, as the store must know it: whose it is, and what is in it. The
 * store tells the customer once it has arrived.
 */
export function webOrderToPickUp(order: WebOrder, shipment: WebShipment, store: Location): SoldStoreOrder {
  const comment = shipment.trackingNumber
    ? `Comes from the warehouse as parcel ${shipment.trackingNumber}.`
    : undefined;
  return {
    ...webOrderToTillRecord(order, shipment, store),
    buyer: buyerOf(order),
    comment: comment ?? 'Comes from the warehouse.',
  };
}
