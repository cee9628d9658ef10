import type { CentraOrderNumber, SitooOrderId } from '../../../domain/ids.js';
import { locationsOf } from '../../../domain/locations.js';
import { storeFulfilmentName } from '../../../domain/names.js';
import { isSentHome } from '../../../domain/order/fulfilment-progress.js';
import { storeOrderOf, webOrderNumber } from '../../../domain/order/order-ref.js';
import type { PosOrder } from '../../../domain/order/pos-order.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import { checkpoint } from '../../checkpoint.js';
import type { Dependencies } from '../../dependencies.js';
import { placingKey } from '../../orders/placing-key.js';
import type { StoreDeliveries } from './store-deliveries.js';

/** Fulfilments of one order that may have been placed and are not recorded yet. */
const UNRECORDED_FULFILMENTS = 2;
/**
 * Orders to be collected that are still open, asked for one page of sales. What a customer collects leaves as a whole, so
 * only one that shows as open for a moment after it was handed over is meant; hundreds of them may wait for days. Those
 * beyond are read together once more when these were asked: then the moment has passed, and what was handed over is closed.
 */
const COLLECTED_ASKED = 20;

/** Orders that are still open, asked for one page of sales before the tills' own receipts are looked at. */
const OPEN_ASKED_FIRST = 2;
/** The newest orders at the tills, among which the receipt of a sale is looked for: as many as one call brings. */
const NEWEST_ORDERS = 100;

/** A receipt can show before its delivery does. One that shows none this often is not asked again. */
const BARREN_ASKED = 2;
const BARREN_REMEMBERED = 1_000;

/** What left decides whether a till has sold a unit, which the web shop must know at once. */
const LANE = 'sales';

/** What left a store with one delivery. */
export interface SoldUnits {
  readonly deliveryId: number;
  readonly positions: readonly PositionKey[];
}

/** An order in a store's own system, which stands for a web order there. */
interface StoreOrder {
  readonly orderId: SitooOrderId;
  readonly number: CentraOrderNumber;
}

/**
 * Finds the web order behind a delivery of a store: a row of the journal names its delivery, but not its order. Only an order
 * that is unsettled for the very SKU that left can be the one. The orders are read together, and of those that have left as a
 * whole each is asked for its deliveries once; the others are asked only when that names no order yet. So many orders of one
 * SKU, sent one after the other, do not cost each other's calls. Where many are open it is the other way round: the receipt
 * of a till, asked once, tells that it took the goods, so sales do not cost a call for each order that waits.
 */
export function webDeliveries(
  { brand, sitoo, records }: Pick<Dependencies, 'brand' | 'sitoo' | 'records'>,
  deliveries: StoreDeliveries,
) {
  async function candidates(sold: readonly SoldUnits[]): Promise<StoreOrder[]> {
    const keys = sold.flatMap(({ positions }) => positions);
    const unsettled = (await records.stockLedger.unsettledOrders(keys)).filter(({ origin }) => origin === 'centra');
    const wanted = new Map(
      unsettled.map(({ location, ...order }) => {
        const number = webOrderNumber(order);
        return [`${number} ${location}`, { number, location }];
      }),
    );
    const found: StoreOrder[] = [];
    for (const { number, location } of wanted.values()) {
      checkpoint();
      for (const orderId of await storeOrdersOf(number, location)) found.push({ orderId, number });
    }
    return found;
  }

  /** Ids in Sitoo of the fulfilments of a web order at a store. */
  async function storeOrdersOf(number: CentraOrderNumber, location: string): Promise<SitooOrderId[]> {
    const fulfilments = await records.orders.fulfilments('centra', number);
    const here = fulfilments.filter((fulfilment) => fulfilment.system === 'sitoo' && fulfilment.location === location);
    if (here.length > 0) return here.map(storeOrderOf);
    // Placed by a worker that died before it could record it: found by its name.
    const placed: SitooOrderId[] = [];
    for (let fulfilment = 1; fulfilment <= fulfilments.length + UNRECORDED_FULFILMENTS; fulfilment += 1) {
      checkpoint();
      if (fulfilments.some((known) => known.fulfilment === fulfilment)) continue;
      const name = storeFulfilmentName(number, fulfilment);
      // No call has left for it: an order that only waits to be placed costs no call.
      if ((await records.intents.find(placingKey(brand.brand, name))) === undefined) continue;
      const order = await sitoo.orderByExternalId(name);
      if (order) placed.push(order.orderId);
    }
    return placed;
  }

  /** The orders as they are now, by id. One that cannot be read is left out, and asked like one from which a parcel may have left. */
  async function readTogether(orders: readonly StoreOrder[]): Promise<ReadonlyMap<SitooOrderId, PosOrder>> {
    const read = await sitoo.orders(
      orders.map(({ orderId }) => orderId),
      LANE,
      () => {},
    );
    return new Map(read.map((order) => [order.orderId, order]));
  }

  /** Receipts that showed no delivery, and how often. */
  const barren = new Map<SitooOrderId, number>();

  /** The deliveries of the tills' own receipts among the newest orders, as far as they can hold what was sold. */
  async function deliveredAtTills(sold: readonly SoldUnits[]): Promise<ReadonlySet<number>> {
    const locations = locationsOf(brand);
    const keyOf = ({ location, sku }: PositionKey): string => JSON.stringify([location, sku]);
    const wanted = new Map(sold.map((one) => [one.deliveryId, new Set(one.positions.map(keyOf))]));
    const found = new Set<number>();
    if (barren.size > BARREN_REMEMBERED) barren.clear();
    for (const order of await sitoo.newestOrders(NEWEST_ORDERS, () => {}, LANE)) {
      checkpoint();
      if (wanted.size === 0) break;
      const location = locations.bySitoo(order.warehouseId)?.id;
      // What bears a name was placed by a program, not by a till.
      if (location === undefined || order.state !== 'closed' || order.externalId !== undefined) continue;
      const holds = order.items.map(({ sku }) => keyOf({ location, sku }));
      if (![...wanted.values()].some((positions) => holds.some((key) => positions.has(key)))) continue;
      const times = barren.get(order.orderId) ?? 0;
      if (times >= BARREN_ASKED) continue;
      const left = await deliveries.closed(order.orderId, LANE);
      if (left.length === 0) barren.set(order.orderId, times + 1);
      for (const { deliveryId } of left) if (wanted.delete(deliveryId)) found.add(deliveryId);
    }
    return found;
  }

  /** By delivery, the web order it belongs to. What a till sold to a customer is left out. */
  return async (sold: readonly SoldUnits[]): Promise<ReadonlyMap<number, CentraOrderNumber>> => {
    const orderOf = new Map<number, CentraOrderNumber>();
    if (sold.length === 0) return orderOf;
    const orders = await candidates(sold);
    const note = (number: CentraOrderNumber, left: readonly { readonly deliveryId: number }[]): void => {
      for (const { deliveryId } of left) orderOf.set(deliveryId, number);
    };
    let ofTills: ReadonlySet<number> = new Set();
    const unfound = () => sold.filter(({ deliveryId }) => !orderOf.has(deliveryId) && !ofTills.has(deliveryId));
    const allFound = (): boolean => unfound().length === 0;
    const unknown = orders.filter(({ orderId, number }) => {
      const remembered = deliveries.remembered(orderId);
      note(number, remembered ?? []);
      return remembered === undefined;
    });
    if (unknown.length === 0 || allFound()) return orderOf;
    const noteClosed = async (among: readonly StoreOrder[], shown: ReadonlyMap<SitooOrderId, PosOrder>) => {
      for (const { orderId, number } of among.filter((order) => isClosed(order, shown))) {
        checkpoint();
        note(number, await deliveries.closed(orderId, LANE));
      }
    };
    const read = await readTogether(unknown);
    await noteClosed(unknown, read);
    // A parcel of an order that is not closed yet, or the sale of a till.
    const open = unknown.filter((order) => !isClosed(order, read));
    const isCollected = ({ orderId }: StoreOrder): boolean => {
      const order = read.get(orderId);
      return order !== undefined && !isSentHome(order);
    };
    const likely = [
      ...open.filter((order) => !isCollected(order)),
      ...open.filter(isCollected).slice(0, COLLECTED_ASKED),
    ];
    for (const [nth, { orderId, number }] of likely.entries()) {
      checkpoint();
      if (nth === OPEN_ASKED_FIRST && !allFound()) ofTills = await deliveredAtTills(unfound());
      if (allFound()) break;
      note(number, await deliveries.open(orderId, LANE));
    }
    const unasked = open.filter((order) => !likely.includes(order));
    if (unasked.length > 0 && !allFound()) await noteClosed(unasked, await readTogether(unasked));
    return orderOf;
  };
}

const isClosed = ({ orderId }: StoreOrder, read: ReadonlyMap<SitooOrderId, PosOrder>): boolean =>
  read.get(orderId)?.state === 'closed';
