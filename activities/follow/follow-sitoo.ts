import { heartbeat } from '@temporalio/activity';
import { scaled } from '../../domain/brand.js';
import { locationsOf } from '../../domain/locations.js';
import { type Origin, readFulfilmentName } from '../../domain/names.js';
import { isForWarehouse } from '../../domain/order/facts-from-till.js';
import type { ReportedProgress } from '../../domain/order/fulfilment.js';
import { isSentHome, storeProgress } from '../../domain/order/fulfilment-progress.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import { unitsOfTillOrder } from '../../domain/stock/units-of-orders.js';
import type { Dependencies } from '../dependencies.js';
import type { OrderReader } from '../orders/read-order.js';
import type { SentOrders } from '../returns/mirror-shipped-orders.js';
import type { ReturnStarter } from '../returns/start-returns.js';
import type { PoolOfStock } from '../stock/index.js';
import { collectEvents } from './inbox.js';
import type { Changes } from './index.js';
import type { OrderNotifier } from './notify-orders.js';

const CURSOR = 'sitoo/orders';
const SWEPT_AT = 'sitoo/swept-at';
const ORDERS_A_PAGE = 100;
const PAGES_AT_ONCE = 20;
const OPEN_FULFILMENTS = 1_000;
/** The first look of an installation reads all orders there are; a sale older than this is nobody's to deliver any more. */
const OLDEST_SALE_MS = 60 * 86_400_000;
/** Rounds of the slow timer after which every open fulfilment is read again, in case its event was lost. */
const ROUNDS_A_SWEEP = 5;

/**
 * Follows the tills: new orders by their growing id (the date is the time of the sale, which an offline till uploads
 * later), changes of older ones by the events that name them, and, because Sitoo has no list of changed orders, by
 * reading all open fulfilments again now and then.
 */
export function followSitoo(
  { brand, sitoo, records }: Pick<Dependencies, 'brand' | 'sitoo' | 'records'>,
  reader: OrderReader,
  tell: OrderNotifier,
  stock: Pick<PoolOfStock, 'ledger' | 'journal'>,
  returns: { readonly starter: ReturnStarter; readonly sent: Pick<SentOrders, 'mirrorShippedOrders'> },
) {
  /** What till orders want of warehouses. */
  async function recordUnits(orders: readonly PosOrder[], readAt: number): Promise<void> {
    const units = orders.flatMap((order) => {
      const location = locationsOf(brand).bySitoo(order.warehouseId);
      return location ? [unitsOfTillOrder(order, location.id, readAt)] : [];
    });
    if (units.length > 0) await stock.ledger.record({ orders: units });
  }

  async function readNew() {
    const orders: PosOrder[] = [];
    const unreadable = reader.collectUnreadable('sitoo');
    const after = Number((await records.cursors.get(CURSOR)) ?? '0');
    let newest = after;
    for (let page = 0; page < PAGES_AT_ONCE; page += 1) {
      const passedOver: number[] = [];
      const some = await sitoo.ordersFrom(newest + 1, ORDERS_A_PAGE, ({ orderId, sentence }) => {
        passedOver.push(orderId);
        unreadable.note({ number: orderId, sentence });
      });
      heartbeat();
      orders.push(...some);
      newest = Math.max(newest, ...passedOver, ...some.map((o) => o.orderId));
      if (some.length + passedOver.length < ORDERS_A_PAGE) return { orders, unreadable, after, newest, more: false };
    }
    return { orders, unreadable, after, newest, more: true };
  }

  /** Ids of open fulfilments and waiting till orders, when it is time to look at all of them. */
  async function sweep(): Promise<number[]> {
    const everyMs = scaled(brand, brand.followEvery.sitoo) * ROUNDS_A_SWEEP;
    const sweptAt = Number((await records.cursors.get(SWEPT_AT)) ?? '0');
    if (Date.now() - sweptAt < everyMs) return [];
    await records.cursors.set(SWEPT_AT, String(Date.now()));
    const [atStores, waiting] = await Promise.all([
      records.orders.openFulfilments('sitoo', OPEN_FULFILMENTS),
      records.orders.openOrders('sitoo', OPEN_FULFILMENTS),
    ]);
    return [...atStores.map((p) => Number(p.ref)), ...waiting.map((o) => Number(o.number))];
  }

  async function progressOf(
    order: PosOrder,
    moved: boolean,
  ): Promise<{ origin: Origin; number: string; progress: ReportedProgress }[]> {
    const name = order.externalId ? readFulfilmentName(order.externalId) : undefined;
    if (!name) return [];
    // Deliveries cost a call each: they are read when something left, or an event says that something may have.
    const deliveries =
      isSentHome(order) && (moved || order.state === 'closed') ? await sitoo.deliveries(order.orderId) : [];
    const progress = storeProgress(name.fulfilment, order, deliveries);
    return progress.stage === 'open' ? [] : [{ origin: name.origin, number: name.orderNumber, progress }];
  }

  return async (): Promise<Changes> => {
    const readAt = Date.now();
    const inbox = await collectEvents(records.inbox, 'sitoo');
    // First of all: what a till has sold must be gone from the web shop before anybody buys it there.
    const moreMoved = await stock.journal();
    const fresh = await readNew();
    const seen = new Set(fresh.orders.map((o) => o.orderId));
    const named = inbox.events
      .filter((e) => /^\d+$/.test(e.subject))
      .map((e) => ({ kind: e.kind, id: Number(e.subject) }));
    const moved = new Set(named.filter((e) => e.kind === 'delivery').map((e) => e.id));
    const dirty = new Set([...named.map((e) => e.id), ...(await sweep())].filter((id) => !seen.has(id)));
    const changed =
      dirty.size > 0
        ? await sitoo.orders([...dirty], 'orders', ({ orderId, sentence }) =>
            fresh.unreadable.note({ number: orderId, sentence }),
          )
        : [];
    heartbeat();

    const all = [...fresh.orders, ...changed];
    const news = [];
    for (const order of all) news.push(...(await progressOf(order, moved.has(order.orderId))));
    heartbeat();
    const { notified: progressed } = await tell.ofProgress(news);
    const ours = all.filter(
      (order) => isForWarehouse(order, brand) && order.orderDate * 1000 > readAt - OLDEST_SALE_MS,
    );
    const readings = await reader.posReadings(ours, readAt);
    const { started, notified } = await tell.ofReadings('sitoo', [...readings, ...fresh.unreadable.readings]);
    await recordUnits(ours, readAt);
    // What an installation finds at its first look, however many looks that takes, came back before it.
    if (!fresh.more) await returns.starter.begin(fresh.newest);
    const returned = await returns.starter.ofOrders(all);
    await returns.sent.mirrorShippedOrders();
    if (fresh.newest > fresh.after) await records.cursors.set(CURSOR, String(fresh.newest));
    await inbox.done();
    return {
      more: fresh.more || moreMoved || inbox.more,
      started: started + returned,
      notified: notified + progressed,
    };
  };
}
