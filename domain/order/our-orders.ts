import type { Brand } from '../brand.js';
import { fateOf } from './line-kinds.js';
import type { WebOrder } from './web-order.js';

/** Why the store that sold an order is not the brand's; undefined when it is. */
function whyOtherStore(
  { store }: Pick<WebOrder, 'store'>,
  { webOrders }: Pick<Brand, 'webOrders'>,
): string | undefined {
  if (store?.kind === 'wholesale') return 'it is a wholesale order.';
  if (webOrders.store !== undefined && store?.id !== webOrders.store)
    return `it is of store ${store?.id ?? 'nowhere'} in Centra.`;
  return undefined;
}

export const isOfOtherStore = (order: Pick<WebOrder, 'store'>, brand: Pick<Brand, 'webOrders'>): boolean =>
  whyOtherStore(order, brand) !== undefined;

/**
 * Why an order of Centra is left alone: it is never placed, captured or shown at the tills. Undefined when it is the brand's.
 * Its goods are counted all the same: they leave our shelves, and Centra deducts them.
 */
export function whyNotOurs(order: WebOrder, brand: Pick<Brand, 'webOrders'>): string | undefined {
  const { internal } = brand.webOrders;
  if (order.status === 'incomplete') return 'its checkout is not complete.';
  const otherStore = whyOtherStore(order, brand);
  if (otherStore !== undefined) return otherStore;
  if (order.isInternal && internal === 'leave') return 'it is an internal order.';
  // Centra makes the shipment of such an order and completes it by itself.
  if (order.lines.length > 0 && order.lines.every((line) => fateOf(line, brand) === 'certificate'))
    return 'it holds gift certificates alone, which Centra delivers itself.';
  return undefined;
}

export const isOurs = (order: WebOrder, brand: Pick<Brand, 'webOrders'>): boolean =>
  whyNotOurs(order, brand) === undefined;

/** Whether others send its goods. A checkout that is not complete may still become an order of ours. */
export const isSentByOthers = (order: WebOrder, brand: Pick<Brand, 'webOrders'>): boolean =>
  order.status !== 'incomplete' && !isOurs(order, brand);
