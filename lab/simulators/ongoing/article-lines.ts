import { Refusal } from './refusal.js';
import type { Shelves } from './shelves.js';

/** A line as orders and purchase orders bring it. */
interface NewLine {
  readonly rowNumber: string;
  readonly articleNumber: string;
}

/**
 * What the WMS asks of whatever is put with lines: each row once, articles and a warehouse that it has.
 * @throws Refusal 400
 */
export function assertKnown(shelves: Shelves, lines: readonly NewLine[], warehouseId: number | null | undefined): void {
  const rows = lines.map((line) => line.rowNumber);
  const twice = rows.find((row, i) => rows.indexOf(row) !== i);
  if (twice !== undefined) throw new Refusal(400, `Row number ${twice} occurs more than once.`);
  const unknown = lines.find((line) => !shelves.articles.has(line.articleNumber));
  if (unknown) throw new Refusal(400, `Article ${unknown.articleNumber} does not exist.`);
  if (warehouseId && !shelves.warehouses.some(({ id }) => id === warehouseId)) {
    throw new Refusal(400, `Warehouse ${warehouseId} does not exist.`);
  }
}

/** The article of a line, as orders and purchase orders show it. */
export function articleOfLine(shelves: Shelves, sku: string): object {
  const article = shelves.articles.get(sku);
  return {
    articleSystemId: article?.articleSystemId,
    articleNumber: sku,
    articleName: article?.articleName,
    productCode: null,
  };
}
