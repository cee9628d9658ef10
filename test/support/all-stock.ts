import type { SitooWarehouseId } from '../../domain/ids.js';
import type { SitooPort } from '../../systems/sitoo/port.js';

/** Total units of every SKU that has a row in a warehouse of Sitoo. */
export async function allStock(
  sitoo: Pick<SitooPort, 'stockPage'>,
  warehouse: SitooWarehouseId,
): Promise<Map<string, number>> {
  const all = new Map<string, number>();
  for (let start: number | undefined = 0; start !== undefined; ) {
    const page: Awaited<ReturnType<SitooPort['stockPage']>> = await sitoo.stockPage(warehouse, start);
    for (const [sku, total] of page.levels) all.set(sku, total);
    start = page.next;
  }
  return all;
}
