import { z } from 'zod';
import type { ProductEntry } from './product-state.js';
import type { SimulatorState } from './state.js';
import { centraTime, page, type Views } from './views.js';

interface ProductsArgs {
  limit?: number | null;
  page?: number | null;
  where?: { id?: number[]; status?: string[]; updatedAt?: { from?: string; to?: string } };
  sort?: string[];
}

const paging = z.object({ limit: z.int().min(1).max(200).nullish(), page: z.int().min(1).nullish() });
const PRICELIST = 11;

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
  const status = (entry: ProductEntry): 'ACTIVE' | 'INACTIVE' => (entry.active ? 'ACTIVE' : 'INACTIVE');
  const chosen = (args: ProductsArgs, at: (entry: ProductEntry) => number): ProductEntry[] => {
    if (!paging.safeParse(args).success) throw new RangeError('Limit must be in range 1 - 200');
    const { id, status: statuses, updatedAt } = args.where ?? {};
    const found = state.catalogue.all.filter(
      (entry) =>
        (id?.includes(entry.id) ?? true) && (statuses?.includes(status(entry)) ?? true) && within(at(entry), updatedAt),
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
        variants: [
          { id: entry.id, name: '', status: 'ACTIVE', stockOffset: null, productSizes: [views.size(entry.sku)] },
        ],
      })),
    displays: (args: ProductsArgs) =>
      chosen(args, (entry) => entry.displayAt).map((entry) => ({
        id: entry.id,
        prices: price(entry),
        productVariants: [{ id: entry.id }],
      })),
  };
}

/** Centra keeps whole seconds. */
export function within(ms: number, range: { from?: string; to?: string } | undefined): boolean {
  const at = Math.floor(ms / 1000) * 1000;
  return !range || (at >= Date.parse(range.from ?? '1970-01-01') && at <= Date.parse(range.to ?? '9999-12-31'));
}
