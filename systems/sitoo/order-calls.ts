import { z } from 'zod';
import { chunk } from '../../domain/chunk.js';
import { isHigher, type SitooOrderId } from '../../domain/ids.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import { rowOf } from '../answers-seen.js';
import { numberOf } from '../id-schemas.js';
import { SystemProblem } from '../problem.js';
import type { Lane } from '../rate-limits/port.js';
import { collection, deliveryAnswer, done, newId, ORDER_FIELDS, orderAnswer, orderId } from './answers.js';
import { ORDER_STATES } from './codes.js';
import { ASKED_AT_ONCE, readAll } from './pages.js';
import type { SitooPort, UnreadableOrder } from './port.js';
import { readOrder } from './read-order.js';
import type { SitooTransport } from './transport.js';
import { IGNORE_STOCK, orderBody } from './write-order.js';

type OrderCalls = Pick<
  SitooPort,
  | 'orderByExternalId'
  | 'orders'
  | 'ordersAfter'
  | 'newestOrders'
  | 'placeOrder'
  | 'placeSoldOrder'
  | 'placeForPickUp'
  | 'cancelOrder'
  | 'closeOrder'
  | 'deliveries'
  | 'addDelivery'
>;

/** Reading, placing, closing and cancelling orders. Reads go to the account level: the list of the site level is deprecated. */
export function orderCalls(transport: SitooTransport, siteId: number): OrderCalls {
  const order = (orderId: SitooOrderId) => `sites/${siteId}/orders/${orderId}`;
  const setState = async (orderId: SitooOrderId, state: 'closed' | 'cancelled', lane: Lane = 'orders') => {
    await transport.send(
      {
        operation: 'PUT orders',
        method: 'PUT',
        path: `${order(orderId)}.json`,
        lane,
        body: { orderstateid: ORDER_STATES[state] },
      },
      done,
    );
  };
  const place = (body: ReturnType<typeof orderBody>, lane: Lane): Promise<SitooOrderId> =>
    transport.send(
      { operation: 'POST orders', method: 'POST', path: `sites/${siteId}/orders.json`, lane, body },
      orderId,
    );
  return {
    async orderByExternalId(externalId) {
      const page = await transport.send(
        {
          operation: 'GET orders',
          method: 'GET',
          path: 'orders.json',
          lane: 'orders',
          query: { externalid: externalId, num: 2, fields: ORDER_FIELDS },
        },
        collection(rowOf(orderAnswer)),
      );
      const orders = page.items.map((item) => parseOrder(item));
      // A server ignores a filter that it does not know: only an exact match counts as found.
      return orders.find((found) => found.externalId === externalId);
    },
    async orders(orderIds, lane = 'orders', unreadable) {
      const found: PosOrder[] = [];
      for (const some of chunk(orderIds, ASKED_AT_ONCE)) {
        const call = { operation: 'GET orders', path: 'orders.json', lane };
        const query = { orderid: some, sort: 'orderid', fields: ORDER_FIELDS };
        const rows = await readAll(transport, { ...call, query }, rowOf(orderAnswer));
        found.push(...rows.flatMap((row) => readable(row, unreadable)));
      }
      return found;
    },
    async ordersAfter(after, limit, unreadable) {
      const page = await transport.send(
        {
          operation: 'GET orders',
          method: 'GET',
          path: 'orders.json',
          lane: 'orders',
          query: {
            eshopid: siteId,
            orderidfrom: after === undefined ? 1 : numberOf(after) + 1,
            sort: 'orderid',
            num: limit,
            fields: ORDER_FIELDS,
          },
        },
        collection(rowOf(orderAnswer)),
      );
      const orders = page.items.flatMap((item) => readable(item, unreadable));
      const ids = page.items.flatMap((item) => idOf(item) ?? []);
      return { orders, last: highest(ids), more: ids.length >= limit };
    },
    async newestOrders(limit, unreadable, lane = 'bulk') {
      const page = await transport.send(
        {
          operation: 'GET orders',
          method: 'GET',
          path: 'orders.json',
          lane,
          query: { eshopid: siteId, sort: '-orderid', num: limit, fields: ORDER_FIELDS },
        },
        collection(rowOf(orderAnswer)),
      );
      return page.items.flatMap((item) => readable(item, unreadable));
    },
    placeOrder: (newOrder) => place(orderBody(newOrder), 'orders'),
    async placeSoldOrder(sold) {
      const orderId = await place(orderBody(sold, IGNORE_STOCK), 'returns');
      await setState(orderId, 'closed', 'returns');
      return orderId;
    },
    placeForPickUp: (parcel) => place(orderBody(parcel, IGNORE_STOCK), 'orders'),
    cancelOrder: (orderId) => setState(orderId, 'cancelled'),
    closeOrder: (orderId) => setState(orderId, 'closed'),
    async deliveries(orderId, lane = 'orders') {
      const answer = await transport.send(
        {
          operation: 'GET orderdeliveries',
          method: 'GET',
          path: `${order(orderId)}/orderdeliveries.json`,
          lane,
        },
        collection(deliveryAnswer),
      );
      return answer.items.map((row) => ({
        deliveryId: row.orderdeliveryid,
        warehouseId: row.warehouseid,
        items: row.orderdeliveryitems.map((item) => ({ itemId: item.orderitemid, quantity: item.quantity })),
        ...(row.orderdeliveryref ? { reference: row.orderdeliveryref } : {}),
        ...(row.datedelivery ? { deliveredAt: row.datedelivery } : {}),
        ...(row.datecancelled ? { cancelledAt: row.datecancelled } : {}),
      }));
    },
    addDelivery: (orderId, delivery) =>
      transport.send(
        {
          operation: 'POST orderdeliveries',
          method: 'POST',
          path: `${order(orderId)}/orderdeliveries.json`,
          lane: 'orders',
          body: {
            warehouseid: delivery.warehouseId,
            orderdeliveryref: delivery.reference,
            orderdeliveryitems: delivery.items.map((item) => ({
              orderitemid: numberOf(item.itemId),
              quantity: item.quantity,
            })),
          },
        },
        newId,
      ),
  };
}

/** The id of an order that may be unreadable otherwise. */
const idOf = (item: unknown): SitooOrderId | undefined => z.object({ orderid: orderId }).safeParse(item).data?.orderid;

const highest = (ids: readonly SitooOrderId[]): SitooOrderId | undefined =>
  ids.reduce<SitooOrderId | undefined>((top, id) => (top === undefined || isHigher(id, top) ? id : top), undefined);

/** In a list, an order that cannot be read goes to `unreadable`, if given, and is left out, so that the rest gets through. */
function readable(item: unknown, unreadable: UnreadableOrder | undefined): PosOrder[] {
  try {
    return [parseOrder(item)];
  } catch (problem) {
    const orderId = idOf(item);
    if (unreadable === undefined || orderId === undefined || !(problem instanceof SystemProblem)) throw problem;
    unreadable({ orderId, sentence: problem.message });
    return [];
  }
}

function parseOrder(item: unknown): PosOrder {
  const parsed = orderAnswer.safeParse(item);
  let where = parsed.error?.issues.map((issue) => issue.path.join('.')).join(', ');
  if (parsed.success) {
    try {
      return readOrder(parsed.data);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      where = error.message;
    }
  }
  throw new SystemProblem({
    kind: 'malformed-answer',
    system: 'sitoo',
    operation: 'GET orders',
    sentence: `Sitoo's order ${idOf(item) ?? 'without a number'} cannot be read (${where}).`,
  });
}
