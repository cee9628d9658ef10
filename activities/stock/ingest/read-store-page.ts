import type { LocationIn } from '../../../domain/locations.js';
import { namesLeftOut } from '../../../domain/stock/ledger/rename.js';
import type { StockLedger } from '../../../systems/database/stock-port.js';
import type { SitooPort } from '../../../systems/sitoo/port.js';

/**
 * A page of a store's levels, with those of all names of the products on it: a product that was renamed may lie under its former
 * name on another page, and both together are its level. What has no row under a name has none of it.
 */
export async function readStorePage(
  {
    sitoo,
    stockLedger,
  }: {
    readonly sitoo: Pick<SitooPort, 'stockPage' | 'stock'>;
    readonly stockLedger: Pick<StockLedger, 'namesOf'>;
  },
  store: Pick<LocationIn<'sitoo'>, 'sitoo'>,
  start: number,
): Promise<{ readonly levels: Map<string, number>; readonly next?: number }> {
  const page = await sitoo.stockPage(store.sitoo, start);
  const listed = new Set(page.levels.keys());
  const names = namesLeftOut(await stockLedger.namesOf([...listed]), listed);
  if (names.length === 0) return page;
  const others = await sitoo.stock(store.sitoo, names);
  return {
    ...page,
    levels: new Map([...page.levels, ...names.map((sku) => [sku, others.get(sku)?.total ?? 0] as const)]),
  };
}
