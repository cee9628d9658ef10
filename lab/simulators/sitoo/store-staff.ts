import type { ActOf } from './act-schema.js';
import { hasLog, isHome, isPicked, LOG, type OrderRecord, outstanding, STATE } from './records.js';
import { nowSeconds, Refusal, type Shop } from './shop.js';
import { ignoresStock } from './state.js';

/** Staff put the goods aside. Only what is on the shelf, and not put aside for another order, can be picked. */
export function storePick(shop: Shop, act: ActOf<'store.pick'>): { orderid: number } {
  const order = openOrder(shop, act);
  if (isPicked(order)) throw new Refusal(`Order ${order.orderid} is picked already`);
  const { warehouseid } = order;
  // A parcel that came from a warehouse lies on no shelf.
  const taken = ignoresStock(order) ? [] : outstanding(order);
  const aside = shop.state.putAside(warehouseid);
  const wanted = new Map<string, number>();
  for (const { sku, quantity } of taken) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  for (const [sku, quantity] of wanted) {
    const there = (shop.state.warehouses.get(warehouseid)?.totals.get(sku) ?? 0) - (aside.get(sku) ?? 0);
    if (there < quantity) throw new Refusal(`Not on the shelf: ${sku}, ${Math.max(0, there)} of ${quantity}`);
  }
  if (isHome(order)) {
    // Packed but not sent: a delivery without a date, which a reader of the order's deliveries can see.
    const items = shop.rest(order);
    const delivery = { id: shop.state.nextDeliveryId(), warehouseid, reference: '', sentAt: null, cancelledAt: null };
    order.deliveries.push({ ...delivery, items });
    shop.events.delivery(order, delivery, 'ready-to-ship');
  } else {
    order.log.push({ type: LOG.readyForPickup, text: '', at: nowSeconds() });
    shop.events.order(order, 'ready-for-pickup');
  }
  return { orderid: order.orderid };
}

/** A parcel leaves the store. What is not in it is not packed any more. */
export function storeShip(shop: Shop, act: ActOf<'store.ship'>): { orderid: number } {
  // Nothing keeps the staff from handing over what they rejected a moment ago.
  const order = orderThatMayLeave(shop, act);
  if (!isHome(order)) throw new Refusal(`Order ${order.orderid} is to be collected`);
  const items = act.items ?? shop.rest(order);
  const delivery = shop.deliver(order, { warehouseid: order.warehouseid, reference: act.waybill, items });
  shop.events.delivery(order, delivery, 'in-transit');
  if (act.close ?? true) shop.setState(order, STATE.closed);
  else shop.events.order(order, 'update');
  return { orderid: order.orderid };
}

/** The customer takes the goods. */
export function storeCollect(shop: Shop, act: ActOf<'store.collect'>): { orderid: number } {
  const order = openOrder(shop, act);
  if (isHome(order)) throw new Refusal(`Order ${order.orderid} is to be sent home`);
  if (!isPicked(order)) throw new Refusal(`Order ${order.orderid} is not ready for pickup`);
  const items = shop.rest(order);
  const delivery = shop.deliver(order, { warehouseid: order.warehouseid, reference: '', items });
  shop.events.delivery(order, delivery, 'delivered');
  shop.setState(order, STATE.closed);
  return { orderid: order.orderid };
}

/** The store cannot fulfil it. The order stays open until the one who placed it cancels it. */
export function storeReject(shop: Shop, act: ActOf<'store.reject'>): { orderid: number } {
  const order = openOrder(shop, act);
  order.log.push({ type: LOG.pickupRejected, text: act.reason ?? '', at: nowSeconds() });
  shop.events.order(order, 'pickup-rejected');
  return { orderid: order.orderid };
}

function openOrder(shop: Shop, act: { orderid?: number; name?: string }): OrderRecord {
  const order = orderThatMayLeave(shop, act);
  if (hasLog(order, LOG.pickupRejected)) throw new Refusal(`Order ${order.orderid} has been rejected`);
  return order;
}

function orderThatMayLeave(shop: Shop, act: { orderid?: number; name?: string }): OrderRecord {
  const { orders } = shop.state;
  const order = act.orderid === undefined ? orders.byExternalId(act.name ?? '') : orders.byId(act.orderid);
  if (order === undefined) throw new Refusal(`The store has no order ${act.orderid ?? act.name}`);
  // Whether a closed order may still send what is left is documented nowhere.
  const mayGoOn = order.state === STATE.closed && shop.readings.closedOrder === 'more' && shop.rest(order).length > 0;
  if (order.state !== STATE.open && !mayGoOn) throw new Refusal(`Order ${order.orderid} is not open`);
  return order;
}
