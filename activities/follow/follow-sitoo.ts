import { scaled } from '../../domain/brand.js';
import { parseId, type SitooOrderId } from '../../domain/ids.js';
import { locationsOf } from '../../domain/locations.js';
import { readFulfilmentName } from '../../domain/names.js';
import { isForWarehouse } from '../../domain/order/facts-from-till.js';
import { isSentHome, storeProgress } from '../../domain/order/fulfilment-progress.js';
import { storeOrderOf, tillOrderNumber } from '../../domain/order/order-ref.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import { unitsOfTillOrder } from '../../domain/stock/units-of-orders.js';
import type { UnreadableOrder } from '../../systems/sitoo/port.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import type { OrderReader, UnreadableOrders } from '../orders/read-order.js';
import type { ShippedOrderMirror } from '../returns/mirror-shipped-orders.js';
import type { ReturnStarter } from '../returns/start-returns.js';
import type { StockPool } from '../stock/index.js';
import { type Changes, inSteps, type Round } from './changes.js';
import { CURSORS } from './cursors.js';
import { collectEvents } from './inbox.js';
import type { OrderNotifier, OrderProgress } from './notify-orders.js';

const ORDERS_A_PAGE = 100;
const PAGES_AT_ONCE = 20;
const OPEN_FULFILMENTS = 1_000;
/** The first round of an installation reads all orders there are; nobody delivers a sale that is older than this. */
const OLDEST_SALE_MS = 60 * 86_400_000;
/** Rounds of the timer after which every open fulfilment is read again, in case its event was lost. */
const ROUNDS_A_SWEEP = 5;

interface Needs extends Pick<Dependencies, 'brand' | 'sitoo' | 'records'> {
  readonly reader: Pick<OrderReader, 'posReadings' | 'collectUnreadable'>;
  readonly notifier: OrderNotifier;
  readonly stock: Pick<StockPool, 'recorder' | 'followJournal'>;
  readonly returns: ReturnStarter;
  readonly shippedOrders: Pick<ShippedOrderMirror, 'mirrorShippedOrders'>;
}

interface SitooRound extends Round {
  /** Before the first read, epoch ms: what was read may be newer, never older. */
  readonly readAt: number;
  readonly unreadable: UnreadableOrders<'sitoo'>;
  /** The newest order that earlier rounds have read. */
  readonly cursor: SitooOrderId | undefined;
  /** The newest order that this round or an earlier one has read. */
  newest: SitooOrderId | undefined;
  /** More new orders wait than one round reads. */
  moreNewOrders: boolean;
  /** New orders, and older ones that changed. */
  orders: readonly PosOrder[];
}

/**
 * Follows the tills: new orders by their growing id (the date is the time of the sale, which an offline till uploads
 * later), changes of older ones by the events that name them, and, because Sitoo has no list of changed orders, by
 * reading all open fulfilments again now and then.
 */
export function followSitoo(needs: Needs): () => Promise<Changes> {
  return inSteps(needs, begin, [
    // First of all: what a till has sold must be gone from the web shop before anybody buys it there.
    ingestJournal,
    readNewOrders,
    readChangedOrders,
    notifyOfProgress,
    notifyOfReadings,
    recordUnits,
    startReturns,
    mirrorShippedOrders,
    // Orders behind the cursor are not read again, so it moves when all is done that they call for.
    moveCursor,
  ]);
}

async function begin({ records, reader }: Needs): Promise<SitooRound> {
  const readAt = Date.now();
  const events = await collectEvents(records.inbox, 'sitoo');
  const cursor = parseId<SitooOrderId>(await records.cursors.get(CURSORS.sitoo.orders));
  const unreadable = reader.collectUnreadable('sitoo');
  const empty = { moreNewOrders: false, orders: [], started: 0, notified: 0 };
  return { ...empty, readAt, events, cursor, newest: cursor, unreadable, more: events.more };
}

async function ingestJournal({ stock }: Needs, round: SitooRound): Promise<void> {
  const more = await stock.followJournal();
  round.more ||= more;
}

async function readNewOrders({ sitoo }: Needs, round: SitooRound): Promise<void> {
  const orders: PosOrder[] = [];
  round.moreNewOrders = true;
  for (let page = 0; page < PAGES_AT_ONCE && round.moreNewOrders; page += 1) {
    checkpoint();
    const read = await sitoo.ordersAfter(round.newest, ORDERS_A_PAGE, noteUnreadable(round));
    orders.push(...read.orders);
    round.newest = read.last ?? round.newest;
    round.moreNewOrders = read.more;
  }
  round.orders = orders;
  round.more ||= round.moreNewOrders;
}

const noteUnreadable =
  ({ unreadable }: SitooRound): UnreadableOrder =>
  ({ orderId, sentence }) =>
    unreadable.note({ number: orderId, sentence });

const namedOrders = (events: readonly { readonly subject: string }[]): SitooOrderId[] =>
  events.flatMap(({ subject }) => parseId<SitooOrderId>(subject) ?? []);

/** Reads older orders that an event names, or whose turn has come to be read again. */
async function readChangedOrders(needs: Needs, round: SitooRound): Promise<void> {
  const isNew = new Set(round.orders.map((o) => o.orderId));
  const named = namedOrders(round.events.list);
  const wanted = new Set([...named, ...(await sweep(needs))].filter((id) => !isNew.has(id)));
  if (wanted.size === 0) return;
  const changed = await needs.sitoo.orders([...wanted], 'orders', noteUnreadable(round));
  round.orders = [...round.orders, ...changed];
}

/** Ids of open fulfilments and waiting till orders, when it is time to read all of them again. */
async function sweep({ brand, records }: Needs): Promise<SitooOrderId[]> {
  const everyMs = scaled(brand, brand.followEvery.sitoo) * ROUNDS_A_SWEEP;
  const sweptAt = Number((await records.cursors.get(CURSORS.sitoo.sweptAt)) ?? '0');
  if (Date.now() - sweptAt < everyMs) return [];
  await records.cursors.set(CURSORS.sitoo.sweptAt, String(Date.now()));
  const [atStores, waiting] = await Promise.all([
    records.orders.openFulfilments('sitoo', { limit: OPEN_FULFILMENTS }),
    records.orders.openOrders('sitoo', { limit: OPEN_FULFILMENTS }),
  ]);
  return [...atStores.map(storeOrderOf), ...waiting.map(tillOrderNumber)];
}

/** Reports to web orders how their fulfilments in stores progress. */
async function notifyOfProgress({ sitoo, notifier }: Needs, round: SitooRound): Promise<void> {
  const delivered = new Set(namedOrders(round.events.list.filter((e) => e.kind === 'delivery')));
  const progressed: OrderProgress[] = [];
  for (const order of round.orders) {
    checkpoint();
    const name = order.externalId ? readFulfilmentName(order.externalId) : undefined;
    if (!name) continue;
    // Deliveries cost a call each: they are read when something left, or an event says that something may have.
    const mayHaveLeft = isSentHome(order) && (delivered.has(order.orderId) || order.state === 'closed');
    const deliveries = mayHaveLeft ? await sitoo.deliveries(order.orderId) : [];
    const progress = storeProgress(name.fulfilment, order, deliveries);
    if (progress.stage !== 'open') progressed.push({ origin: name.origin, number: name.orderNumber, progress });
  }
  round.notified += (await notifier.sendProgress(progressed)).notified;
}

/** Starts or notifies the till orders whose goods the warehouse sends. */
async function notifyOfReadings({ brand, reader, notifier }: Needs, round: SitooRound): Promise<void> {
  const readings = await reader.posReadings(forWarehouse({ brand }, round), round.readAt);
  const sent = await notifier.sendReadings('sitoo', [...readings, ...round.unreadable.readings]);
  round.started += sent.started;
  round.notified += sent.notified;
}

/** Records what till orders allocate in warehouses. */
async function recordUnits({ brand, stock }: Needs, round: SitooRound): Promise<void> {
  const units = forWarehouse({ brand }, round).flatMap((order) => {
    const location = locationsOf(brand).bySitoo(order.warehouseId);
    return location ? [unitsOfTillOrder(order, location.id, round.readAt)] : [];
  });
  if (units.length > 0) await stock.recorder.record({ orders: units });
}

const forWarehouse = ({ brand }: Pick<Needs, 'brand'>, { orders, readAt }: SitooRound): PosOrder[] =>
  orders.filter((order) => isForWarehouse(order, brand) && order.orderDate * 1000 > readAt - OLDEST_SALE_MS);

async function startReturns({ returns }: Needs, round: SitooRound): Promise<void> {
  // What an installation finds in its first rounds was taken back before it began.
  if (!round.moreNewOrders) await returns.begin(round.newest);
  round.started += await returns.ofOrders(round.orders);
}

const mirrorShippedOrders = ({ shippedOrders }: Needs): Promise<void> => shippedOrders.mirrorShippedOrders();

async function moveCursor({ records }: Needs, { newest, cursor }: SitooRound): Promise<void> {
  if (newest !== undefined && newest !== cursor) await records.cursors.set(CURSORS.sitoo.orders, newest);
}
