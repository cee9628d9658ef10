/** A product as the web shop has it. */
export interface ExpectedProduct {
  readonly sku: string;
  readonly barcode: string;
  readonly name: string;
  readonly priceMinor: number;
}

/** Products as tills and warehouse hold them. */
interface Replicas {
  readonly products: readonly (ExpectedProduct & { readonly active: boolean })[];
  readonly articles: readonly (Omit<ExpectedProduct, 'priceMinor'> & { readonly active: boolean })[];
}

/**
 * Counts what is wrong at tills and warehouse: products that they do not hold as the web shop does, or not on offer, and
 * rows beyond one for each. The warehouse knows no prices.
 */
export function countWrongReplicas(
  { products, articles }: Replicas,
  expected: readonly ExpectedProduct[],
): { readonly sitoo: number; readonly wms: number } {
  return {
    sitoo: countWrong(expected, products, (p) => [p.barcode, p.name, p.priceMinor]),
    wms: countWrong(expected, articles, (p) => [p.barcode, p.name]),
  };
}

function countWrong<R extends { readonly sku: string; readonly active: boolean }>(
  expected: readonly ExpectedProduct[],
  rows: readonly R[],
  fields: (row: R | ExpectedProduct) => readonly unknown[],
): number {
  const bySku = new Map(rows.map((row) => [row.sku, row]));
  const present = expected.filter(({ sku }) => bySku.has(sku)).length;
  const different = expected.filter((right) => {
    const row = bySku.get(right.sku);
    return !row?.active || JSON.stringify(fields(row)) !== JSON.stringify(fields(right));
  }).length;
  return different + (rows.length - present);
}
