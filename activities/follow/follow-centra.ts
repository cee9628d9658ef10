import { type CentraOrderNumber, parseId } from '../../domain/ids.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import type { Dependencies } from '../dependencies.js';
import type { OrderReader, UnreadableOrders } from '../orders/read-order.js';
import type { ShippedOrderMirror } from '../returns/mirror-shipped-orders.js';
import type { StockPool } from '../stock/index.js';
import { webOrderUnits } from '../stock/ingest/web-order-units.js';
import { atMostEvery } from './at-most-every.js';
import { type Changes, inSteps, type Round } from './changes.js';
import { CURSORS } from './cursors.js';
import { collectEvents } from './inbox.js';
import type { OrderNotifier } from './notify-orders.js';

/** The first round of an installation goes back this far. */
const FIRST_ROUND_BACK_MS = 14 * 86_400_000;
/** `updatedAt` has whole seconds and offset paging can skip rows while orders change, so windows overlap. */
const OVERLAP_MS = 3_000;
/** Far above what changes between two rounds; a read that reaches it does not move the cursor past unseen orders. */
const ORDERS_AT_ONCE = 10_000;
const QUOTA_EVERY_MS = 60_000;

interface Needs extends Pick<Dependencies, 'brand' | 'centra' | 'records'> {
  readonly reader: Pick<OrderReader, 'webReadings' | 'collectUnreadable'>;
  readonly notifier: Pick<OrderNotifier, 'sendReadings'>;
  readonly stock: Pick<StockPool, 'recorder' | 'detectExternalChanges'>;
  readonly shippedOrders: Pick<ShippedOrderMirror, 'recordShipped'>;
  /** Wakes the product sync when the events queue names a product. */
  readonly relayProductEvents: () => Promise<void>;
}

interface CentraRound extends Round {
  readonly beganAt: number;
  readonly cursor: string | undefined;
  readonly unreadable: UnreadableOrders<'centra'>;
  /** Before the first read of orders, epoch ms: what was read may be newer, never older. */
  readAt: number;
  /** Orders that changed since the cursor. */
  changed: readonly WebOrder[];
  /** All orders of the round. */
  orders: readonly WebOrder[];
}

/** Follows the web shop's orders by their change time. Events only wake it: a lost event costs delay, never an order. */
export function followCentra(needs: Needs): () => Promise<Changes> {
  // Other programs use the same quota, so what is left of it is read now and then; that read counts as a request.
  const readQuota = atMostEvery(QUOTA_EVERY_MS, () => needs.centra.rateLimits());
  return inSteps(needs, begin, [
    readQuota,
    readChangedOrders,
    readNamedOrders,
    notifyOrders,
    recordUnits,
    recordShippedOrders,
    // Orders behind the cursor are not read again, so it moves when all is done that they call for.
    moveCursor,
    detectExternalStockChanges,
    relayProductEvents,
    noteBeginning,
  ]);
}

async function begin({ records, reader }: Needs): Promise<CentraRound> {
  const beganAt = Date.now();
  const events = await collectEvents(records.inbox, 'centra');
  const cursor = await records.cursors.get(CURSORS.centra.orders);
  const unreadable = reader.collectUnreadable('centra');
  const empty = { readAt: beganAt, changed: [], orders: [], started: 0, notified: 0 };
  return { ...empty, beganAt, events, cursor, unreadable, more: events.more };
}

async function readChangedOrders({ centra }: Needs, round: CentraRound): Promise<void> {
  const { cursor, unreadable } = round;
  const from = cursor ? Date.parse(cursor) - OVERLAP_MS : Date.now() - FIRST_ROUND_BACK_MS;
  round.readAt = Date.now();
  round.changed = await centra.ordersUpdatedSince(new Date(from).toISOString(), ORDERS_AT_ONCE, unreadable.note);
  round.orders = round.changed;
}

/** An order that an event names and the window does not show is read by its number: its change came in late. */
async function readNamedOrders({ centra }: Needs, round: CentraRound): Promise<void> {
  const shown = new Set(round.changed.map((o) => o.number));
  const named = round.events.list.flatMap((e) => parseId<CentraOrderNumber>(e.subject) ?? []);
  const missed = [...new Set(named)].filter((number) => !shown.has(number));
  if (missed.length > 0)
    round.orders = [...round.changed, ...(await centra.orders(missed, 'orders', round.unreadable.note))];
}

async function notifyOrders({ reader, notifier }: Needs, round: CentraRound): Promise<void> {
  const readings = await reader.webReadings(round.orders, round.readAt);
  const sent = await notifier.sendReadings('centra', [...readings, ...round.unreadable.readings]);
  round.started += sent.started;
  round.notified += sent.notified;
}

/** Records what the orders allocate at which location, and what Centra has deducted there as shipped. */
async function recordUnits(needs: Needs, { orders, readAt }: CentraRound): Promise<void> {
  const units = await webOrderUnits(needs, orders, readAt);
  if (units.length > 0) await needs.stock.recorder.record({ orders: units });
}

const recordShippedOrders = ({ shippedOrders }: Needs, { orders }: CentraRound): Promise<void> =>
  shippedOrders.recordShipped(orders);

async function moveCursor({ records }: Needs, { changed, cursor }: CentraRound): Promise<void> {
  if (changed.length === 0 || changed.length >= ORDERS_AT_ONCE) return;
  const newest = Math.max(...changed.map((o) => Date.parse(o.updatedAt)));
  if (newest > Date.parse(cursor ?? '1970-01-01T00:00:00Z'))
    await records.cursors.set(CURSORS.centra.orders, new Date(newest).toISOString());
}

const detectExternalStockChanges = ({ stock }: Needs): Promise<void> => stock.detectExternalChanges();

const relayProductEvents = (needs: Needs): Promise<void> => needs.relayProductEvents();

const noteBeginning = ({ records }: Needs, { beganAt }: CentraRound): Promise<void> =>
  records.cursors.set(CURSORS.centra.roundBegan, String(beganAt));
