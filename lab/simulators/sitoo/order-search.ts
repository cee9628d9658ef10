import { between, filter, wholeNumber } from './listing.js';
import type { OrderStore } from './order-state.js';
import type { OrderRecord } from './records.js';

/** What the list filters let through. There is none for "changed since". */
export function foundOrders(orders: OrderStore, query: URLSearchParams): OrderRecord[] {
  const among = (name: string, value: (order: OrderRecord) => string | number | null | undefined) => {
    const wanted = filter(query, name);
    return (order: OrderRecord) => wanted === undefined || wanted.has(String(value(order) ?? ''));
  };
  const from = (name: string) => wholeNumber(query, name, Number.NEGATIVE_INFINITY);
  const to = (name: string) => wholeNumber(query, name, Number.POSITIVE_INFINITY);
  const [idFrom, idTo, dateFrom, dateTo] = [
    from('orderidfrom'),
    to('orderidto'),
    from('orderdatefrom'),
    to('orderdateto'),
  ];
  const conditions = [
    among('eshopid', () => 1),
    among('externalid', (order) => order.externalid),
    // A receipt id overrides the order id.
    query.has('receiptid') ? among('receiptid', (order) => order.receipt) : among('orderid', (order) => order.orderid),
    among('creditorderid', (order) => order.creditorderid),
    among('email', (order) => order.texts.email),
    among('orderstate', (order) => order.state),
    among('paymentstate', (order) => order.payment),
    among('ordertype', (order) => order.type),
    among('warehouseid', (order) => order.warehouseid),
    (order: OrderRecord) => order.orderdate >= dateFrom && order.orderdate < dateTo,
  ];
  return between(named(orders, query), (order) => order.orderid, { from: idFrom, to: idTo }).filter((order) =>
    conditions.every((holds) => holds(order)),
  );
}

/** What the filters that name orders leave, by ascending id. */
function named(orders: OrderStore, query: URLSearchParams): readonly OrderRecord[] {
  const receipts = filter(query, 'receiptid');
  const ids = filter(query, 'orderid');
  const externalIds = filter(query, 'externalid');
  const among =
    externalIds !== undefined
      ? [...externalIds].map((name) => orders.byExternalId(name))
      : receipts !== undefined
        ? [...receipts].flatMap((receipt) => orders.withReceipt(receipt))
        : ids && [...ids].map((id) => orders.byId(Number(id)));
  if (among === undefined) return orders.all;
  return among.filter((order) => order !== undefined).sort((a, b) => a.orderid - b.orderid);
}
