import type { WorldProduct } from '../kit/world.js';

/** A product size as Centra shows it. Every product of the world has one. */
export interface Size {
  readonly id: number;
  readonly description: string;
  readonly sizeNumber: string;
  readonly SKU: string;
  readonly EAN: string;
  readonly UPC: null;
  readonly preorder: boolean;
  readonly isActive: boolean;
}

interface SizeInput {
  readonly id?: number | null;
  readonly SKU?: string | null;
  readonly EAN?: string | null;
  readonly UPC?: string | null;
  readonly any?: string | null;
}

const FIRST_ID = 100;

const sizeOf = (id: number, { sku, barcode }: Pick<WorldProduct, 'sku' | 'barcode'>): Size => ({
  id,
  description: 'One Size',
  sizeNumber: '1',
  SKU: sku,
  EAN: barcode,
  UPC: null,
  preorder: false,
  isActive: true,
});

/** The sizes of a shop, found by what names them. */
export class Sizes {
  readonly #all: Size[];
  #bySku: ReadonlyMap<string, Size> = new Map();
  #byEan: ReadonlyMap<string, Size> = new Map();

  constructor(products: readonly WorldProduct[]) {
    this.#all = products.map((product, i) => sizeOf(FIRST_ID + i, product));
    this.#index();
  }

  get all(): readonly Size[] {
    return this.#all;
  }

  add(sku: string, barcode: string): void {
    this.#all.push(sizeOf(FIRST_ID + this.#all.length, { sku, barcode }));
    this.#index();
  }

  change(id: number, change: Partial<Pick<Size, 'SKU' | 'EAN'>>): void {
    const size = this.byId(id);
    if (size) this.#all[id - FIRST_ID] = { ...size, ...change };
    this.#index();
  }

  #index(): void {
    this.#bySku = new Map(this.#all.map((size) => [size.SKU, size]));
    // Of two sizes with one barcode the first is found.
    this.#byEan = new Map(this.#all.toReversed().map((size) => [size.EAN, size]));
  }

  bySku(sku: string): Size | undefined {
    return this.#bySku.get(sku);
  }

  byId(id: number): Size | undefined {
    return this.#all[id - FIRST_ID];
  }

  /** The size an input names; undefined when Centra has none like it. */
  find(by: SizeInput): Size | undefined {
    const { id, SKU, EAN, any } = by;
    return (
      (SKU != null ? this.bySku(SKU) : undefined) ??
      (any != null ? (this.bySku(any) ?? this.#byEan.get(any)) : undefined) ??
      (id != null ? this.byId(id) : undefined) ??
      (EAN != null ? this.#byEan.get(EAN) : undefined)
    );
  }
}
