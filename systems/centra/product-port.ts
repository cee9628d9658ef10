import type { ListPage } from '../unreadable.js';

/** A size of a product as the web shop has it; all systems downstream go by its SKU. */
export interface CentraProduct {
  /** The product that it is a size of. */
  readonly product: number;
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
  /** What customs ask of its goods; left out where the brand does not read it. */
  readonly customs?: CentraCustoms;
}

/** Each left out where the web shop does not say it. */
export interface CentraCustoms {
  /** ISO 3166-1 alpha-2. */
  readonly originCountry?: string;
  /** Code of the harmonised system. */
  readonly tariffNumber?: string;
  readonly description?: string;
}

export interface CentraPrices {
  /** The display that shows it. */
  readonly display: number;
  readonly variant: number;
  readonly prices: readonly { readonly pricelist: number; readonly currency: string; readonly value: number }[];
  /** The tax group of its display; left out where the brand does not read it, or the display has none. */
  readonly taxGroup?: CentraTaxGroup;
}

export interface CentraTaxGroup {
  readonly id: number;
  readonly name: string;
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

/**
 * Products and prices. All reads go in the lowest lane. A list is read by how many of its rows lie before a page: that stays true
 * when a page gets another size. An odd row is named by the id of its product, its display or its campaign price.
 */
export interface CentraProducts {
  /** Subscribes the events queue to products; idempotent by contract. */
  listenToProducts(): Promise<void>;
  /** A page of all products, the last changed first: one that changes while we page moves to the front and hides no other. */
  productPage(start: number): Promise<ListPage<CentraProduct>>;
  /** A page of the prices of the brand's store, of displays that are switched on. */
  pricePage(start: number): Promise<ListPage<CentraPrices>>;
  /** A page of the campaign prices of the brand's store, whenever they apply. Needs the permission `Campaign:read`. */
  campaignPage(start: number): Promise<ListPage<CentraCampaignPrice>>;
  /** A page of what changed about products at or after `from` (ISO), one list after the other, as {@link productPage} does. */
  changedPage(from: string, at: ChangesAt): Promise<ChangedProducts>;
}

/** A place in the lists of what changed. */
export interface ChangesAt {
  readonly list: 'products' | 'sizes' | 'prices';
  /** Rows of that list before it. */
  readonly start: number;
}

export interface ChangedProducts {
  readonly products: readonly CentraProduct[];
  /** Sizes that changed on their own; `active` is their own status, whatever their product's is. */
  readonly sizes: readonly { readonly size: number; readonly barcode: string; readonly active: boolean }[];
  readonly prices: readonly CentraPrices[];
  readonly unreadable: ListPage<never>['unreadable'];
  /** The place after it; left out at the end of the last list. */
  readonly next?: ChangesAt;
}
