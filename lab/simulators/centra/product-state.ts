import { z } from 'zod';
import type { WorldProduct } from '../kit/world.js';
import type { Size, Sizes } from './sizes.js';

/** What the shop's staff do to a product: they add it, or change some of it. */
export const productAct = z.strictObject({
  type: z.literal('ams.product'),
  sku: z.string().min(1),
  name: z.string().exactOptional(),
  barcode: z.string().exactOptional(),
  /** Null takes the price off the price list. */
  priceMinor: z.int().nonnegative().nullable().exactOptional(),
  active: z.boolean().exactOptional(),
  newSku: z.string().min(1).exactOptional(),
  taxGroup: z.strictObject({ id: z.int().positive(), name: z.string() }).exactOptional(),
  customs: z
    .strictObject({ originCountry: z.string(), tariffNumber: z.string(), description: z.string() })
    .partial()
    .exactOptional(),
});
/** The shop's staff give a product a price in another list than that of the web shop: for staff, or for another market. */
export const listPriceAct = z.strictObject({
  type: z.literal('ams.list-price'),
  sku: z.string().min(1),
  pricelist: z.int().positive(),
  currency: z.string().length(3),
  priceMinor: z.int().nonnegative(),
});
/** The shop's staff put a variant into a campaign: with a price of its own, or with a part off. */
export const campaignAct = z.strictObject({
  type: z.literal('ams.campaign'),
  sku: z.string().min(1),
  startsAt: z.iso.datetime({ offset: true }),
  stopsAt: z.iso.datetime({ offset: true }),
  priceMinor: z.int().nonnegative().exactOptional(),
  percent: z.number().positive().max(100).exactOptional(),
});

/** A price for a time, epoch ms. */
export interface Campaign {
  readonly id: number;
  readonly startsAt: number;
  readonly stopsAt: number;
  readonly priceMinor?: number;
  readonly percent?: number;
}

/** Objects of a product, as the events queue names them. */
export const PRODUCT_CHANGES = ['Product', 'ProductSize', 'Price'] as const;
export type ProductChange = (typeof PRODUCT_CHANGES)[number];
export const isOfProduct = (type: string): type is ProductChange => PRODUCT_CHANGES.some((change) => change === type);

type ProductAct = z.output<typeof productAct>;

/** A product with its one variant, one size and one display; each keeps its own change time, as Centra does. */
export interface ProductEntry {
  readonly id: number;
  sku: string;
  name: string;
  priceMinor: number | null;
  active: boolean;
  readonly campaigns: Campaign[];
  /** In other lists than that of the web shop. */
  readonly listPrices: Omit<z.output<typeof listPriceAct>, 'type' | 'sku'>[];
  taxGroup: ProductAct['taxGroup'];
  customs: NonNullable<ProductAct['customs']>;
  productAt: number;
  sizeAt: number;
  displayAt: number;
}

/** The products of a shop, with the change times by which they are read. */
export class ProductStore {
  readonly all: ProductEntry[] = [];
  readonly #products: WorldProduct[];
  readonly #sizes: Sizes;
  readonly #bySku = new Map<string, ProductEntry>();

  constructor(products: WorldProduct[], sizes: Sizes) {
    this.#products = products;
    this.#sizes = sizes;
    // They were there before anybody looked.
    for (const product of products) this.#add(product, Date.now() - 3_600_000);
  }

  bySku(sku: string): ProductEntry | undefined {
    return this.#bySku.get(sku);
  }

  sizeOf(entry: ProductEntry): Size | undefined {
    return this.#sizes.byId(entry.id);
  }

  /** Returns the objects that changed, as events name them. */
  edit(act: ProductAct): ProductChange[] {
    const now = Date.now();
    const { sku, name, barcode, priceMinor, active, newSku, taxGroup, customs } = act;
    const known = this.#bySku.get(sku);
    if (!known) {
      const product = { sku, name: name ?? sku, barcode: barcode ?? '', priceMinor: priceMinor ?? 0 };
      this.#products.push(product);
      this.#sizes.add(sku, product.barcode);
      const entry = this.#add(product, now);
      if (priceMinor === null) entry.priceMinor = null;
      entry.active = active ?? true;
      entry.taxGroup = taxGroup;
      entry.customs = customs ?? {};
      return ['Product', 'ProductSize', 'Price'];
    }
    const changed: ProductChange[] = [];
    if ([name, active, newSku, customs].some((one) => one !== undefined)) {
      known.customs = { ...known.customs, ...customs };
      known.name = name ?? known.name;
      known.active = active ?? known.active;
      known.productAt = now;
      changed.push('Product');
    }
    if (barcode !== undefined || newSku !== undefined) {
      known.sku = newSku ?? sku;
      known.sizeAt = now;
      this.#sizes.change(known.id, { SKU: known.sku, ...(barcode === undefined ? {} : { EAN: barcode }) });
      this.#bySku.delete(sku);
      this.#bySku.set(known.sku, known);
      changed.push('ProductSize');
    }
    if (priceMinor !== undefined || taxGroup !== undefined) {
      known.priceMinor = priceMinor === undefined ? known.priceMinor : priceMinor;
      known.taxGroup = taxGroup ?? known.taxGroup;
      known.displayAt = now;
      changed.push('Price');
    }
    const at = this.#products.findIndex((product) => product.sku === sku);
    const before = this.#products[at];
    if (before)
      this.#products[at] = {
        ...before,
        sku: known.sku,
        name: known.name,
        barcode: barcode ?? before.barcode,
        priceMinor: known.priceMinor ?? before.priceMinor,
      };
    return changed;
  }

  #add({ sku, name, priceMinor }: WorldProduct, at: number): ProductEntry {
    const id = this.#sizes.bySku(sku)?.id ?? 0;
    const entry = {
      id,
      sku,
      name,
      priceMinor,
      active: true,
      campaigns: [],
      listPrices: [],
      taxGroup: undefined,
      customs: {},
      productAt: at,
      sizeAt: at,
      displayAt: at,
    };
    this.all.push(entry);
    this.#bySku.set(sku, entry);
    return entry;
  }
}
