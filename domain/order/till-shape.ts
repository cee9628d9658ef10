import type { Brand, Location } from '../brand.js';
import { hasFlow } from '../installation.js';
import { locationsOf } from '../locations.js';
import { readFulfilmentName, webOrderBehind } from '../names.js';
import type { PosOrder } from './pos-order.js';

/**
 * What a till order asks for beyond the counter. `counter`: nothing, its goods are or were the store's own business. `sent` and
 * `collected`: goods that a warehouse sends, home or to a store. `odd`: a shape that fits nothing, so a person must look.
 */
export type TillShape =
  | { readonly kind: 'counter' }
  | { readonly kind: 'sent'; readonly from: Location | undefined }
  | { readonly kind: 'collected'; readonly from: Location | undefined; readonly at: Location | undefined }
  | { readonly kind: 'odd'; readonly why: string };

const COUNTER: TillShape = { kind: 'counter' };

/**
 * Reads the shape of a till order (seen in an integration of others): an open one that names a store to collect it in goes
 * there, whatever address it has; an open one with an address goes home; a closed one was taken along. What of a mixed one
 * was taken along shows in its deliveries.
 */
export function tillShapeOf(order: PosOrder, brand: Brand): TillShape {
  if (!isOfTill(order) || !order.items.some(({ quantity }) => quantity > 0)) return COUNTER;
  if (order.kind === 'booking' || order.kind === 'parked') return COUNTER;
  // Where no warehouse sends anything, stores see to what they sell.
  if (!hasFlow(brand, 'till-orders-to-warehouse')) return COUNTER;
  const from = senderOf(order, brand);
  const isSale = order.kind === 'order';
  if (isSale && order.pickUp !== undefined && from !== 'not-ours')
    return { kind: 'collected', from, at: pickUpStore(order.pickUp, brand) };
  if (isSale && order.deliveryAddress !== undefined && from !== 'not-ours') return { kind: 'sent', from };
  if (order.state !== 'open' || order.paymentState !== 'paid' || order.registerId === undefined) return COUNTER;
  return {
    kind: 'odd',
    why: isSale
      ? `Till order ${order.orderId} is paid and open, and names neither an address nor a store where it is collected.`
      : `Till order ${order.orderId} is of a type that is not known.`,
  };
}

/** Whether goods of the order must be sent by a warehouse, as far as its shape says. */
export const isSentOn = (shape: TillShape): shape is Extract<TillShape, { kind: 'sent' | 'collected' }> =>
  shape.kind === 'sent' || shape.kind === 'collected';

/** Not what we placed at the tills ourselves, nor what we made known there. */
const isOfTill = ({ externalId }: PosOrder): boolean =>
  !(externalId && (readFulfilmentName(externalId) || webOrderBehind(externalId)));

/**
 * Who sends it. Which warehouse such an order is registered for is public nowhere, so both readings count: the warehouse that
 * sends it, or the store whose till sold it. An order that no till sold and that is registered for a store is another
 * integration's. Undefined: a warehouse that the brand file does not name.
 */
function senderOf(order: PosOrder, brand: Brand): Location | undefined | 'not-ours' {
  const locations = locationsOf(brand);
  const registered = locations.byAnySitoo(order.warehouseId)?.location;
  if (registered?.kind === 'warehouse') return registered;
  if (registered === undefined && order.warehouseId !== undefined) return undefined;
  if (order.registerId === undefined) return 'not-ours';
  return brand.posWarehouse === undefined ? locations.ofKind('warehouse')[0] : locations.byId(brand.posWarehouse);
}

/** The store where it is collected; its warehouse says more than its name. */
function pickUpStore({ warehouse, store }: NonNullable<PosOrder['pickUp']>, brand: Brand): Location | undefined {
  const locations = locationsOf(brand);
  return locations.byAnySitoo(warehouse)?.location ?? (store === undefined ? undefined : locations.byTillName(store));
}
