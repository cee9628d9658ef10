import type { WmsOrderId } from '../domain/ids.js';
import type { WarehouseOrder } from '../domain/order/warehouse-order.js';
import type { WarehousePage } from './warehouse-page.js';
import type { AnnouncedGoods, WarehousePort } from './warehouse-port.js';

/** Two warehouse systems may number their orders alike: outside, the ids of a named one begin with its name. */
export function underItsName(port: WarehousePort, name: string): WarehousePort {
  const prefix = `${name}:`;
  const outside = <Ref extends string>(ref: Ref): Ref => `${prefix}${ref}` as Ref;
  const inside = (ref: WmsOrderId): WmsOrderId => ref.slice(ref.startsWith(prefix) ? prefix.length : 0) as WmsOrderId;
  const order = ({ ref, backOrderForRef, ...rest }: WarehouseOrder): WarehouseOrder => ({
    ...rest,
    ref: outside(ref),
    ...(backOrderForRef === undefined ? {} : { backOrderForRef: outside(backOrderForRef) }),
  });
  const page = ({ rows, ...rest }: WarehousePage<WarehouseOrder>): WarehousePage<WarehouseOrder> => ({
    rows: rows.map(order),
    ...rest,
  });
  const goods = ({ ref, ...rest }: AnnouncedGoods): AnnouncedGoods => ({ ...rest, ref: outside(ref) });
  return {
    ...port,
    placeOrder: async (placed) => ({ ref: outside((await port.placeOrder(placed)).ref) }),
    async order(of, lane) {
      const found = await port.order(of, lane);
      return found && order(found);
    },
    orders: async (names, lane) => (await port.orders(names, lane)).map(order),
    ordersChangedSince: async (from, limit, at) => page(await port.ordersChangedSince(from, limit, at)),
    ordersReturnedSince: async (from, limit, at) => page(await port.ordersReturnedSince(from, limit, at)),
    backOrdersOf: async (ref) => (await port.backOrdersOf(inside(ref))).map(order),
    announceGoods: async (notice) => ({ ref: outside((await port.announceGoods(notice)).ref) }),
    announcedGoods: async (names, lane) => (await port.announcedGoods(names, lane)).map(goods),
    someAnnounced: async (limit) => (await port.someAnnounced(limit)).map(goods),
    // What it handed over waits beside what others did.
    notUnderstood: async () =>
      (await port.notUnderstood()).map(({ name: file, ...why }) => ({ ...why, name: outside(file) })),
    markReported: (names) => port.markReported(names.map((file) => file.slice(prefix.length))),
  };
}
