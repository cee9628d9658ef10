import type { Books } from './books.js';

/** A product size as Centra shows it. Every product of the world has one. */
export interface Size {
  readonly id: number;
  readonly description: string;
  readonly sizeNumber: string;
  readonly SKU: string;
  readonly EAN: string;
  readonly UPC: null;
}

const FIRST_ID = 100;

export function sizeOf(books: Books, sku: string): Size | null {
  const at = books.products.findIndex((p) => p.sku === sku);
  const product = books.products[at];
  if (!product) return null;
  return {
    id: FIRST_ID + at,
    description: 'One Size',
    sizeNumber: '1',
    SKU: product.sku,
    EAN: product.barcode,
    UPC: null,
  };
}

export const allSizes = (books: Books): Size[] => books.products.flatMap((p) => sizeOf(books, p.sku) ?? []);

/** The size an input names; undefined when Centra has none like it. */
export function findSize(
  books: Books,
  by: { id?: number | null; SKU?: string | null; EAN?: string | null; UPC?: string | null; any?: string | null },
): Size | undefined {
  return allSizes(books).find(
    (s) =>
      s.id === by.id || s.SKU === by.SKU || s.EAN === by.EAN || (by.any != null && [s.SKU, s.EAN].includes(by.any)),
  );
}
