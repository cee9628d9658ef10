import { z } from 'zod';
import { formatMoney } from '../../../domain/money.js';
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
    const { priceMinor } = entry;
    const web =
      priceMinor === null ? [] : [{ pricelist: PRICELIST, currency: state.currency, name: 'Web', priceMinor }];
    return [...web, ...entry.listPrices.map((one) => ({ ...one, name: `List ${one.pricelist}` }))].map((one) => {
      const currency = { id: 1, code: one.currency };
      const value = Number(formatMoney({ minor: one.priceMinor, currency: one.currency }));
      return {
        id: entry.id * 1_000 + one.pricelist,
        productVariant: { id: entry.id },
        pricelist: { id: one.pricelist, name: one.name, currency },
        price: { value, currency, conversionRate: 1 },
      };
    });
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
        harmonizedCommodityCode: entry.customs.tariffNumber ?? null,
        harmonizedCommodityCodeDescription: entry.customs.description ?? null,
        countryOfOrigin: entry.customs.originCountry === undefined ? null : { code: entry.customs.originCountry },
        variants: (args: Cut) => cut([variant(entry)], args),
      })),
    displays: (args: ProductsArgs) =>
      chosen(args, (entry) => entry.displayAt).map((entry) => ({
        id: entry.id,
        name: entry.name,
        status: status(entry),
        updatedAt: centraTime(entry.displayAt),
        taxGroup: entry.taxGroup ?? null,
        prices: (args: Cut) => cut(price(entry), args),
        productVariants: (args: Cut) => cut([{ id: entry.id }], args),
        campaignVariants: (args: Cut) => page(entry.campaigns, args).map((one) => campaignVariant(entry, one)),
      })),
  };
}
