import { parseMoney } from '../../../domain/money.js';
import type { ReportedSitooState } from '../states.js';
import { delivered, hasLog, isHome, isPicked, LOG, type OrderRecord } from './records.js';
import type { SimulatorState } from './state.js';

const itemsOf = (order: OrderRecord) =>
  order.items.map(({ itemId, sku, quantity }) => ({ itemId, sku, quantity, delivered: delivered(order, itemId) }));

/** Keys whose values a customer may have written. */
const FREE_TEXTS = ['comment', 'gift-wrap'];
const wordless = (data: Record<string, string>) =>
  Object.fromEntries(Object.entries(data).filter(([key]) => !FREE_TEXTS.includes(key)));

const rowsOf = (order: OrderRecord) =>
  order.items.map(({ itemId, sku, quantity, grossMinor, additionaldata }) => ({
    ...{ itemId, sku, quantity, delivered: delivered(order, itemId) },
    grossMinor,
    additionaldata: wordless(additionaldata),
  }));

const paymentsOf = (order: OrderRecord) =>
  order.payments.map(({ name, moneyamount, externalid }) => ({
    name: String(name),
    amountMinor: parseMoney(String(moneyamount), order.currency).minor,
    ...(externalid === undefined ? {} : { externalid: String(externalid) }),
  }));

const locationOf = (state: SimulatorState, warehouseid: number) =>
  state.warehouses.get(warehouseid)?.location.id ?? null;

/** Everything a run may be judged by, without personal data. Amounts in minor units. */
export function reportState(state: SimulatorState): ReportedSitooState {
  const promises = state.reserved();
  return {
    orders: state.orders.all.map((order) => ({
      orderid: order.orderid,
      externalid: order.externalid,
      creditorderid: order.creditorderid,
      state: order.state,
      warehouseid: order.warehouseid,
      location: locationOf(state, order.warehouseid),
      registerid: order.registerid,
      currency: order.currency,
      totalMinor: order.items.reduce((sum, item) => sum + item.grossMinor, 0),
      items: rowsOf(order),
      payments: paymentsOf(order),
      additionaldata: wordless(order.additionaldata),
      deliveries: order.deliveries.map((delivery) => ({
        id: delivery.id,
        warehouseid: delivery.warehouseid,
        reference: delivery.reference,
        sent: delivery.sentAt !== null,
        cancelled: delivery.cancelledAt !== null,
        items: delivery.items,
      })),
      log: order.log.map((entry) => entry.type),
      createdAt: order.createdAtMs,
      deliverToWarehouse: state.isForWarehouse(order),
      ...(order.soldAt === undefined ? {} : { soldAt: order.soldAt }),
      ...(order.receipt === undefined ? {} : { receipt: order.receipt }),
    })),
    stock: [...state.warehouses].flatMap(([warehouseid, { location, totals }]) => {
      const reserved = promises.get(warehouseid) ?? new Map<string, number>();
      return [...new Set([...totals.keys(), ...reserved.keys()])].map((sku) => {
        const total = totals.get(sku) ?? 0;
        const promised = reserved.get(sku) ?? 0;
        return { location: location.id, warehouseid, sku, total, reserved: promised, available: total - promised };
      });
    }),
    products: [...state.products.values()].map(({ productid, sku, barcode, name, priceMinor, inactive }) => ({
      ...{ productid, sku, barcode, name, priceMinor },
      active: inactive !== true,
      pricelists: Object.fromEntries([...state.pricelists].map(([list, prices]) => [list, prices.get(sku) ?? null])),
    })),
    journal: state.journal.length,
    movements: state.journal.map(({ id, warehouseid, type, atMs, orderdeliveryid, orderid, items }) => ({
      id,
      warehouseid,
      location: locationOf(state, warehouseid),
      type,
      atMs,
      deliveryId: orderdeliveryid,
      ...(orderid === undefined ? {} : { orderid }),
      items,
    })),
  };
}

/** The stores' to-do list: open orders that came through the API. `readyForPickup` also says "packed" for a home delivery. */
export function reportWork(state: SimulatorState) {
  const open = [...state.orders.open].filter(
    (order) => order.registerid === null && order.additionaldata['delivery-ignore-stock'] !== 'true',
  );
  return {
    orders: open.map((order) => ({
      orderid: order.orderid,
      externalid: order.externalid,
      warehouseid: order.warehouseid,
      location: locationOf(state, order.warehouseid),
      state: order.state,
      home: isHome(order),
      receivedAt: order.createdAtMs,
      readyForPickup: isPicked(order),
      rejected: hasLog(order, LOG.pickupRejected),
      items: itemsOf(order),
    })),
  };
}
