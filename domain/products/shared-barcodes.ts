import { comparableBarcode } from './barcode.js';

export interface BarcodeHolder {
  readonly sku: string;
  readonly barcode: string;
  readonly active: boolean;
}

/** Barcodes that more than one active product claims, in whatever spelling, each with the SKUs of its products. */
export function sharedBarcodes(products: readonly BarcodeHolder[]): Map<string, string[]> {
  const holders = new Map<string, BarcodeHolder[]>();
  for (const product of products) {
    const code = comparableBarcode(product.barcode);
    if (product.active && code !== '') holders.set(code, [...(holders.get(code) ?? []), product]);
  }
  const shared = [...holders.values()].filter((all) => all.length > 1);
  // Sorted, so that the same clash is the same question in whatever order products are read.
  return new Map(shared.map((all) => [longest(all.map((h) => h.barcode)), all.map((h) => h.sku).sort()]));
}

/** The full spelling of a code: others have lost their zeros. */
const longest = (spellings: readonly string[]): string =>
  spellings.reduce((one, other) => (other.length > one.length ? other : one));
