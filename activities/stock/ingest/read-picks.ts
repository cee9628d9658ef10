import type { OrderRef } from '../../../domain/order/order-ref.js';
import type { WarehouseOrder } from '../../../domain/order/warehouse-order.js';
import type { OrderReadingUnits, StockEntry } from '../../../domain/stock/ledger/stock-entry.js';
import type { OrderOfOthers, ShownOrderOfOthers } from '../../../systems/database/stock-port.js';

export type Picks = NonNullable<StockEntry['picks']>;

/** An order as the WMS showed it. One without an owner is not ours: its goods are a change like any other. */
export interface OwnedOrder {
  readonly shown: Pick<WarehouseOrder, 'ref' | 'name' | 'stage' | 'lines'>;
  readonly owner?: { readonly order: OrderRef; readonly location: string } | undefined;
  /** Placed by others for an order of Centra that Onepool does not follow. */
  readonly ofOthers?: OrderOfOthers | undefined;
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
    const cancelled = shown.stage === 'cancelled' ? ({ isCancelled: true } as const) : {};
    const mark = owner === undefined ? ({ ofOthers: true, ...cancelled } as const) : {};
    return shown.lines.map(({ line, sku, picked }) => ({
      ...{ orderName: shown.name, line, location, sku, picked, order },
      ...mark,
    }));
  }),
});

/** What the WMS shows of orders of others. */
export const shownOfOthers = ({ orders }: OrdersRead): ShownOrderOfOthers[] =>
  orders.flatMap(({ shown, owner, ofOthers }) => {
    if (ofOthers === undefined || owner !== undefined) return [];
    const isSent = shown.stage === 'sent' || shown.stage === 'returned';
    const picked = shown.lines
      .filter((line) => line.picked > 0)
      .map((line) => ({ sku: line.sku, quantity: line.picked }));
    return [{ ...ofOthers, ref: shown.ref, isSent, picked }];
  });

/**
 * What orders of others have to do with Centra. What is picked stays in its figure until it is sent, and Centra deducts it at
 * about that time. Where Centra itself shows the order, its reading is newer than any of these and counts.
 */
export function unitsOfOthersIn(shown: readonly ShownOrderOfOthers[], readAt: number): OrderReadingUnits[] {
  const orders = new Map(shown.map(({ order }) => [order.number, order]));
  return [...orders.values()].map((order) => ({
    ...order,
    changedAt: 0,
    readAt,
    ofOthers: true,
    units: shown
      .filter((one) => one.order.number === order.number)
      .flatMap(({ location, isSent, picked }) =>
        picked.map(({ sku, quantity }) => ({
          ...{ location, sku },
          ...(isSent ? { outstanding: 0, deductedAtOrigin: quantity } : { outstanding: quantity, deductedAtOrigin: 0 }),
        })),
      ),
  }));
}
