import type { OrderRef } from '../../../domain/order/order-ref.js';
import type { WarehouseOrder } from '../../../domain/order/warehouse-order.js';
import type { StockEntry } from '../../../domain/stock/ledger/stock-entry.js';

export type Picks = NonNullable<StockEntry['picks']>;

/** An order as the WMS showed it. One without an owner is not ours: its goods are a change like any other. */
export interface OwnedOrder {
  readonly shown: Pick<WarehouseOrder, 'name' | 'lines'>;
  readonly owner?: { readonly order: OrderRef; readonly location: string } | undefined;
}

/** Orders of one read. The number of the reading was taken before, so that it is not newer than they are. */
export interface OrdersRead {
  readonly reading: number;
  readonly orders: readonly OwnedOrder[];
}

/** The units picked so far, by order and line. */
export const picksOf = ({ reading, orders }: OrdersRead): Picks => ({
  reading,
  at: Date.now(),
  rows: orders.flatMap(({ shown, owner }) =>
    owner === undefined
      ? []
      : shown.lines.map(({ line, sku, picked }) => ({
          orderName: shown.name,
          line,
          location: owner.location,
          sku,
          picked,
          order: owner.order,
        })),
  ),
});
