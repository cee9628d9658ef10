import type { Brand } from '../../../domain/brand.js';
import { isSentByOthers } from '../../../domain/order/our-orders.js';
import type { OrderGoods, WebOrder } from '../../../domain/order/web-order.js';
import type { OrderReadingUnits } from '../../../domain/stock/ledger/stock-entry.js';
import { unitsOfWebOrder } from '../../../domain/stock/units-of-orders.js';
import type { OrderStore } from '../../../systems/database/port.js';
import { checkpoint } from '../../checkpoint.js';

interface Needs {
  readonly brand: Pick<Brand, 'locations' | 'webOrders'>;
  readonly records: { readonly orders: Pick<OrderStore, 'fulfilments'> };
}

/**
 * What web orders want of which location, and what Centra has deducted there. Where a shipment left from is asked of our own
 * fulfilments, since Centra need not show the allocations of what has left.
 */
export async function webOrderUnits(
  { brand, records }: Needs,
  orders: readonly WebOrder[],
  readAt: number,
): Promise<OrderReadingUnits[]> {
  const units: OrderReadingUnits[] = [];
  for (const order of orders) {
    checkpoint();
    const hasLeft = order.shipments.some(({ isShipped }) => isShipped);
    const fulfilments = hasLeft ? await records.orders.fulfilments('centra', order.number) : [];
    units.push(unitsOfWebOrder(order, fulfilments, { brand, readAt, isOfOthers: isSentByOthers(order, brand) }));
  }
  return units;
}

/** The same of orders that others send. */
export const unitsOfOthers = (
  { brand }: Pick<Needs, 'brand'>,
  orders: readonly OrderGoods[],
  readAt: number,
): OrderReadingUnits[] => orders.map((order) => unitsOfWebOrder(order, [], { brand, readAt, isOfOthers: true }));
