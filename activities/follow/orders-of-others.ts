import type { Brand } from '../../domain/brand.js';
import { isOfOtherStore } from '../../domain/order/our-orders.js';
import type { OrderGoods } from '../../domain/order/web-order.js';
import type { OnUnreadable } from '../../systems/centra/port.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import type { StockPool } from '../stock/index.js';
import { unitsOfOthers } from '../stock/ingest/web-order-units.js';
import { backlogOf } from './backlog.js';
import { CURSORS } from './cursors.js';
import { isOver, type Round } from './round.js';
import { nextWindow } from './window.js';

/** As for our own orders: `updatedAt` has whole seconds, and clocks are known to a second at best. */
const OVERLAP_MS = 3_000;
/** Pages of the backlog that a round reads after the newest one. */
const BACKLOG_PAGES = 10;

interface Needs extends Pick<Dependencies, 'brand' | 'centra' | 'records' | 'log'> {
  readonly stock: Pick<StockPool, 'recorder'>;
}

/**
 * Whether others send goods from our shelves for this Centra, as far as the brand file says: it names its own store among
 * several, or orders that others place in the warehouse. Those must bear Centra's number where the star is: the goods of an
 * order that the ledger knows under two names would count twice.
 */
const hasOrdersOfOthers = ({ webOrders, warehouse }: Pick<Brand, 'webOrders' | 'warehouse'>): boolean =>
  (webOrders.store !== undefined || warehouse.ordersOfOthers.length > 0) &&
  warehouse.ordersOfOthers.every((name) => name.includes('*'));

/**
 * Reads which goods orders hold that others send: of other stores of this Centra, and of wholesale. Centra deducts them with
 * shipments of its own. The ledger must know them, or what leaves our shelves for them would be published to Centra as well.
 */
export async function readOrdersOfOthers(needs: Needs, round: Round): Promise<void> {
  if (!hasOrdersOfOthers(needs.brand)) return;
  const { cursors } = needs.records;
  const { others, othersBacklog, othersLookedBackAt: lookedBackAt } = CURSORS.centra;
  const cursor = await cursors.get(others);
  const window = await nextWindow(cursors, { cursor, lookedBackAt, overlapMs: OVERLAP_MS });
  const backlog = backlogOf(cursors, othersBacklog);
  const beganAt = Date.now();
  const { orders, next } = await readPage(needs, { from: window.from, start: 0 });
  if (next !== undefined) await backlog.add({ from: window.from, at: String(next) });
  const before = cursor === undefined ? 0 : Date.parse(cursor);
  const readUpTo =
    next === undefined
      ? Math.max(before, ...orders.map(({ updatedAt }) => Date.parse(updatedAt)))
      : Math.max(before, beganAt + (needs.centra.clockSkewMs() ?? 0));
  if (readUpTo > 0) await cursors.set(others, new Date(readUpTo).toISOString());
  await window.done();
  await readBacklog(needs, round);
}

async function readBacklog(needs: Needs, round: Round): Promise<void> {
  const backlog = backlogOf(needs.records.cursors, CURSORS.centra.othersBacklog);
  for (let pages = 0; ; pages += 1) {
    checkpoint();
    const stretch = await backlog.next();
    if (!stretch) return;
    if (pages >= BACKLOG_PAGES || isOver(round)) {
      round.more = true;
      return;
    }
    const { next } = await readPage(needs, { from: stretch.from, start: Number(stretch.at) });
    await backlog.handled(stretch, next === undefined ? undefined : String(next));
  }
}

async function readPage(
  { brand, centra, log, stock }: Needs,
  wanted: { readonly from: string; readonly start: number },
): Promise<{ readonly orders: readonly OrderGoods[]; readonly next?: number }> {
  const readAt = Date.now();
  // Nothing is done for such an order: until it can be read its goods are put right by the comparison of levels.
  const unreadable: OnUnreadable = ({ number, sentence }) =>
    log.warn({ number, why: sentence }, 'the goods of an order could not be read');
  const read = await centra.changedGoods(wanted, unreadable);
  const units = unitsOfOthers(
    { brand },
    read.orders.filter((order) => isOfOtherStore(order, brand)),
    readAt,
  );
  if (units.length > 0) await stock.recorder.record({ orders: units });
  return read;
}
