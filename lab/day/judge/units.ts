/** Units by SKU, of lines among which a SKU may be several times. */
export function unitsOf(lines: readonly { readonly sku: string; readonly quantity: number }[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { sku, quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
  return units;
}
