import type { CentraOrderNumber, SitooOrderId } from '../ids.js';
import { webOrderBehind } from '../names.js';
import type { PosOrder } from '../order/pos-order.js';
import { sentLines, type WebOrder } from '../order/web-order.js';
import type { Origin, TillRefund } from './till-refund.js';

/** Web orders that a person is offered when a refund names none. */
const CANDIDATES = 5;

/** Orders at the tills that a refund says it takes back, by their id there. */
export const soldOrders = (refund: TillRefund): SitooOrderId[] => [
  ...new Set([...refund.lines.flatMap((line) => line.sold?.order ?? []), ...(refund.credits ? [refund.credits] : [])]),
];

/** What the orders that a refund names say about where its goods came from; undefined when they say nothing. */
export function originOf(sold: readonly PosOrder[]): Origin | undefined {
  const [number] = sold.flatMap((order) => webOrderBehind(order.externalId ?? '') ?? []);
  if (number !== undefined) return { kind: 'web-order', number };
  return sold.length > 0 ? { kind: 'till-sale' } : undefined;
}

/** Of web orders that shipped the SKUs of a refund, those that have all of them left to return, in the order given. */
export function candidatesAmong(orders: readonly WebOrder[], refund: TillRefund): CentraOrderNumber[] {
  return orders
    .filter((order) => refund.lines.every(({ sku }) => leftToReturn(order, sku) > 0))
    .map(({ number }) => number)
    .slice(0, CANDIDATES);
}

const leftToReturn = (order: WebOrder, sku: string): number =>
  sentLines(order, sku).reduce((left, line) => left + line.quantity - line.returned, 0);
