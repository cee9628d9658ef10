import type { CentraOrderNumber } from '../../domain/ids.js';
import { isOurs } from '../../domain/order/our-orders.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { SystemProblem } from '../../systems/problem.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import type { OrderReader, UnreadableOrders } from '../orders/read-order.js';
import type { ShippedOrderMirror } from '../returns/mirror-shipped-orders.js';
import type { StockPool } from '../stock/index.js';
import { webOrderUnits } from '../stock/ingest/web-order-units.js';
import { atMostEvery } from './at-most-every.js';
import { backlogOf } from './backlog.js';
import { CURSORS } from './cursors.js';
import { actOnHints, type CollectedEvents, collectEvents } from './hints.js';
import { isolating } from './isolate.js';
import type { OrderNotifier } from './notify-orders.js';
import { readOrdersOfOthers } from './orders-of-others.js';
import { addSent, type Changes, inSteps, isOver, newRound, type Round } from './round.js';
import { nextWindow } from './window.js';

/** `updatedAt` has whole seconds, and clocks are known to a second at best. */
const OVERLAP_MS = 3_000;
/** Pages of the backlog that a round reads after the newest one: a backlog delays no newer change by more than this. */
const BACKLOG_PAGES = 10;
/** So many changes a busy minute can bring; what goes beyond them is an old backlog, which waits for calls of others. */
const BUSY_ROWS = 1_000;
const QUOTA_EVERY_MS = 60_000;

interface Needs extends Pick<Dependencies, 'brand' | 'centra' | 'records' | 'log'> {
  readonly reader: Pick<OrderReader, 'webReadings' | 'collectUnreadable'>;
  readonly notifier: Pick<OrderNotifier, 'sendReadings'>;
  readonly stock: Pick<StockPool, 'recorder' | 'detectExternalChanges' | 'compareUnplaced'>;
  readonly shippedOrders: Pick<ShippedOrderMirror, 'recordShipped'>;
  /** Wakes the product sync when the events queue names a product. */
  readonly relayProductEvents: () => Promise<void>;
}

interface CentraRound extends Round {
  readonly events: CollectedEvents;
  /** Orders that this round has read. */
  readonly shown: Set<CentraOrderNumber>;
}

/** Orders from one read. */
interface OrdersRead {
  readonly orders: readonly WebOrder[];
  /** Before the read, epoch ms: what was read may be newer, never older. */
  readonly readAt: number;
  readonly unreadable: UnreadableOrders<'centra'>;
}

/** Follows the web shop's orders by their change time. Events only wake it: a lost event costs delay, never an order. */
export function followCentra(needs: Needs): () => Promise<Changes> {
  // Other programs use the same quota, so what is left of it is read now and then; that read counts as a request.
  const readQuota = atMostEvery(QUOTA_EVERY_MS, () => needs.centra.rateLimits());
  return inSteps(needs, begin, [
    readQuota,
    readNewChanges,
    readNamedOrders,
    readBacklog,
    detectExternalStockChanges,
    relayProductEvents,
    readOrdersOfOthers,
    compareUnplaced,
    noteBeginning,
  ]);
}

async function begin({ records }: Needs): Promise<CentraRound> {
  return { ...newRound(), shown: new Set(), events: await collectEvents(records.inbox, 'centra') };
}

/**
 * What changed since the cursor, its newest page. The cursor moves when all is done that the page calls for; further pages
 * are backlog, of which each page is read once, whatever happens to the round.
 */
async function readNewChanges(needs: Needs, round: CentraRound): Promise<void> {
  const { centra, records } = needs;
  const cursor = await records.cursors.get(CURSORS.centra.orders);
  const { lookedBackAt } = CURSORS.centra;
  const window = await nextWindow(records.cursors, { cursor, lookedBackAt, overlapMs: OVERLAP_MS });
  const beganAt = Date.now();
  const { orders, next } = await readPage(needs, round, { from: window.from, start: 0, lane: 'orders' });
  const before = cursor === undefined ? 0 : Date.parse(cursor);
  // What changed before the first page was read lies on one of the pages. What changes in the meantime may not, though
  // newer changes are seen.
  const readUpTo =
    next === undefined
      ? Math.max(before, ...orders.map((order) => Date.parse(order.updatedAt)))
      : Math.max(before, beganAt + (centra.clockSkewMs() ?? 0));
  if (next !== undefined)
    await backlogOf(records.cursors, CURSORS.centra.backlog).add({ from: window.from, at: String(next) });
  if (readUpTo > 0) await records.cursors.set(CURSORS.centra.orders, new Date(readUpTo).toISOString());
  await window.done();
}

/** An order that an event names and the changes do not show is read by its number: its change came in late. */
const readNamedOrders = (needs: Needs, round: CentraRound): Promise<void> =>
  actOnHints<CentraOrderNumber>(round, {
    inbox: needs.records.inbox,
    events: round.events,
    namesOne: ({ kind }) => kind.startsWith('order'),
    act: async (numbers) => {
      const missed = numbers.filter((number) => !round.shown.has(number));
      if (missed.length === 0) return;
      const [readAt, unreadable] = [Date.now(), needs.reader.collectUnreadable('centra')];
      const orders = await needs.centra.orders(missed, 'orders', unreadable.note);
      await handle(needs, round, { orders, readAt, unreadable });
    },
  });

async function readBacklog(needs: Needs, round: CentraRound): Promise<void> {
  const backlog = backlogOf(needs.records.cursors, CURSORS.centra.backlog);
  for (let pages = 0; ; pages += 1) {
    checkpoint();
    const stretch = await backlog.next();
    if (!stretch) return;
    round.more = true;
    if (pages >= BACKLOG_PAGES || isOver(round)) return;
    try {
      const start = Number(stretch.at);
      const lane = start >= BUSY_ROWS ? 'bulk' : 'orders';
      const { next } = await readPage(needs, round, { from: stretch.from, start, lane });
      await backlog.handled(stretch, next === undefined ? undefined : String(next));
      if (next === undefined && (await backlog.next()) === undefined) round.more = round.events.more;
    } catch (err) {
      // The lowest lane has no turn now: whatever is more urgent goes first.
      if (err instanceof SystemProblem && err.kind === 'throttled') return;
      throw err;
    }
  }
}

async function readPage(
  needs: Needs,
  round: CentraRound,
  wanted: { readonly from: string; readonly start: number; readonly lane: 'orders' | 'bulk' },
) {
  const [readAt, unreadable] = [Date.now(), needs.reader.collectUnreadable('centra')];
  const read = await needs.centra.changedOrders(wanted, unreadable.note);
  await handle(needs, round, { orders: read.orders, readAt, unreadable });
  return read;
}

/** Does what orders call for. One that nothing can be done with becomes a case of its own, and holds up no other. */
async function handle(needs: Needs, round: CentraRound, { orders, readAt, unreadable }: OrdersRead): Promise<void> {
  await isolating(
    orders,
    async (some) => {
      const ours = some.filter((order) => isOurs(order, needs.brand));
      await notify(needs, round, await needs.reader.webReadings(ours, readAt));
      await recordUnits(needs, { orders: some, readAt });
      await needs.shippedOrders.recordShipped(ours);
    },
    async ({ number }, sentence) => unreadable.note({ number, sentence }),
  );
  await notify(needs, round, unreadable.readings);
  for (const { number } of orders) round.shown.add(number);
}

const notify = async (
  { notifier }: Needs,
  round: CentraRound,
  readings: Parameters<OrderNotifier['sendReadings']>[1],
): Promise<void> => addSent(round, await notifier.sendReadings('centra', readings));

/** Records what the orders allocate at which location, and what Centra has deducted there as shipped. */
async function recordUnits(needs: Needs, { orders, readAt }: Pick<OrdersRead, 'orders' | 'readAt'>): Promise<void> {
  const units = await webOrderUnits(needs, orders, readAt);
  if (units.length > 0) await needs.stock.recorder.record({ orders: units });
}

const detectExternalStockChanges = ({ stock }: Needs): Promise<void> => stock.detectExternalChanges();

const compareUnplaced = ({ stock }: Needs): Promise<void> => stock.compareUnplaced();

const relayProductEvents = (needs: Needs): Promise<void> => needs.relayProductEvents();

/** Whoever waits until everything is read that has happened up to now waits for the backlog too. */
async function noteBeginning({ records }: Needs, { beganAt }: CentraRound): Promise<void> {
  const { backlog, othersBacklog } = CURSORS.centra;
  if ((await backlogOf(records.cursors, backlog).next()) !== undefined) return;
  if ((await backlogOf(records.cursors, othersBacklog).next()) !== undefined) return;
  await records.cursors.set(CURSORS.centra.roundBegan, String(beganAt));
}
