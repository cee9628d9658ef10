/** One SKU at one location as a key of maps; location ids hold no blanks. */
export const positionKey = (location: string, sku: string): string => `${location} ${sku}`;

export function readPositionKey(key: string): { readonly location: string; readonly sku: string } {
  const blank = key.indexOf(' ');
  return { location: key.slice(0, blank), sku: key.slice(blank + 1) };
}
