/** A size of a product as the web shop has it; all systems downstream go by its SKU. */
export interface CentraProduct {
  readonly size: number;
  readonly variant: number;
  readonly sku: string;
  /** Empty when there is none. */
  readonly barcode: string;
  readonly name: string;
  /** Its product and its variant are active. */
  readonly offered: boolean;
  /** And the size is active too. */
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
  /** Subscribes the events queue to products; idempotent by contract. */
  listenToProducts(): Promise<void>;
  /** A page of all products, the last changed first: one that changes while we page moves to the front and hides no other. Pages count from 1. */
  productPage(page: number): Promise<Page<CentraProduct>>;
  pricePage(page: number): Promise<Page<CentraPrices>>;
  /** Everything about products that changed at or after `from` (ISO). */
  productsChangedSince(from: string): Promise<{
    products: CentraProduct[];
    /** Sizes that changed on their own; `active` is their own status, whatever their product's is. */
    sizes: { size: number; barcode: string; active: boolean }[];
    prices: CentraPrices[];
  }>;
}
