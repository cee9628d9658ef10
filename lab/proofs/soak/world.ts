import { numberLocations } from '../../day/feed/world-of-feed.js';
import { seededRandom } from '../../day/generate/seeded-random.js';
import type { Act } from '../../simulators/control.js';
import type { World } from '../../simulators/kit/world.js';

const STORES = 10;
const SKUS = 400;
const PRICE_MINOR = 29_900;
/** Enough for a long run: what is sold comes in again. */
const UNITS = { store: 200, warehouse: 2_000 };
/** Counts the loads that our ledger has recorded: one unit comes in with each, in this store. */
export const MARK = { sku: 'SOAK-MARK', location: 'store-01' } as const;

export function soakWorld(): World {
  const stores = Array.from({ length: STORES }, (_, i) => `store-${String(i + 1).padStart(2, '0')}`);
  const skus = Array.from({ length: SKUS }, (_, i) => `SOAK-${String(i + 1).padStart(3, '0')}`);
  return {
    currency: 'SEK',
    locations: numberLocations([
      ...stores.map((id) => ({ id, kind: 'store' as const, name: id })),
      { id: 'dc', kind: 'warehouse', name: 'Warehouse' },
    ]),
    products: [...skus, MARK.sku].map((sku, i) => ({
      sku,
      barcode: `73700${String(i + 1).padStart(8, '0')}`,
      name: sku,
      priceMinor: PRICE_MINOR,
    })),
    stock: skus.flatMap((sku) => [
      ...stores.map((location) => ({ location, sku, quantity: UNITS.store })),
      { location: 'dc', sku, quantity: UNITS.warehouse },
    ]),
  };
}

/** What happens in one load: mostly sales at tills, some goods that come in, in stores and in the warehouse. */
export interface Load {
  readonly sitoo: readonly Act[];
  readonly wms: readonly Act[];
}

/** Makes loads of so many movements each, the same in every run. */
export function loads(world: World): (movements: number) => Load {
  const random = seededRandom(1);
  const stores = world.locations.filter((place) => place.kind === 'store').map((place) => place.id);
  const skus = world.products.map((product) => product.sku).filter((sku) => sku !== MARK.sku);
  let receipts = 0;
  return (movements) => {
    const sitoo: Act[] = [];
    const wms: Act[] = [];
    for (let nth = 1; nth < movements; nth += 1) {
      const sku = random.pick(skus);
      const location = random.pick(stores);
      const kind = random.int(1, 10);
      if (kind === 1) wms.push({ type: 'wms.receive', sku, quantity: random.int(1, 5) });
      else if (kind <= 3) sitoo.push({ type: 'pos.intake', location, lines: [{ sku, quantity: random.int(1, 6) }] });
      else {
        receipts += 1;
        const lines = [{ sku, quantity: 1, priceMinor: PRICE_MINOR }];
        sitoo.push({ type: 'pos.sale', location, receipt: `K${receipts}`, lines });
      }
    }
    sitoo.push({ type: 'pos.intake', location: MARK.location, lines: [{ sku: MARK.sku, quantity: 1 }] });
    return { sitoo, wms };
  };
}
