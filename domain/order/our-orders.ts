import type { Brand } from '../brand.js';
import { fateOf } from './line-kinds.js';
import type { WebOrder } from './web-order.js';

/**
 * Why an order of Centra is left alone: it is never placed, captured or shown at the tills. Undefined when it is the brand's.
 * Where its goods leave the same shelves, the fall is published although Centra deducts them by itself, until the next
 * reconciliation: nothing names the order that a level fell for.
 */
export function whyNotOurs(order: WebOrder, brand: Pick<Brand, 'webOrders'>): string | undefined {
  const { store, internal } = brand.webOrders;
  if (order.status === 'incomplete') return 'its checkout is not complete.';
  if (order.store?.kind === 'wholesale') return 'it is a wholesale order.';
  if (store !== undefined && order.store?.id !== store)
    return `it is of store ${order.store?.id ?? 'nowhere'} in Centra.`;
  if (order.isInternal && internal === 'leave') return 'it is an internal order.';
  // Centra makes the shipment of such an order and completes it by itself.
  if (order.lines.length > 0 && order.lines.every((line) => fateOf(line, brand) === 'certificate'))
    return 'it holds gift certificates alone, which Centra delivers itself.';
  return undefined;
}

export const isOurs = (order: WebOrder, brand: Pick<Brand, 'webOrders'>): boolean =>
  whyNotOurs(order, brand) === undefined;
