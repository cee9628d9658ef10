import type { Order } from './order.js';

const STORES = { 1: 'Web shop', 2: 'Outlet', 3: 'Wholesale' } as const;

/** The store that sold an order: the third of this Centra is its wholesale business, all others sell to consumers. */
export const storeOf = ({ store: id }: Pick<Order, 'store'>) => ({
  id,
  type: id === 3 ? ('WHOLESALE' as const) : ('DIRECT_TO_CONSUMER' as const),
  name: id === 1 || id === 2 || id === 3 ? STORES[id] : `Store ${id}`,
});
