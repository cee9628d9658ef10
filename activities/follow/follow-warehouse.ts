import { heartbeat } from '@temporalio/activity';
import { readFulfilmentName } from '../../domain/names.js';
import { warehouseProgress } from '../../domain/order/fulfilment-progress.js';
import type { WarehouseOrder } from '../../domain/order/warehouse-order.js';
import type { Dependencies } from '../dependencies.js';
import type { PoolOfStock } from '../stock/index.js';
import { collectEvents } from './inbox.js';
import type { Changes } from './index.js';
import type { OrderNotifier } from './notify-orders.js';

const CURSOR = 'wms/status-changed';
const FIRST_LOOK_BACK_MS = 14 * 86_400_000;
/** The WMS's clock stamps the changes and writes are processed a little later, so windows overlap. */
const OVERLAP_MS = 2_000;
const ORDERS_AT_ONCE = 1_000;

/** Follows the warehouse's orders by the time their status changed; back orders count for the fulfilment they belong to. */
export function followWarehouse(
  { wms, records }: Pick<Dependencies, 'wms' | 'records'>,
  tell: OrderNotifier,
  stock: Pick<PoolOfStock, 'levels'>,
) {
  async function fulfilmentOf(order: WarehouseOrder) {
    const name = readFulfilmentName(order.name);
    if (name) return { origin: name.origin, number: name.orderNumber, fulfilment: name.fulfilment };
    if (!order.backOrderForRef) return undefined;
    const row = await records.orders.fulfilmentByRef('wms', order.backOrderForRef);
    return row && { origin: row.origin, number: row.orderNumber, fulfilment: row.fulfilment };
  }

  /** The list comes by id, not by time, so the cursor moves only when all of it has been read. */
  async function readAll(from: string): Promise<WarehouseOrder[]> {
    const orders: WarehouseOrder[] = [];
    for (;;) {
      const some = await wms.ordersChangedSince(from, ORDERS_AT_ONCE, orders.at(-1)?.ref);
      heartbeat();
      orders.push(...some);
      if (some.length < ORDERS_AT_ONCE) return orders;
    }
  }

  return async (): Promise<Changes> => {
    const inbox = await collectEvents(records.inbox, 'wms');
    const cursor = await records.cursors.get(CURSOR);
    const askedAt = Date.now();
    const from = cursor ? Date.parse(cursor) - OVERLAP_MS : askedAt - FIRST_LOOK_BACK_MS;
    const read = async () => ({
      reading: await records.stock.nextReading(),
      orders: await readAll(new Date(from).toISOString()),
    });
    const first = await read();
    const news = [];
    for (const order of first.orders) {
      // Before the goods are picked there is nothing to do, but a back order says that the rest will come.
      if ((order.stage === 'open' || order.stage === 'working') && order.backOrderForRef === undefined) continue;
      const fulfilment = await fulfilmentOf(order);
      if (fulfilment)
        news.push({
          origin: fulfilment.origin,
          number: fulfilment.number,
          progress: warehouseProgress(fulfilment.fulfilment, order),
        });
    }
    const { notified } = await tell.ofProgress(news);
    await stock.levels(first, read);
    // In the WMS's own time, which is known only after it has answered.
    await records.cursors.set(CURSOR, new Date(askedAt + (wms.clockSkewMs() ?? 0)).toISOString());
    await inbox.done();
    return { more: inbox.more, started: 0, notified };
  };
}
