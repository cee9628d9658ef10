import type { SitooProductId } from '../../domain/ids.js';
import type { MasterProduct, ProductReplica, ProductState, ProductSystem } from '../../domain/products/product.js';
import type { TaxGroup } from '../../domain/products/vat-group.js';
import type { UnreadableRow } from '../unreadable.js';

/** What is read whole, page by page. */
export type ProductReading = 'masters' | 'prices' | 'campaigns' | ProductSystem;

/** How far a reading has got; saved together with the rows of its page. */
export interface ReadingPage {
  readonly reading: number;
  /** The next page; left out after the last one. */
  readonly next?: string;
}

/** What a page holds that cannot be used, and how far its reading has got. */
export interface ReadOf {
  /** Left out for what is read beside a reading of everything: what changed. */
  readonly page?: ReadingPage;
  readonly unreadable?: readonly UnreadableRow[];
}

export interface MasterRow extends Omit<MasterProduct, 'priceMinor' | 'taxGroup'> {
  /** What the web shop's list of products holds it under. */
  readonly product: number;
  readonly variant: number;
  readonly size: number;
  /** Product and variant are active. `active` says so of the size as well. */
  readonly offered: boolean;
}

/** The prices of a variant. */
export interface PriceRow {
  readonly variant: number;
  /** What the web shop's list of prices holds it under. */
  readonly display: number;
  /** Minor units in the currency of the brand, by price list. */
  readonly prices: Readonly<Record<number, number>>;
  readonly taxGroup?: TaxGroup;
}

/** A row that cannot be used, and of which list. */
export interface UnreadableProduct extends UnreadableRow {
  readonly what: ProductReading;
}

/** A piece of a list by SKU, `after` which it begins; empty for the first. */
export interface PieceOfProducts {
  readonly after: string;
  readonly limit: number;
}

/** A price of a variant for a time: one of its own, or a part taken off that of the price list. */
export interface CampaignPrice {
  readonly id: number;
  readonly variant: number;
  /** Epoch ms. */
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly priceMinor?: number;
  readonly percentOff?: number;
}

export interface SeenProduct extends ProductState {
  readonly sku: string;
  /** The id that the system itself gives it. */
  readonly ref?: SitooProductId;
}

/** A product to be written. */
export interface DueProduct {
  readonly sku: string;
  readonly wanted: ProductState;
  readonly taxGroup?: TaxGroup;
  readonly ref?: SitooProductId;
  /** An earlier attempt may have taken effect: look before creating it. */
  readonly attempted: boolean;
}

export interface ProductProgress {
  readonly masters: number;
  readonly priced: number;
  readonly systems: Readonly<Record<ProductSystem, { present: number; due: number; refused: number }>>;
}

export interface ShownProduct {
  readonly master?: MasterProduct;
  readonly replicas: readonly (ProductReplica & {
    readonly system: ProductSystem;
    readonly due: boolean;
    readonly refused?: string;
    readonly writtenAt?: string;
  })[];
}

/** The products of a brand, masters and replicas, in PostgreSQL. */
export interface ProductStore {
  /** Begins a reading of everything, or resumes the one that broke off. */
  beginReading(what: ProductReading): Promise<{ reading: number; nextPage?: string }>;
  /** Saves masters; with a page of a reading, also how far it has got. After the last page, what was not seen is forgotten. */
  saveMasters(rows: readonly MasterRow[], read?: ReadOf): Promise<void>;
  savePrices(rows: readonly PriceRow[], read?: ReadOf): Promise<void>;
  saveCampaigns(rows: readonly CampaignPrice[], read: ReadOf): Promise<void>;
  /** Campaigns that began or ended after a moment (epoch ms), and when the next one does. By the clock of the database, as prices are. */
  priceChanges(sinceMs: number): Promise<{ readonly passed: number; readonly nextAtMs?: number }>;
  /** Saves barcode and status of sizes that are known already. */
  saveSizes(rows: readonly { size: number; barcode: string; active: boolean }[]): Promise<void>;
  saveReplicas(system: ProductSystem, rows: readonly SeenProduct[], read?: ReadOf): Promise<void>;
  /** Rows of the lists that could not be used when they were last read; the first thousand. */
  unreadable(): Promise<UnreadableProduct[]>;
  /** The price lists in the currency of the brand that any product has a price in. */
  priceLists(): Promise<number[]>;
  /**
   * Masters by SKU, each with the price that holds now: of several campaigns of a variant the lowest, which one wins is not
   * documented. Without a price list none has a price.
   */
  masters(piece: PieceOfProducts, pricelist: number | undefined): Promise<MasterProduct[]>;
  replicas(system: ProductSystem, piece: PieceOfProducts): Promise<ProductReplica[]>;
  replicasOf(system: ProductSystem, skus: readonly string[]): Promise<ProductReplica[]>;
  /**
   * Makes exactly these products due to be written, of those from `after` to `upTo`; without `upTo`, of all behind `after`. What
   * was being written and never reported stays due.
   */
  setDue(
    system: ProductSystem,
    skus: readonly string[],
    range: { readonly after: string; readonly upTo?: string },
  ): Promise<void>;
  /** Records that what is seen of these products is what we would have written. */
  recordAgreement(system: ProductSystem, skus: readonly string[]): Promise<void>;
  /** Makes a product due whatever is seen of it: a person wants the master to win. */
  force(system: ProductSystem, sku: string): Promise<void>;
  due(system: ProductSystem, limit: number, pricelist: number | undefined): Promise<DueProduct[]>;
  /** Records, before the call, what will be written. */
  recordAttempts(system: ProductSystem, rows: readonly Pick<DueProduct, 'sku' | 'wanted'>[]): Promise<void>;
  /** Records, after the call, the result for each product. */
  recordResults(
    system: ProductSystem,
    rows: readonly { sku: string; wanted: ProductState; ref?: SitooProductId; refused?: string }[],
  ): Promise<void>;
  /** Records that a person accepts what is seen of a product. */
  accept(system: ProductSystem, sku: string): Promise<void>;
  /** SKUs that were written at or after a moment (ISO), in any system or in one. */
  writtenSince(moment: string, system?: ProductSystem): Promise<Set<string>>;
  show(sku: string, pricelist: number | undefined): Promise<ShownProduct>;
  progress(): Promise<ProductProgress>;
}
