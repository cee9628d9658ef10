import { z } from 'zod';
import { type TimeRange, within } from './filters.js';
import type { Campaign, ProductEntry } from './product-state.js';
import type { SimulatorState } from './state.js';
import { type Cut, centraTime, cut, page, type Views } from './views.js';

interface ProductsArgs {
  limit?: number | null;
  page?: number | null;
  where?: {
    id?: number[];
    status?: string[];
    storeId?: number[];
    productId?: number[];
    productVariantId?: number[];
    updatedAt?: TimeRange;
  };
  sort?: string[];
}

const paging = z.object({ limit: z.int().min(1).max(200).nullish(), page: z.int().min(1).nullish() });
const PRICELIST = 11;
const STORE = 1;

/** Products and displays, over the state. */
export function createProductQueries(state: SimulatorState, views: Views) {
  const price = (entry: ProductEntry) => {
    const currency = { id: 1, code: state.currency };
    if (entry.priceMinor === null) return [];
    return [
      {
        id: entry.id,
        productVariant: { id: entry.id },
        pricelist: { id: PRICELIST, name: 'Web', currency },
        price: { value: entry.priceMinor / 100, currency, conversionRate: 1 },
      },
    ];
  };
  const variant = (entry: ProductEntry) => ({
    id: entry.id,
    name: '',
    status: 'ACTIVE',
    stockOffset: null,
    productSizes: (args: Cut) => cut([views.size(entry.sku)], args),
  });
  const campaignVariant = (entry: ProductEntry, { id, startsAt, stopsAt, priceMinor, percent }: Campaign) => ({
    id,
    status: 'ACTIVE',
    startAt: centraTime(startsAt),
    stopAt: centraTime(stopsAt),
    discountPercent: percent ?? null,
    fixedPrice: priceMinor === undefined ? null : views.money(priceMinor),
    productVariant: { id: entry.id },
  });
  const status = (entry: ProductEntry): 'ACTIVE' | 'INACTIVE' => (entry.active ? 'ACTIVE' : 'INACTIVE');
  const chosen = (args: ProductsArgs, at: (entry: ProductEntry) => number): ProductEntry[] => {
    if (!paging.safeParse(args).success) throw new RangeError('Limit must be in range 1 - 200');
    const { id, status: statuses, storeId, productId, productVariantId, updatedAt } = args.where ?? {};
    const found = state.catalogue.all.filter(
      (entry) =>
        // A product has one variant and one display here, under one id, in the one store of this shop's products.
        [id, productId, productVariantId].every((ids) => ids?.includes(entry.id) ?? true) &&
        (storeId?.includes(STORE) ?? true) &&
        (statuses?.includes(status(entry)) ?? true) &&
        within(at(entry), updatedAt),
    );
    const order = args.sort?.[0];
    if (order) found.sort((a, b) => (order.endsWith('_DESC') ? -1 : 1) * (at(a) - at(b) || a.id - b.id));
    return page(found, args);
  };

  return {
    products: (args: ProductsArgs) =>
      chosen(args, (entry) => entry.productAt).map((entry) => ({
        id: entry.id,
        name: entry.name,
        status: status(entry),
        productNumber: entry.sku,
        updatedAt: centraTime(entry.productAt),
        variants: (args: Cut) => cut([variant(entry)], args),
      })),
    displays: (args: ProductsArgs) =>
      chosen(args, (entry) => entry.displayAt).map((entry) => ({
        id: entry.id,
        name: entry.name,
        status: status(entry),
        updatedAt: centraTime(entry.displayAt),
        prices: (args: Cut) => cut(price(entry), args),
        productVariants: (args: Cut) => cut([{ id: entry.id }], args),
        campaignVariants: (args: Cut) => page(entry.campaigns, args).map((one) => campaignVariant(entry, one)),
      })),
  };
}
