import type { OrderRef } from '../../../domain/order/order-ref.js';
import type { WarehouseOrder } from '../../../domain/order/warehouse-order.js';
import type { OrderReadingUnits, StockEntry } from '../../../domain/stock/ledger/stock-entry.js';

export type Picks = NonNullable<StockEntry['picks']>;

/** An order as the WMS showed it. One without an owner is not ours: its goods are a change like any other. */
export interface OwnedOrder {
  readonly shown: Pick<WarehouseOrder, 'name' | 'stage' | 'lines'>;
  readonly owner?: { readonly order: OrderRef; readonly location: string } | undefined;
  /** Placed by others for an order of Centra that Onepool does not follow. */
  readonly ofOthers?: { readonly order: OrderRef; readonly location: string } | undefined;
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
  rows: orders.flatMap(({ shown, owner, ofOthers }) => {
    const known = owner ?? ofOthers;
    if (known === undefined) return [];
    const { order, location } = known;
    return shown.lines.map(({ line, sku, picked }) => ({ orderName: shown.name, line, location, sku, picked, order }));
  }),
});

/** Orders of others that have left: Centra deducts their goods at about that time, and nobody reads when. */
export const deductedForOthers = ({ orders }: OrdersRead, readAt: number): OrderReadingUnits[] =>
  orders.flatMap(({ shown, ofOthers }) => {
    if (ofOthers === undefined || (shown.stage !== 'sent' && shown.stage !== 'returned')) return [];
    const { order, location } = ofOthers;
    const units = shown.lines
      .filter(({ picked }) => picked > 0)
      .map(({ sku, picked }) => ({ location, sku, outstanding: 0, deductedAtOrigin: picked }));
    return [{ ...order, changedAt: 0, readAt, units }];
  });
