/** A size of a product as the web shop has it; everything below goes by its SKU. */
export interface CentraProduct {
  readonly size: number;
  readonly variant: number;
  readonly sku: string;
  /** Empty when there is none. */
  readonly barcode: string;
  readonly name: string;
  /** The product and the variant are active. */
  readonly offered: boolean;
  /** And so is the size. */
  readonly active: boolean;
}

export interface CentraPrices {
  readonly variant: number;
  readonly prices: readonly { readonly pricelist: number; readonly currency: string; readonly value: number }[];
}

/** One page, and whether there may be another. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly more: boolean;
}

/** Products and prices. All reads go in the lowest lane. */
export interface CentraProducts {
  /** Has the events queue tell of products; idempotent by contract. */
  listenToProducts(): Promise<void>;
  /** A page of all products, the latest changed first: one that changes meanwhile goes to the front and pushes no other out of sight. Pages count from 1. */
  productPage(page: number): Promise<Page<CentraProduct>>;
  pricePage(page: number): Promise<Page<CentraPrices>>;
  /** Everything about products that changed at or after `from` (ISO). */
  productsChangedSince(from: string): Promise<{
    products: CentraProduct[];
    /** Sizes that changed by themselves; `active` is their own status, whatever their product says. */
    sizes: { size: number; barcode: string; active: boolean }[];
    prices: CentraPrices[];
  }>;
}
