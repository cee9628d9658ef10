/** Barcodes that more than one active product claims, each with the SKUs of its products. */
export function sharedBarcodes(
  products: readonly { readonly sku: string; readonly barcode: string; readonly active: boolean }[],
): Map<string, string[]> {
  const holders = new Map<string, string[]>();
  for (const { sku, barcode, active } of products)
    if (active && barcode !== '') holders.set(barcode, [...(holders.get(barcode) ?? []), sku]);
  // Sorted, so that the same clash is the same question in whatever order products are read.
  return new Map([...holders].filter(([, skus]) => skus.length > 1).map(([barcode, skus]) => [barcode, skus.sort()]));
}
