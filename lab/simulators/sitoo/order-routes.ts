import { parseMoney } from '../../../domain/money.js';
import type { Answer } from '../kit/answer.js';
import { listedById } from './listing.js';
import { foundOrders } from './order-search.js';
import { type OrderRecord, STATE } from './records.js';
import { changedOrder, type NewOrder, newDelivery, newLogItem, newOrder, TEXT_FIELDS } from './requests.js';
import type { Route } from './route.js';
import { deliveryShape, orderShape } from './shapes.js';
import { nowSeconds, Refusal, type Shop } from './shop.js';

const ok = (json: unknown): Answer => ({ status: 200, json });

const ORDER_FILTERS = ['eshopid', 'externalid', 'orderid', 'receiptid', 'creditorderid', 'email', 'orderidfrom'];
const MORE_ORDER_FILTERS = ['orderidto', 'orderdatefrom', 'orderdateto', 'orderstate', 'paymentstate', 'ordertype'];

/** Orders, their deliveries and their log. */
export const orderRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^orders$/,
    parameters: [...ORDER_FILTERS, ...MORE_ORDER_FILTERS, 'warehouseid'],
    list: true,
    answer: (shop, { query }) =>
      listedById(foundOrders(shop.state.orders, query), query, { id: 'orderid', shape: orderShape }),
  },
  {
    method: 'POST',
    path: /^sites\/1\/orders$/,
    answer: (shop, { body }) => ok(place(shop, body(newOrder)).orderid),
  },
  {
    method: 'GET',
    path: /^sites\/1\/orders\/(\d+)$/,
    answer: (shop, { ids }) => ok(orderShape(existing(shop, ids[0]))),
  },
  {
    method: 'PUT',
    path: /^sites\/1\/orders\/(\d+)$/,
    answer(shop, { ids, body }) {
      const order = existing(shop, ids[0]);
      const change = body(changedOrder);
      if (change.warehouseid !== undefined) order.warehouseid = knownWarehouse(shop, change.warehouseid);
      if (change.orderstateid !== undefined) shop.setState(order, change.orderstateid);
      if (change.paymentstateid !== undefined) order.payment = change.paymentstateid;
      if (change.datereserved !== undefined) order.datereserved = change.datereserved;
      Object.assign(order.additionaldata, change.additionaldata);
      Object.assign(order.texts, textsOf(change));
      if (change.orderstateid === undefined) shop.events.order(order, 'update');
      return ok(true);
    },
  },
  {
    method: 'GET',
    path: /^sites\/1\/orders\/(\d+)\/orderdeliveries$/,
    answer(shop, { ids }) {
      const order = existing(shop, ids[0]);
      const items = order.deliveries.map((delivery) => deliveryShape(order.orderid, delivery));
      return ok({ totalcount: items.length, items });
    },
  },
  {
    method: 'POST',
    path: /^sites\/1\/orders\/(\d+)\/orderdeliveries$/,
    parameters: ['ignorestock'],
    answer(shop, { ids, query, body }) {
      const order = existing(shop, ids[0]);
      const wanted = body(newDelivery);
      const delivery = shop.deliver(order, {
        warehouseid: knownWarehouse(shop, wanted.warehouseid),
        reference: wanted.orderdeliveryref ?? '',
        items: wanted.orderdeliveryitems.map((item) => ({ itemId: item.orderitemid, quantity: item.quantity })),
        ignoreStock: query.get('ignorestock') === 'true',
      });
      shop.events.delivery(order, delivery, 'in-transit');
      return ok(delivery.id);
    },
  },
  {
    method: 'GET',
    path: /^sites\/1\/orders\/(\d+)\/orderlogitems$/,
    answer(shop, { ids }) {
      const items = orderShape(existing(shop, ids[0])).orderlogitems;
      return ok({ totalcount: Array.isArray(items) ? items.length : 0, items });
    },
  },
  {
    method: 'POST',
    path: /^sites\/1\/orders\/(\d+)\/orderlogitems$/,
    answer(shop, { ids, body }) {
      const order = existing(shop, ids[0]);
      const entry = body(newLogItem);
      order.log.push({ type: entry.orderlogtypeid, text: entry.strvalue ?? '', at: nowSeconds() });
      shop.events.order(order, entry.orderlogtypeid === 900 ? 'ready-for-pickup' : 'pickup-rejected');
      return ok(true);
    },
  },
];

function place(shop: Shop, wanted: NewOrder): OrderRecord {
  const { state } = shop;
  if (wanted.externalid !== undefined && state.orders.byExternalId(wanted.externalid))
    throw new Refusal('externalid already exists');
  const currency = wanted.currencycode ?? state.world.currency;
  const minor = (amount: string | undefined) => parseMoney(amount ?? '0.00', currency).minor;
  const items = wanted.orderitems.map((item, itemId) => {
    const product = state.products.get(item.sku);
    if (product === undefined) throw new Refusal(`Product not found, sku ${item.sku}`);
    return {
      itemId,
      productid: product.productid,
      sku: item.sku,
      name: item.productname,
      quantity: item.quantity,
      vatPercent: item.vatvalue ?? 0,
      grossMinor: minor(item.moneyrowprice) - minor(item.moneyrowdiscount),
      additionaldata: item.additionaldata ?? {},
    };
  });
  const warehouseid = knownWarehouse(shop, wanted.warehouseid ?? [...state.warehouses.keys()][0] ?? 0);
  const order: OrderRecord = {
    orderid: state.nextOrderId(),
    externalid: wanted.externalid ?? null,
    creditorderid: wanted.creditorderid ?? null,
    texts: textsOf(wanted),
    orderdate: wanted.orderdate ?? nowSeconds(),
    state: wanted.orderstateid ?? STATE.open,
    payment: wanted.paymentstateid ?? 0,
    type: wanted.ordertypeid,
    warehouseid,
    datereserved: wanted.datereserved ?? null,
    currency,
    additionaldata: wanted.additionaldata ?? {},
    items,
    payments: wanted.payments ?? [],
    log: [],
    registerid: null,
    deliveries: [],
    createdAtMs: Date.now(),
  };
  shop.addOrder(order);
  return order;
}

function existing(shop: Shop, id: string | undefined): OrderRecord {
  const order = shop.state.orders.byId(Number(id));
  if (order === undefined) throw new Refusal(`Order ${id} not found`, 404);
  return order;
}

function knownWarehouse(shop: Shop, id: number): number {
  if (!shop.state.warehouses.has(id)) throw new Refusal(`Invalid value for parameter warehouseid: ${id}`);
  return id;
}

function textsOf(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    TEXT_FIELDS.flatMap((name) => (typeof fields[name] === 'string' ? [[name, fields[name]]] : [])),
  );
}
