import { readFulfilmentName } from '../../domain/names.js';
import { isProgress, warehouseProgress } from '../../domain/order/fulfilment-progress.js';
import type { OrderRef } from '../../domain/order/order-ref.js';
import type { WarehouseOrder } from '../../domain/order/warehouse-order.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import type { StockPool } from '../stock/index.js';
import { CURSORS } from './cursors.js';
import { type CollectedEvents, collectEvents } from './hints.js';
import type { OrderNotifier, OrderProgress } from './notify-orders.js';
import { type Changes, inSteps, newRound, type Round } from './round.js';
import { nextWindow, type ReadingWindow } from './window.js';

/** The WMS's clock stamps the changes and writes are processed a little later, so windows overlap. */
const OVERLAP_MS = 2_000;
const ORDERS_AT_ONCE = 1_000;

interface Needs extends Pick<Dependencies, 'wms' | 'records'> {
  readonly notifier: Pick<OrderNotifier, 'sendProgress'>;
  readonly stock: Pick<StockPool, 'ingestLevels'>;
}

interface WarehouseReading {
  /** Numbered before the read, so that stock knows which of two readings is newer. */
  readonly reading: number;
  readonly orders: readonly WarehouseOrder[];
}

interface WarehouseRound extends Round {
  readonly events: CollectedEvents;
  readonly window: ReadingWindow;
  readonly first: WarehouseReading;
  readonly readAgain: () => Promise<WarehouseReading>;
}

/** Follows the warehouse's orders by the time their status changed; a back order counts for the fulfilment it belongs to. */
export function followWarehouse(needs: Needs): () => Promise<Changes> {
  return inSteps(needs, begin, [
    notifyOfProgress,
    ingestLevels,
    // Orders behind the cursor are not read again, so it moves when all is done that they call for.
    moveCursor,
    // They name nothing that is read by itself: what they are about has been read.
    markEvents,
  ]);
}

async function begin(needs: Needs): Promise<WarehouseRound> {
  const { records } = needs;
  const events = await collectEvents(records.inbox, 'wms');
  const cursor = await records.cursors.get(CURSORS.wms.statuses);
  const round = newRound();
  const { lookedBackAt } = CURSORS.wms;
  const window = await nextWindow(records.cursors, { cursor, lookedBackAt, overlapMs: OVERLAP_MS });
  const readAgain = async (): Promise<WarehouseReading> => ({
    reading: await records.stockLedger.nextReading(),
    orders: await readAll(needs, window.from),
  });
  return { ...round, events, window, first: await readAgain(), readAgain, more: events.more };
}

/** The list comes by id, not by time, so the cursor moves only when all of it has been read. */
async function readAll({ wms }: Needs, from: string): Promise<WarehouseOrder[]> {
  const orders: WarehouseOrder[] = [];
  for (;;) {
    checkpoint();
    const some = await wms.ordersChangedSince(from, ORDERS_AT_ONCE, orders.at(-1)?.ref);
    orders.push(...some);
    if (some.length < ORDERS_AT_ONCE) return orders;
  }
}

async function notifyOfProgress(needs: Needs, round: WarehouseRound): Promise<void> {
  const progressed: OrderProgress[] = [];
  for (const order of round.first.orders) {
    checkpoint();
    if (!isProgress(order)) continue;
    const found = await fulfilmentOf(needs, order);
    if (found) progressed.push({ ...found.order, progress: warehouseProgress(found.fulfilment, order) });
  }
  round.notified += (await needs.notifier.sendProgress(progressed)).notified;
}

async function fulfilmentOf(
  { records }: Needs,
  order: WarehouseOrder,
): Promise<{ order: OrderRef; fulfilment: number } | undefined> {
  const name = readFulfilmentName(order.name);
  if (name) return { order: { origin: name.origin, number: name.orderNumber }, fulfilment: name.fulfilment };
  if (!order.backOrderForRef) return undefined;
  const row = await records.orders.fulfilmentByRef('wms', order.backOrderForRef);
  return row && { order: { origin: row.origin, number: row.orderNumber }, fulfilment: row.fulfilment };
}

const ingestLevels = ({ stock }: Needs, { first, readAgain }: WarehouseRound): Promise<void> =>
  stock.ingestLevels(first, readAgain);

/** By the clock of the WMS, which is known only after it has answered. */
async function moveCursor({ records, wms }: Needs, { beganAt, window }: WarehouseRound): Promise<void> {
  await records.cursors.set(CURSORS.wms.statuses, new Date(beganAt + (wms.clockSkewMs() ?? 0)).toISOString());
  await window.done();
}

const markEvents = (_: Needs, { events }: WarehouseRound): Promise<void> => events.done();
