import type { WorldProduct } from '../../simulation/world.js';

/** A product size as Centra shows it. Every product of the world has one. */
export interface Size {
  readonly id: number;
  readonly description: string;
  readonly sizeNumber: string;
  readonly SKU: string;
  readonly EAN: string;
  readonly UPC: null;
}

interface SizeInput {
  readonly id?: number | null;
  readonly SKU?: string | null;
  readonly EAN?: string | null;
  readonly UPC?: string | null;
  readonly any?: string | null;
}

const FIRST_ID = 100;

/** The sizes of a shop, by SKU. */
export const sizesOf = (products: readonly WorldProduct[]): ReadonlyMap<string, Size> =>
  new Map(
    products.map(({ sku, barcode }, i) => {
      const size = { id: FIRST_ID + i, description: 'One Size', sizeNumber: '1', SKU: sku, EAN: barcode, UPC: null };
      return [sku, size];
    }),
  );

/** The size an input names; undefined when Centra has none like it. */
export function findSize(sizes: ReadonlyMap<string, Size>, by: SizeInput): Size | undefined {
  const bySku = sizes.get(by.SKU ?? by.any ?? '');
  return bySku ?? [...sizes.values()].find((s) => s.id === by.id || s.EAN === by.EAN || s.EAN === by.any);
}
