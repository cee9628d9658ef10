import type { SitooProductId } from '../../domain/ids.js';
import type { TillVatGroup } from '../../domain/products/vat-group.js';
import type { ListPage } from '../unreadable.js';

/** A product as the tills have it. */
export interface SitooProduct {
  readonly id: SitooProductId;
  readonly sku: string;
  readonly name: string;
  /** Empty when there is none. */
  readonly barcode: string;
  /** Sold at the tills. */
  readonly active: boolean;
  /** Price of the default price list, minor units. */
  readonly priceMinor: number;
}

/** A product to be written; without an id it is created. */
export interface SitooProductToWrite extends Omit<SitooProduct, 'id' | 'priceMinor'> {
  readonly id?: SitooProductId;
  readonly priceMinor?: number;
  /** Its VAT group, where it is created. */
  readonly vatId?: number;
}

/** What became of one product of a batch. */
export interface WrittenSitooProduct {
  readonly sku: string;
  readonly id?: SitooProductId;
  readonly refused?: string;
}

/** Products at the tills. All calls go in the lowest lane. */
export interface SitooProducts {
  /** A page of all products, inactive ones included, from the `start`th on; money in this currency. An odd row is named by its `productid`. */
  productPage(start: number, currency: string): Promise<ListPage<SitooProduct>>;
  /** The VAT groups of the site, from its groups of products. Not every site shows them: then it is `rejected`. */
  vatGroups(): Promise<TillVatGroup[]>;
  /** Ids of products by SKU; unknown ones are left out. */
  productIds(skus: readonly string[]): Promise<Map<string, SitooProductId>>;
  /** Creates products that have no id, one batch; each answers for itself. Look with {@link productIds} before a repeat. */
  createProducts(products: readonly SitooProductToWrite[], currency: string): Promise<WrittenSitooProduct[]>;
  /** Changes products by their ids, one batch; each answers for itself. Safe to repeat. */
  changeProducts(products: readonly SitooProductToWrite[], currency: string): Promise<WrittenSitooProduct[]>;
  /** Sets prices of a price list, one batch; each answers for itself. Safe to repeat. */
  setPrices(
    pricelist: number,
    prices: readonly { sku: string; priceMinor: number }[],
    currency: string,
  ): Promise<WrittenSitooProduct[]>;
}
