import type { Brand } from '../brand.js';
import { locationsOf } from '../locations.js';
import { readFulfilmentName } from '../names.js';
import { type FactsContext, pickedSku } from './facts-from-web.js';
import type { OrderFacts } from './order-facts.js';
import type { PosOrder, TillOrderState } from './pos-order.js';
import { needsPostalCode } from './postal-codes.js';

const STATES: Readonly<Record<TillOrderState, OrderFacts['state']>> = {
  open: 'open',
  closed: 'done',
  cancelled: 'cancelled',
  abandoned: 'cancelled',
  // Whatever it means, the order is not lost.
  unknown: 'open',
};

/** A till order that a warehouse must deliver: an open order with a delivery address, registered for a warehouse, not one of ours. */
export function isForWarehouse(order: PosOrder, brand: Brand): boolean {
  const location = locationsOf(brand).bySitoo(order.warehouseId);
  return (
    order.kind === 'order' &&
    order.deliveryAddress !== undefined &&
    location?.kind === 'warehouse' &&
    !(order.externalId && readFulfilmentName(order.externalId)) &&
    order.items.some((i) => i.quantity > 0)
  );
}

/** Turns a till order into what a workflow may know of it. */
export function posOrderFacts(order: PosOrder, context: FactsContext): OrderFacts {
  const { brand, corrections, knowledgeOf, readAt, fingerprint } = context;
  const location = locationsOf(brand).bySitoo(order.warehouseId)?.id;
  const warehouse = { system: 'sitoo' as const, ...(order.warehouseId === undefined ? {} : { id: order.warehouseId }) };
  const state = isForWarehouse(order, brand) ? STATES[order.state] : 'done';
  const paid = order.paymentState === 'paid';
  const courier = corrections?.courier ?? homeCourier(order, brand);
  const shipTo = fingerprint([order.orderId, order.deliveryAddress ?? null]);
  const lines = order.items
    .filter((item) => item.quantity > 0 && item.sku !== '')
    .map((item) => {
      const sku = pickedSku(item.sku, corrections);
      return {
        line: item.itemId,
        sku,
        quantity: item.quantity,
        knowledge: location === undefined ? ('known' as const) : knowledgeOf(sku, location),
        unitPriceMinor: Math.round((item.rowNetMinor + item.rowVatMinor) / item.quantity),
        ...(location === undefined
          ? { allocations: [], allocatedElsewhere: [{ warehouse, quantity: item.quantity }] }
          : { allocations: [{ location, quantity: item.quantity }] }),
      };
    });
  const address = order.deliveryAddress;
  return {
    origin: 'sitoo',
    number: order.orderId,
    revision: fingerprint([
      state === 'done' ? 'open' : state,
      paid,
      shipTo,
      courier ?? null,
      lines.map((l) => [l.line, l.sku, l.quantity]),
    ]),
    changedAt: 0,
    readAt,
    state: state === 'open' && !paid ? 'waiting-for-payment' : state,
    currency: order.currency,
    totalMinor: order.totalMinor,
    // Sitoo computes the total from the rows itself; roundings and delivery fees are its own business.
    addsUpToMinor: order.totalMinor,
    delivery: 'home',
    ...(courier ? { courier } : {}),
    gift: { requested: false, messagePresent: false },
    shipTo,
    addressMissing: [
      ...(address?.address1 ? [] : ['street']),
      ...(address?.zipCode || !needsPostalCode(address?.countryCode) ? [] : ['postal code']),
      ...(address?.city ? [] : ['city']),
    ],
    attributesMissing: [],
    lines,
  };
}

/** The courier the till named, else the brand's courier for till orders, else its first one that delivers home. */
function homeCourier(order: PosOrder, brand: Brand): string | undefined {
  if (order.courier && brand.couriers[order.courier]) return order.courier;
  return brand.posCourier ?? Object.entries(brand.couriers).find(([, c]) => c.delivery === 'home')?.[0];
}
