import type { ActOf } from './act-schema.js';
import { type ItemRecord, MOVE, type OrderRecord, STATE } from './records.js';
import { refundedItems } from './refunded-items.js';
import type { Shop } from './shop.js';
import { assertKnown, storeAt } from './store-stock-acts.js';
import { payment, sale, soldItem, tillOrder, total, virtualWarehouse } from './till.js';

/**
 * A refund is a new order with negative quantities that names the orders it refunds, when the customer could. What the
 * customer takes in exchange stands on the same receipt and leaves the store like any sale.
 */
export function refund(shop: Shop, act: ActOf<'pos.refund'>): { orderid: number } {
  if (act.exchange !== undefined && act.paidOut && shop.readings.exchange === 'two') return exchangeInTwo(shop, act);
  const { state } = shop;
  const till = storeAt(shop, act.location);
  const taken = act.exchange ?? [];
  assertKnown(shop, [...act.lines, ...taken]);
  const { source, items: back } = refundedItems(state, act);
  if (act.goodsTo !== undefined) {
    const warehouseid = String(virtualWarehouse(state));
    for (const item of back) item.additionaldata['return-warehouseid'] = warehouseid;
  }
  if (act.into !== undefined) for (const item of back) item.additionaldata['return-warehouseid'] = String(act.into);
  const exchanged = taken.map((line, index) => soldItem(state, line, back.length + index));
  const items = [...back, ...exchanged];
  // Where the till pays nothing out, what is taken in exchange has to be paid in full.
  const due = total(act.paidOut ? items : exchanged);
  const order: OrderRecord = {
    ...tillOrder(shop, act, till.warehouseid),
    orderid: state.nextOrderId(),
    creditorderid: source?.orderid ?? null,
    texts: {},
    state: STATE.closed,
    warehouseid: till.warehouseid,
    datereserved: null,
    items,
    payments: [
      ...(due === 0 ? [] : [payment(state, due)]),
      ...(act.virtual ? [{ ...payment(state, total(back)), additionaldata: { 'virtual-payment': 'true' } }] : []),
    ],
  };
  order.additionaldata['refundreasoncode-reasoncode'] = act.condition;
  if (source !== undefined) order.additionaldata['pos-originalsales-orderid'] = String(source.orderid);
  if (source?.receipt !== undefined) order.additionaldata['pos-refund-receiptid'] = source.receipt;
  shop.addOrder(order);
  // A warehouse that no location sells from has no shelf here.
  const shelf = act.into ?? till.warehouseid;
  if (act.goodsTo === undefined && state.warehouses.has(shelf)) backOnTheShelf(shop, { order, shelf, back });
  if (exchanged.length > 0) {
    const parcel = exchanged.map(({ itemId, quantity }) => ({ itemId, quantity }));
    const delivery = shop.deliver(order, { warehouseid: till.warehouseid, reference: '', items: parcel });
    shop.events.delivery(order, delivery, 'delivered');
  }
  return { orderid: order.orderid };
}

/** An exchange as two receipts that name each other: what comes back pays for what goes. */
function exchangeInTwo(shop: Shop, { exchange = [], ...act }: ActOf<'pos.refund'>): { orderid: number } {
  const back = refund(shop, act);
  const { at, location } = act;
  const receipt = `${back.orderid}-EXCHANGE`;
  const sold = sale(shop, {
    type: 'pos.sale',
    location,
    receipt,
    lines: exchange,
    ...(at === undefined ? {} : { at }),
  });
  const [refundOrder, saleOrder] = [back, sold].map(({ orderid }) => shop.state.orders.byId(orderid));
  if (refundOrder) refundOrder.additionaldata['pos-refundsales-orderid'] = String(sold.orderid);
  if (saleOrder) saleOrder.additionaldata['pos-refund-orderid'] = String(back.orderid);
  return back;
}

/** Only what can be sold again goes on the shelf. */
function backOnTheShelf(
  shop: Shop,
  { order, shelf, back }: { order: OrderRecord; shelf: number; back: readonly ItemRecord[] },
): void {
  const sellable = back.filter((item) => item.additionaldata['reasoncode-return'] === 'resellable');
  if (sellable.length === 0) return;
  const row = shop.state.move({
    warehouseid: shelf,
    type: MOVE.refund,
    description: `Order ${order.orderid}`,
    orderid: order.orderid,
    items: sellable.map(({ sku, quantity }) => ({ sku, quantity: -quantity })),
  });
  shop.events.moved(row);
}
