import type { WebOrder } from '../../domain/order/web-order.js';
import { candidatesAmong, originOf, soldOrders } from '../../domain/return/origin.js';
import type { Origin, TillRefund } from '../../domain/return/till-refund.js';
import type { Dependencies } from '../dependencies.js';

/** The newest orders with the same SKUs among which candidates are looked for: some have nothing left to return. */
const SCANNED_UP_TO = 25;

type Needs = Pick<Dependencies, 'centra' | 'sitoo' | 'records'>;

/** Finds out where the goods of a refund came from: a web order, a sale at a till, or nobody can tell. */
export async function findOrigin(needs: Needs, refund: TillRefund): Promise<Origin> {
  const named = soldOrders(refund);
  const sold = named.length > 0 ? await needs.sitoo.orders(named, 'returns') : [];
  return originOf(sold) ?? { kind: 'unknown', candidates: candidatesAmong(await shippedOrders(needs, refund), refund) };
}

/** The newest web orders that shipped the goods, newest first. */
async function shippedOrders({ centra, records }: Needs, refund: TillRefund): Promise<WebOrder[]> {
  const skus = [...new Set(refund.lines.map((line) => line.sku))];
  const numbers = await records.returns.ordersThatShipped(skus, SCANNED_UP_TO);
  if (numbers.length === 0) return [];
  const orders = await centra.orders(numbers, 'returns');
  const byNumber = new Map(orders.map((order) => [order.number, order]));
  return numbers.flatMap((number) => byNumber.get(number) ?? []);
}
