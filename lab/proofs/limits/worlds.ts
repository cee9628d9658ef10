import { numberLocations } from '../../day/feed/world-of-feed.js';
import type { World } from '../../simulators/kit/world.js';

/** Of so many locations the last is the warehouse. */
export const LOCATIONS = 30;

export const skuOf = (i: number): string => `P-${String(i).padStart(6, '0')}`;

/** A world of stores and one warehouse, in which so many units of every SKU lie everywhere. */
export function worldOf(options: {
  readonly skus: number;
  readonly locations?: number;
  readonly units?: number;
}): World {
  const { skus, locations = LOCATIONS, units = 0 } = options;
  const stores = Array.from({ length: locations - 1 }, (_, i) => `store-${String(i + 1).padStart(2, '0')}`);
  const places = numberLocations([
    ...stores.map((id) => ({ id, kind: 'store' as const })),
    { id: 'dc', kind: 'warehouse' },
  ]);
  const products = Array.from({ length: skus }, (_, i) => ({
    sku: skuOf(i),
    barcode: String(7_300_000_000_000 + i),
    name: `Article ${i}`,
    priceMinor: 19_900,
  }));
  const stock =
    units === 0 ? [] : places.flatMap(({ id }) => products.map(({ sku }) => ({ location: id, sku, quantity: units })));
  return { currency: 'SEK', locations: places, products, stock };
}
