import { webOrderBehind } from '../../domain/names.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import { sentLines, type WebOrder } from '../../domain/order/web-order.js';
import type { Origin, TillRefund } from '../../domain/return/till-refund.js';
import type { Dependencies } from '../dependencies.js';

/** Web orders that a person is offered when a refund names none. */
const CANDIDATES = 5;
/** The newest orders with the same SKUs among which candidates are looked for: some have nothing left to return. */
const SCANNED_UP_TO = 25;

type Needs = Pick<Dependencies, 'centra' | 'sitoo' | 'records'>;

/** Finds out where the goods of a refund came from: a web order, a sale at a till, or nobody can tell. */
export async function originOfRefund(needs: Needs, refund: TillRefund): Promise<Origin> {
  const named = soldOrders(refund);
  if (named.length > 0) {
    const orders = await needs.sitoo.orders(named, 'returns');
    const [number] = orders.flatMap((order) => webOrderBehind(order.externalId ?? '') ?? []);
    if (number !== undefined) return { kind: 'web-order', number };
    if (orders.length > 0) return { kind: 'till-sale' };
  }
  return { kind: 'unknown', candidates: await candidatesFor(needs, refund) };
}

/** The newest web orders that have all of the goods left to return. */
async function candidatesFor({ centra, records }: Needs, refund: TillRefund): Promise<string[]> {
  const skus = [...new Set(refund.lines.map((line) => line.sku))];
  const numbers = await records.returns.shippedOrders(skus, SCANNED_UP_TO);
  if (numbers.length === 0) return [];
  const orders = await centra.orders(numbers.map(Number), 'returns');
  const fit = new Set(orders.filter((order) => skus.every((sku) => leftToReturn(order, sku) > 0)).map((o) => o.number));
  return numbers.filter((number) => fit.has(Number(number))).slice(0, CANDIDATES);
}

const leftToReturn = (order: WebOrder, sku: string): number =>
  sentLines(order, sku).reduce((left, line) => left + line.quantity - line.returned, 0);

/** Sitoo ids of the orders that a refund says it takes back. */
export const soldOrders = (refund: TillRefund): number[] => [
  ...new Set([...refund.lines.flatMap((line) => line.sold?.order ?? []), ...(refund.credits ? [refund.credits] : [])]),
];

/** By Sitoo order and row: the line of the web order, as we wrote it on the row when we placed it. */
export function webLinesOf(orders: readonly PosOrder[]): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const { orderId, items } of orders)
    for (const { itemId, additionalData } of items) {
      const line = additionalData['centra-line'];
      if (line !== undefined && /^\d+$/.test(line)) lines.set(`${orderId}/${itemId}`, Number(line));
    }
  return lines;
}
