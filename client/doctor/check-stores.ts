import type { Brand } from '../../domain/brand.js';
import type { CentraPort } from '../../systems/centra/port.js';
import { type Finding, good, warning } from './finding.js';

/** Long enough that every store that sells anything has an order in it. */
const LOOKED_BACK_MS = 14 * 86_400_000;

/** Whose orders are fulfilled: one Centra may hold several stores that sell to consumers. Looks at a page of recent orders. */
export async function checkStores(
  { webOrders }: Pick<Brand, 'webOrders'>,
  centra: Pick<CentraPort, 'changedGoods'>,
  nowMs: number,
): Promise<Finding[]> {
  const check = 'stores of Centra';
  const from = new Date(nowMs - LOOKED_BACK_MS).toISOString();
  const { orders } = await centra.changedGoods({ from, start: 0, lane: 'bulk' }, () => {});
  const stores = new Set(
    orders.flatMap(({ store }) => (store === undefined || store.kind === 'wholesale' ? [] : [store.id])),
  );
  const listed = [...stores].sort((a, b) => a - b).join(', ');
  const { store } = webOrders;
  if (store === undefined && stores.size > 1)
    return [
      warning(
        check,
        `it has recent orders of several stores (${listed}), and Onepool fulfils those of all: name the one that is ours as webOrders.store, unless all are.`,
      ),
    ];
  if (store !== undefined && stores.size > 0 && !stores.has(store))
    return [
      warning(
        check,
        `webOrders.store is ${store}, and none of the ${orders.length} recent orders is of it; they are of ${listed}. Check webOrders.store.`,
      ),
    ];
  return [good(check, store === undefined ? 'orders of one store' : `store ${store}`)];
}
