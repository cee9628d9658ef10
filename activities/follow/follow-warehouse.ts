import { scaled } from '../../domain/brand.js';
import { isProgress, warehouseProgress } from '../../domain/order/fulfilment-progress.js';
import type { WarehouseOrder } from '../../domain/order/warehouse-order.js';
import type { PositionKey } from '../../domain/stock/position.js';
import type { WarehouseKey } from '../../domain/warehouse-systems.js';
import { type PageCursor, pageCursor } from '../../systems/warehouse-page.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import type { ReturnStarter } from '../returns/start-returns.js';
import type { StockPool } from '../stock/index.js';
import type { OwnedOrder } from '../stock/ingest/read-picks.js';
import { backlogOf } from './backlog.js';
import { warehouseCursors } from './cursors.js';
import { type CollectedEvents, collectEvents } from './hints.js';
import type { OrderNotifier, OrderProgress } from './notify-orders.js';
import { type Changes, inSteps, isOver, newRound, oneAfterAnother, type Round, type Step } from './round.js';
import { type Owner, ordersOfOthers, ownerFinder } from './warehouse-owner.js';
import { nextWindow } from './window.js';

/** The WMS's clock stamps the changes and writes are processed a little later, so windows overlap. */
const OVERLAP_MS = 2_000;
/** Orders that are read, handled and let go of together. */
export const ORDERS_AT_ONCE = 1_000;
/** Pages of the backlog that a round reads after the newest one: a backlog delays no newer change by more than this. */
export const BACKLOG_PAGES = 10;
/**
 * Returns by post are looked for at most this often: they have a list of their own, nobody waits for one within seconds, and a
 * busy warehouse has a round every few seconds.
 */
const RETURNS_EVERY_MS = 30_000;
/** How far back orders are read once more while levels are compared with picks: as late as a change may show. */
const READ_AGAIN_MS = 5 * 60_000;

/** The kind of an event that stands for a file. */
const HANDED_OVER = 'file';
/** More than people ever leave open. */
const REFUSED_AT_ONCE = 10_000;

/** A warehouse system with a name sends none: it is read every so often. */
const NO_EVENTS: CollectedEvents = { list: [], more: false, done: async () => {} };

interface Needs extends Pick<Dependencies, 'brand' | 'wms' | 'records' | 'temporal'> {
  readonly notifier: Pick<OrderNotifier, 'sendProgress'>;
  readonly stock: ReturnType<StockPool['ofWarehouse']>;
  readonly returns: Pick<ReturnStarter, 'ofParcels'>;
  /** Which warehouse system it follows. */
  readonly key?: WarehouseKey;
}

type Known = Needs & {
  readonly cursors: ReturnType<typeof warehouseCursors>;
  readonly ownerOf: ReturnType<typeof ownerFinder>;
  readonly ofOthers: ReturnType<typeof ordersOfOthers>;
};

interface WarehouseRound extends Round {
  readonly events: CollectedEvents;
  /** ISO, by the clock of the WMS: from where this round has read changes. */
  from: string;
}

/** Where a page of changed orders begins. */
interface PageStart {
  /** ISO, by the clock of the WMS. */
  readonly from: string;
  /** Left out for the first. */
  readonly at?: PageCursor | undefined;
}

/**
 * Follows the warehouse's orders by the time their status changed, a page at a time; a back order counts for the fulfilment it
 * belongs to. Stock comes last: what a pick explains of it must be known before.
 */
export function followWarehouse(dependencies: Needs): () => Promise<Changes> {
  const cursors = warehouseCursors(dependencies.key ?? 'wms');
  const needs = {
    ...dependencies,
    cursors,
    ownerOf: ownerFinder(dependencies),
    ofOthers: ordersOfOthers(dependencies),
  };
  const returns = returnsReader(scaled(dependencies.brand, RETURNS_EVERY_MS));
  return inSteps(needs, begin, [
    whateverComes([readNewChanges, readBacklog, returns, ingestLevels], setAsideWhatIsNotUnderstood),
    // They name nothing that is read by itself: what they are about has been read.
    markEvents,
  ]);
}

/**
 * Takes a last step also when an earlier one throws: people must hear of what the warehouse handed over above all when nothing can go
 * on without it, such as a first count that nobody could understand. What the earlier step threw ends the round all the same.
 */
function whateverComes(
  steps: readonly Step<Known, WarehouseRound>[],
  last: Step<Known, WarehouseRound>,
): Step<Known, WarehouseRound> {
  const all = oneAfterAnother(steps);
  return async (needs, round) => {
    try {
      await all(needs, round);
    } catch (problem) {
      // Of the two, the first is the one to hear of; the next round tries the second again.
      await last(needs, round).catch(() => {});
      throw problem;
    }
    await last(needs, round);
  };
}

async function begin({ records, key = 'wms' }: Known): Promise<WarehouseRound> {
  const events = key === 'wms' ? await collectEvents(records.inbox, key) : NO_EVENTS;
  return { ...newRound(), events, from: '', more: events.more };
}

/** The first page of what changed since the cursor. Further pages are backlog, of which each is read once, whatever happens to the round. */
async function readNewChanges(needs: Known, round: WarehouseRound): Promise<void> {
  const { records, wms, cursors } = needs;
  const { lookedBackAt, statuses } = cursors;
  const cursor = await records.cursors.get(statuses);
  const window = await nextWindow(records.cursors, { cursor, lookedBackAt, overlapMs: OVERLAP_MS });
  round.from = window.from;
  const { next } = await readPage(needs, round, { from: window.from });
  if (next !== undefined) await backlogOf(records.cursors, cursors.backlog).add({ from: window.from, at: next });
  // By the clock of the WMS, which is known only after it has answered.
  await records.cursors.set(statuses, new Date(round.beganAt + (wms.clockSkewMs() ?? 0)).toISOString());
  await window.done();
}

const readBacklog = async (needs: Known, round: WarehouseRound): Promise<void> =>
  readOn(round, backlogOf(needs.records.cursors, needs.cursors.backlog), {
    atMost: BACKLOG_PAGES,
    read: async (start) => (await readPage(needs, round, start)).next,
  });

/** Reads what earlier pages left, a page at a time, until there is no more or the round has done enough. `read` answers like {@link readPage}. */
async function readOn(
  round: WarehouseRound,
  backlog: ReturnType<typeof backlogOf>,
  { atMost, read }: { atMost: number; read: (start: PageStart) => Promise<PageCursor | undefined> },
): Promise<void> {
  for (let pages = 0; ; pages += 1) {
    checkpoint();
    const stretch = await backlog.next();
    if (!stretch) return;
    if (pages >= atMost || isOver(round)) {
      round.more = true;
      return;
    }
    const { from, at } = stretch;
    await backlog.handled(stretch, await read({ from, at: pageCursor(at) }));
  }
}

/** Reads a page of changed orders, and does what they call for. @returns where the page after it begins */
async function readPage(
  needs: Known,
  round: WarehouseRound,
  start: PageStart,
): Promise<{ next: PageCursor | undefined }> {
  const { orders, next } = await readAndRecordPicks(needs, start);
  await notifyOfProgress(needs, round, orders);
  return { next };
}

/** The reading is numbered before it, so that stock knows which of two readings is newer. */
async function readAndRecordPicks({ wms, records, stock, ownerOf, ofOthers }: Known, { from, at }: PageStart) {
  const reading = await records.stockLedger.nextReading();
  const { rows: orders, next } = await wms.ordersChangedSince(from, ORDERS_AT_ONCE, at);
  const known = await ofOthers(orders);
  const owned: (OwnedOrder & { readonly shown: WarehouseOrder; readonly owner: Owner | undefined })[] = [];
  for (const shown of orders) {
    checkpoint();
    owned.push({ shown, owner: await ownerOf(shown), ofOthers: known.get(shown.ref) });
  }
  const picked = await stock.recordPicks({ reading, orders: owned });
  return { orders: owned, picked, next };
}

async function notifyOfProgress(
  { notifier }: Known,
  round: WarehouseRound,
  orders: Awaited<ReturnType<typeof readAndRecordPicks>>['orders'],
): Promise<void> {
  const progressed = orders.flatMap(({ shown, owner }): OrderProgress[] =>
    owner && isProgress(shown, owner.stage)
      ? [{ ...owner.order, progress: warehouseProgress(owner.fulfilment, shown) }]
      : [],
  );
  round.notified += (await notifier.sendProgress(progressed)).notified;
}

/** Reads the returns by post now and then. What a round leaves of them the next one reads. */
function returnsReader(everyMs: number) {
  let readAt = 0;
  return async (needs: Known, round: WarehouseRound): Promise<void> => {
    if (Date.now() - readAt < everyMs) return;
    await readReturns(needs, round);
    if (!round.more) readAt = Date.now();
  };
}

/** Orders of which goods came back by post. What came back of an order before Onepool began was settled by others. */
async function readReturns(needs: Known, round: WarehouseRound): Promise<void> {
  const { records, wms, returns } = needs;
  const { returns: name, returnsBacklog, returnsLookedBackAt: lookedBackAt } = needs.cursors;
  const readUpTo = new Date(round.beganAt + (wms.clockSkewMs() ?? 0)).toISOString();
  const cursor = await records.cursors.get(name);
  if (cursor === undefined) {
    // There is nothing further back to look for either.
    await records.cursors.set(lookedBackAt, String(round.beganAt));
    return records.cursors.set(name, readUpTo);
  }
  const window = await nextWindow(records.cursors, { cursor, lookedBackAt, overlapMs: OVERLAP_MS });
  const backlog = backlogOf(records.cursors, returnsBacklog);
  const next = await recordReturns(needs, { from: window.from });
  if (next !== undefined) await backlog.add({ from: window.from, at: next });
  await records.cursors.set(name, readUpTo);
  await window.done();
  await readOn(round, backlog, { atMost: Number.POSITIVE_INFINITY, read: (start) => recordReturns(needs, start) });
  round.started += await returns.ofParcels();
}

/** @returns where the page after it begins */
async function recordReturns(needs: Known, { from, at }: PageStart): Promise<PageCursor | undefined> {
  const { rows: orders, next } = await needs.wms.ordersReturnedSince(from, ORDERS_AT_ONCE, at);
  for (const order of orders) {
    checkpoint();
    const owner = await needs.ownerOf(order);
    const lines = order.lines.flatMap(({ line, sku, returned }) => (returned ? [{ line, sku, returned }] : []));
    if (owner && lines.length > 0)
      await needs.records.returns.recordPosted({ ref: order.ref, order: owner.order, location: owner.location, lines });
  }
  return next;
}

/** Levels wait for the backlog: without the picks in it, what was picked would seem to have vanished. */
async function ingestLevels(needs: Known, round: WarehouseRound): Promise<void> {
  if ((await backlogOf(needs.records.cursors, needs.cursors.backlog).next()) !== undefined) return;
  const { more } = await needs.stock.ingestLevels({
    beganAt: round.beganAt,
    isOver: () => isOver(round),
    readPicks: () => readPicksAgain(needs, round),
  });
  if (more) round.more = true;
}

/** Reads the orders that changed lately once more. @returns the positions where something was picked since they were read last */
async function readPicksAgain(needs: Known, { from, beganAt }: WarehouseRound): Promise<PositionKey[]> {
  const lately = beganAt + (needs.wms.clockSkewMs() ?? 0) - READ_AGAIN_MS;
  const start = new Date(Math.max(Date.parse(from), lately)).toISOString();
  const positions: PositionKey[] = [];
  for (let at: PageCursor | undefined; ; ) {
    checkpoint();
    const page: Awaited<ReturnType<typeof readAndRecordPicks>> = await readAndRecordPicks(needs, {
      from: start,
      at,
    });
    positions.push(...page.picked);
    if (page.next === undefined) return positions;
    at = page.next;
  }
}

/**
 * What the warehouse handed over and nobody could understand waits in the inbox like an event of which that is so: it becomes a case.
 * Once it has come right the case is settled.
 */
async function setAsideWhatIsNotUnderstood({ wms, records }: Known): Promise<void> {
  const found = await wms.notUnderstood();
  if (found.length === 0) return;
  const events = found.flatMap(({ name, refusal, at }) =>
    refusal === undefined
      ? []
      : [
          {
            eventId: `${name} ${at}`,
            kind: HANDED_OVER,
            subject: name,
            raw: JSON.stringify({ name }),
            refused: refusal,
          },
        ],
  );
  if (events.length > 0) await records.inbox.store('wms', events);
  const corrected = new Set(found.flatMap(({ name, refusal }) => (refusal === undefined ? [name] : [])));
  if (corrected.size > 0)
    for (const { id, kind, subject } of await records.inbox.refused(REFUSED_AT_ONCE, 'wms')) {
      if (kind !== HANDED_OVER || !corrected.has(subject)) continue;
      checkpoint();
      await records.inbox.discard(id, 'it came again, and was taken');
    }
  await wms.markReported(found.map(({ name }) => name));
}

const markEvents = (_: Known, { events }: WarehouseRound): Promise<void> => events.done();
