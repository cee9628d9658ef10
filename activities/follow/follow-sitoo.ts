import { scaled } from '../../domain/brand.js';
import { parseId, type SitooOrderId } from '../../domain/ids.js';
import { readFulfilmentName } from '../../domain/names.js';
import { concernsUs } from '../../domain/order/facts-from-till.js';
import type { ReportedProgress } from '../../domain/order/fulfilment.js';
import { hasBegun, isSentHome, storeProgress } from '../../domain/order/fulfilment-progress.js';
import { tillOrderNumber } from '../../domain/order/order-ref.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import { unitsOfTillOrder } from '../../domain/stock/units-of-orders.js';
import type { UnreadableOrder } from '../../systems/sitoo/port.js';
import type { OrderReading } from '../../workflows/messages.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import type { OrderReader, UnreadableOrders } from '../orders/read-order.js';
import type { ReturnStarter } from '../returns/start-returns.js';
import type { StockPool } from '../stock/index.js';
import { atMostEvery } from './at-most-every.js';
import { CURSORS } from './cursors.js';
import { actOnHints, type CollectedEvents, collectEvents } from './hints.js';
import { isolating } from './isolate.js';
import type { OrderNotifier, OrderProgress } from './notify-orders.js';
import { addSent, type Changes, inSteps, isOver, newRound, type Round } from './round.js';
import { nextSweepPiece } from './sweep-open-orders.js';

const ORDERS_A_PAGE = 100;
const PAGES_AT_ONCE = 20;
/** Pieces of the sweep in one round: the rest waits for the next, so that a sweep delays nothing that is new. */
const SWEEP_PIECES = 5;
/** The first round of an installation reads all orders there are; nobody delivers a sale that is older than this. */
const OLDEST_SALE_MS = 60 * 86_400_000;
/** Goods that travel have days to arrive. */
const TRANSFERS_EVERY_MS = 3_600_000;
/** Events that name an order of the tills; the others name a warehouse, or nothing. */
const KINDS_OF_ORDERS: ReadonlySet<string> = new Set(['order', 'delivery', 'booking']);

interface Needs extends Pick<Dependencies, 'brand' | 'sitoo' | 'records' | 'log'> {
  readonly reader: Pick<OrderReader, 'posReadings' | 'collectUnreadable'>;
  readonly notifier: OrderNotifier;
  readonly stock: Pick<StockPool, 'recorder' | 'deliveries' | 'raiseLateTransfers'>;
  readonly returns: Pick<ReturnStarter, 'begin' | 'ofOrders'>;
}

interface SitooRound extends Round {
  readonly events: CollectedEvents;
  /** Orders that this round has read. */
  readonly shown: Set<SitooOrderId>;
}

/** Orders from one read. */
interface OrdersRead {
  readonly orders: readonly PosOrder[];
  /** Before the read, epoch ms: what was read may be newer, never older. */
  readonly readAt: number;
  readonly unreadable: UnreadableOrders<'sitoo'>;
  /** They are read again in case an event was lost. */
  readonly areSwept?: boolean;
}

/**
 * Follows the orders of the tills: new ones by their growing id (the date is the time of the sale, which an offline till
 * uploads later), changes of older ones by the events that name them, and, because Sitoo has no list of changed orders, by
 * reading all open ones again now and then. What tills sell is followed apart from that.
 */
export function followSitoo(needs: Needs): () => Promise<Changes> {
  const askAboutTransfers = atMostEvery(scaled(needs.brand, TRANSFERS_EVERY_MS), () =>
    needs.stock.raiseLateTransfers(),
  );
  return inSteps(needs, begin, [readNewOrders, readNamedOrders, sweep, askAboutTransfers]);
}

async function begin({ records }: Needs): Promise<SitooRound> {
  return { ...newRound(), shown: new Set(), events: await collectEvents(records.inbox, 'sitoo') };
}

/** Orders behind the cursor are not read again, so it moves with each page, when all is done that the page calls for. */
async function readNewOrders(needs: Needs, round: SitooRound): Promise<void> {
  const { sitoo, records, returns } = needs;
  let newest = parseId<SitooOrderId>(await records.cursors.get(CURSORS.sitoo.orders));
  for (let page = 0; page < PAGES_AT_ONCE && !isOver(round); page += 1) {
    checkpoint();
    const [readAt, unreadable] = beforeRead(needs);
    const { orders, last, more } = await sitoo.ordersAfter(newest, ORDERS_A_PAGE, noteIn(unreadable));
    await handle(needs, round, { orders, readAt, unreadable });
    newest = last ?? newest;
    // What an installation finds in its first rounds was taken back before it began.
    if (!more) await returns.begin(newest);
    if (last !== undefined) await records.cursors.set(CURSORS.sitoo.orders, last);
    if (!more) return;
  }
  round.more = true;
}

/** Reads older orders that an event names. */
const readNamedOrders = (needs: Needs, round: SitooRound): Promise<void> =>
  actOnHints<SitooOrderId>(round, {
    inbox: needs.records.inbox,
    events: round.events,
    namesOne: ({ kind }) => KINDS_OF_ORDERS.has(kind),
    act: async (ids) => {
      const missed = ids.filter((id) => !round.shown.has(id));
      if (missed.length === 0) return;
      const [readAt, unreadable] = beforeRead(needs);
      const orders = await needs.sitoo.orders(missed, 'orders', noteIn(unreadable));
      await handle(needs, round, { orders, readAt, unreadable });
    },
  });

/** Reads open fulfilments and waiting till orders again, a few pieces in each round. */
async function sweep(needs: Needs, round: SitooRound): Promise<void> {
  for (let pieces = 0; pieces < SWEEP_PIECES && !isOver(round); pieces += 1) {
    checkpoint();
    const piece = await nextSweepPiece(needs);
    if (!piece) return;
    await isolating(
      piece.ids.filter((id) => !round.shown.has(id)),
      async (ids) => {
        const [readAt, unreadable] = beforeRead(needs);
        const orders = await needs.sitoo.orders(ids, 'orders', noteIn(unreadable));
        await handle(needs, round, { orders, readAt, unreadable, areSwept: true });
      },
      // Its own promise asks a person; here it only must not keep the others from being read.
      async (orderId, why) => needs.log.warn({ orderId, why }, 'an open order of the tills could not be read again'),
    );
    await piece.done();
  }
}

const beforeRead = ({ reader }: Needs) => [Date.now(), reader.collectUnreadable('sitoo')] as const;

const noteIn =
  (unreadable: UnreadableOrders<'sitoo'>): UnreadableOrder =>
  ({ orderId, sentence }) =>
    unreadable.note({ number: orderId, sentence });

/** Does what orders call for. One that nothing can be done with becomes a case of its own, and holds up no other. */
async function handle(needs: Needs, round: SitooRound, read: OrdersRead): Promise<void> {
  await isolating(
    read.orders,
    async (orders) => {
      const some = { ...read, orders };
      await notifyOfProgress(needs, round, some);
      const ours = ofOurs(needs, some);
      const readings = await readingsOf(needs, round, { ...read, orders: ours });
      await notify(needs, round, readings);
      await recordUnits(needs, ours, readings);
      round.started += await needs.returns.ofOrders(orders);
    },
    async ({ orderId }, sentence) => noteIn(read.unreadable)({ orderId, sentence }),
  );
  await notify(needs, round, read.unreadable.readings);
  for (const { orderId } of read.orders) round.shown.add(orderId);
}

/**
 * What orders show. What this process remembers of their deliveries may be older than what another has told the order: one that
 * seems to have changed is read with its deliveries as they are now.
 */
async function readingsOf(
  { reader, records }: Pick<Needs, 'reader' | 'records'>,
  round: SitooRound,
  { orders, readAt, areSwept = false }: Pick<OrdersRead, 'orders' | 'readAt' | 'areSwept'>,
): Promise<readonly OrderReading[]> {
  const named = delivered(round);
  const readings = await reader.posReadings(orders, readAt, {
    readDeliveries: { named, ofWhole: areSwept },
  });
  if (readings.length === 0) return readings;
  const numbers = readings.map(({ facts }) => tillOrderNumber(facts));
  const sent = await records.orders.revisionsSent('sitoo', numbers);
  const hasChanged = ({ facts: { number, revision } }: OrderReading): boolean =>
    sent.has(number) && sent.get(number) !== revision;
  const changed = new Set(readings.filter(hasChanged).map(({ facts }) => tillOrderNumber(facts)));
  const doubtful = orders.filter(({ orderId }) => changed.has(orderId) && !named.has(orderId));
  const again = await reader.posReadings(doubtful, readAt, { readDeliveries: { named: changed } });
  const asTheyAre = new Map(again.map((reading) => [reading.facts.number, reading]));
  return readings.map((reading) => asTheyAre.get(reading.facts.number) ?? reading);
}

/** Reports to web orders how their fulfilments in stores progress. */
async function notifyOfProgress(
  needs: Needs,
  round: SitooRound,
  { orders, areSwept = false }: Pick<OrdersRead, 'orders' | 'areSwept'>,
): Promise<void> {
  const named = delivered(round);
  const progressed: OrderProgress[] = [];
  for (const order of orders) {
    checkpoint();
    const name = order.externalId ? readFulfilmentName(order.externalId) : undefined;
    if (!name) continue;
    const { origin, orderNumber: number, fulfilment } = name;
    const isNamed = named.has(order.orderId);
    const progress = await progressOf(needs, order, { fulfilment, isNamed, areSwept });
    if (progress) progressed.push({ origin, number, progress });
  }
  round.notified += (await needs.notifier.sendProgress(progressed)).notified;
}

/** What an order shows of its fulfilment; nothing before somebody has begun with it, or when it is not known what has left. */
async function progressOf(
  { stock, records }: Needs,
  order: PosOrder,
  { fulfilment, isNamed, areSwept }: { fulfilment: number; isNamed: boolean; areSwept: boolean },
): Promise<ReportedProgress | undefined> {
  const { orderId, state, externalId } = order;
  const isClosed = state === 'closed';
  // The sweep reads those alone of which not all has left; its many orders are not looked up one by one.
  const mustAsk = externalId !== undefined && !isClosed && !areSwept;
  const recorded = mustAsk ? (await records.orders.fulfilmentByName('sitoo', externalId))?.stage : undefined;
  // Deliveries cost a call each: they are read when something left, or an event says that something may have. Where all is
  // recorded to have left, an order without them would seem to have taken it back.
  const isRead = isClosed || isNamed || recorded === 'sent';
  const { closed, open } = stock.deliveries;
  const deliveries = isRead && isSentHome(order) ? await (isClosed ? closed : open)(orderId) : [];
  const progress = storeProgress(fulfilment, order, deliveries);
  const isTakenBack = isRead && hasBegun(recorded);
  return progress.stage === 'open' && !isTakenBack ? undefined : progress;
}

/** Starts or notifies the till orders whose goods the warehouse sends. */
const notify = async (
  { notifier }: Needs,
  round: SitooRound,
  readings: Parameters<OrderNotifier['sendReadings']>[1],
): Promise<void> => addSent(round, await notifier.sendReadings('sitoo', readings));

/** Records what till orders allocate in warehouses. */
async function recordUnits(
  needs: Needs,
  orders: readonly PosOrder[],
  readings: readonly OrderReading[],
): Promise<void> {
  const placedAt = new Map(orders.map(({ orderId, orderDate }) => [orderId, orderDate * 1_000]));
  const units = readings.map(({ facts }) => unitsOfTillOrder(facts, placedAt.get(tillOrderNumber(facts)) ?? 0));
  if (units.length > 0) await needs.stock.recorder.record({ orders: units });
}

/** Orders of which an event of this round says that something may have left. */
const delivered = (round: SitooRound): ReadonlySet<SitooOrderId> =>
  new Set(round.events.list.flatMap((e) => (e.kind === 'delivery' ? (parseId<SitooOrderId>(e.subject) ?? []) : [])));

const ofOurs = ({ brand }: Pick<Needs, 'brand'>, { orders, readAt }: Pick<OrdersRead, 'orders' | 'readAt'>) =>
  orders.filter((order) => concernsUs(order, brand) && order.orderDate * 1000 > readAt - OLDEST_SALE_MS);
