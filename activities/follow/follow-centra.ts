import { heartbeat } from '@temporalio/activity';
import type { WebOrder } from '../../domain/order/web-order.js';
import { unitsOfWebOrder } from '../../domain/stock/units-of-orders.js';
import type { Dependencies } from '../dependencies.js';
import type { OrderReader } from '../orders/read-order.js';
import type { SentOrders } from '../returns/mirror-shipped-orders.js';
import type { PoolOfStock } from '../stock/index.js';
import { collectEvents } from './inbox.js';
import type { Changes } from './index.js';
import { LAST_POLL_AT } from './last-poll.js';
import type { OrderNotifier } from './notify-orders.js';

const CURSOR = 'centra/orders-updated';
/** The first look of an installation goes back this far. */
const FIRST_LOOK_BACK_MS = 14 * 86_400_000;
/** `updatedAt` has whole seconds and offset paging can skip rows while orders change, so windows overlap. */
const OVERLAP_MS = 3_000;
/** Far above what changes between two looks; a read that reaches it does not move the cursor past unseen orders. */
const ORDERS_AT_ONCE = 10_000;
const BUDGETS_EVERY_MS = 60_000;

/**
 * Follows the web shop's orders by their change time. Events only wake it: a lost one costs delay, never an order.
 */
export function followCentra(
  { brand, centra, records }: Pick<Dependencies, 'brand' | 'centra' | 'records'>,
  reader: OrderReader,
  tell: OrderNotifier,
  stock: Pick<PoolOfStock, 'ledger' | 'others'>,
  more: { readonly sent: Pick<SentOrders, 'note'>; readonly products: () => Promise<void> },
) {
  let budgetsReadAt = 0;
  /** Others use the same budgets: what is left of them is asked for now and then. The question itself counts as a request. */
  async function readBudgets(): Promise<void> {
    if (Date.now() - budgetsReadAt < BUDGETS_EVERY_MS) return;
    await centra.rateLimits();
    budgetsReadAt = Date.now();
  }

  /** What the orders want of which location, and what Centra has booked of it as gone. */
  async function recordUnits(orders: readonly WebOrder[], readAt: number): Promise<void> {
    const units = [];
    for (const order of orders) {
      // Only a line that lies in several places leaves open from where a shipment went.
      const scattered = order.lines.some((l) => new Set(l.allocations.map((a) => a.warehouse)).size > 1);
      const fulfilments = scattered ? await records.orders.fulfilments('centra', String(order.number)) : [];
      units.push(unitsOfWebOrder(order, fulfilments, { brand, readAt }));
    }
    if (units.length > 0) await stock.ledger.record({ orders: units });
  }

  return async (): Promise<Changes> => {
    await readBudgets();
    const began = Date.now();
    const inbox = await collectEvents(records.inbox, 'centra');
    const cursor = await records.cursors.get(CURSOR);
    const from = cursor ? Date.parse(cursor) - OVERLAP_MS : Date.now() - FIRST_LOOK_BACK_MS;
    const unreadable = reader.collectUnreadable('centra');
    const readAt = Date.now();
    const orders = await centra.ordersUpdatedSince(new Date(from).toISOString(), ORDERS_AT_ONCE, unreadable.note);
    heartbeat();
    // An order that an event names and the window does not show is read by its number: its change came in late.
    const shown = new Set(orders.map((o) => String(o.number)));
    const missed = new Set(inbox.events.map((e) => e.subject).filter((s) => /^\d+$/.test(s) && !shown.has(s)));
    const named = missed.size > 0 ? await centra.orders([...missed].map(Number), 'orders', unreadable.note) : [];
    heartbeat();
    const readings = await reader.webReadings([...orders, ...named], readAt);
    const { started, notified } = await tell.ofReadings('centra', [...readings, ...unreadable.readings]);
    const newest = Math.max(...orders.map((o) => Date.parse(o.updatedAt)));
    const complete = orders.length < ORDERS_AT_ONCE;
    await recordUnits([...orders, ...named], readAt);
    await more.sent.note([...orders, ...named]);
    // Last: what is behind the cursor is not read again.
    if (orders.length > 0 && complete && newest > Date.parse(cursor ?? '1970-01-01T00:00:00Z'))
      await records.cursors.set(CURSOR, new Date(newest).toISOString());
    await stock.others();
    await more.products();
    await inbox.done();
    await records.cursors.set(LAST_POLL_AT.centra, String(began));
    return { more: inbox.more, started, notified };
  };
}
