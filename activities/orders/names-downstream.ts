import type { WebOrder } from '../../domain/order/web-order.js';
import type { StockQueries } from '../../systems/database/stock-port.js';

/** What it takes to know under which name tills and warehouse have a SKU that the web shop has renamed. */
export interface NameRecords {
  readonly stockQueries: Pick<StockQueries, 'namesDownstream'>;
}

/**
 * Orders under the names by which tills and warehouse know their goods. A size that the web shop renames is the same product to
 * an open order, so it must not look edited; downstream it keeps its former name until someone renames it there too.
 */
export async function underNamesDownstream(
  records: NameRecords,
  orders: readonly WebOrder[],
): Promise<readonly WebOrder[]> {
  const skus = orders.flatMap(({ lines }) => lines.map(({ sku }) => sku));
  const names = skus.length === 0 ? new Map<string, string>() : await records.stockQueries.namesDownstream(skus);
  if (names.size === 0) return orders;
  return orders.map((order) => ({
    ...order,
    lines: order.lines.map((line) => ({ ...line, sku: names.get(line.sku) ?? line.sku })),
  }));
}
