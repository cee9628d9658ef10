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

/**
 * What a campaign makes of the price of a variant, in the brand's store, between two moments (epoch ms). It comes before
 * vouchers and in place of the price list's price: a price of its own, or a part taken off. Which of several campaigns of one
 * variant wins is not documented.
 */
export interface CentraCampaignPrice {
  readonly id: number;
  readonly variant: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** In the currency's own unit, as in {@link CentraPrices}. */
  readonly fixed?: { readonly value: number; readonly currency: string };
  readonly discountPercent?: number;
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
  /** A page of the prices of the brand's store, of displays that are switched on. */
  pricePage(page: number): Promise<Page<CentraPrices>>;
  /** A page of the campaign prices of the brand's store, whenever they apply. Needs the permission `Campaign:read`. */
  campaignPage(page: number): Promise<Page<CentraCampaignPrice>>;
  /** A page of what changed about products at or after `from` (ISO), one list after the other. Begins with the first page of products. */
  changedPage(from: string, at: ChangesAt): Promise<ChangedProducts>;
}

/** A place in the lists of what changed. Pages count from 1. */
export interface ChangesAt {
  readonly list: 'products' | 'sizes' | 'prices';
  readonly page: number;
}

export interface ChangedProducts {
  readonly products: readonly CentraProduct[];
  /** Sizes that changed on their own; `active` is their own status, whatever their product's is. */
  readonly sizes: readonly { readonly size: number; readonly barcode: string; readonly active: boolean }[];
  readonly prices: readonly CentraPrices[];
  /** The place after it; left out at the end of the last list. */
  readonly next?: ChangesAt;
}
