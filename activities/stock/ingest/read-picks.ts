import { locationsOf } from '../../../domain/locations.js';
import { readFulfilmentName } from '../../../domain/names.js';
import type { OrderRef } from '../../../domain/order/order-ref.js';
import type { WarehouseOrder } from '../../../domain/order/warehouse-order.js';
import type { PickedUnits, StockEntry } from '../../../domain/stock/ledger/stock-entry.js';
import type { OrderStore } from '../../../systems/database/port.js';
import { checkpoint } from '../../checkpoint.js';
import type { Dependencies } from '../../dependencies.js';

export type Picks = NonNullable<StockEntry['picks']>;

/** Orders as the WMS showed them. The number of the reading was taken before, so that it is not newer than they are. */
export interface OrdersRead {
  readonly reading: number;
  readonly orders: readonly WarehouseOrder[];
}

export interface PickNeeds extends Pick<Dependencies, 'brand'> {
  readonly records: { readonly orders: Pick<OrderStore, 'fulfilmentByName' | 'fulfilmentByRef'> };
}

/** Reads the units picked so far, by order and line. Orders that are not ours have none: their goods are a change like any other. */
export function pickReader({ brand, records }: PickNeeds) {
  const [firstWarehouse] = locationsOf(brand).ofKind('warehouse');

  /** The order that a warehouse order belongs to, and where it is picked. A back order has no name of ours: it refers to the order before it. */
  async function ownerOf(order: WarehouseOrder): Promise<{ order: OrderRef; location: string } | undefined> {
    const name = readFulfilmentName(order.name);
    const fulfilment = name
      ? await records.orders.fulfilmentByName('wms', order.name)
      : order.backOrderForRef && (await records.orders.fulfilmentByRef('wms', order.backOrderForRef));
    if (fulfilment)
      return {
        order: { origin: fulfilment.origin, number: fulfilment.orderNumber },
        location: fulfilment.location,
      };
    // Placed by a worker that died before it could record the fulfilment.
    if (!name || !firstWarehouse) return undefined;
    return { order: { origin: name.origin, number: name.orderNumber }, location: firstWarehouse.id };
  }

  return async ({ reading, orders }: OrdersRead): Promise<Picks> => {
    const rows: PickedUnits[] = [];
    for (const order of orders) {
      checkpoint();
      const owner = await ownerOf(order);
      if (!owner) continue;
      for (const { line, sku, picked } of order.lines)
        rows.push({ orderName: order.name, line, location: owner.location, sku, picked, order: owner.order });
    }
    return { reading, at: Date.now(), rows };
  };
}
