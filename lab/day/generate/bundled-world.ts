import type { World, WorldLocation, WorldProduct } from '../../simulators/kit/world.js';
import { numberLocations } from '../feed/world-of-feed.js';

const STORES = [
  'Stockholm Drottninggatan',
  'Stockholm Sickla',
  'Göteborg Nordstan',
  'Malmö Triangeln',
  'Uppsala Svava',
  'Örebro Krämaren',
  'Linköping Gränden',
  'Umeå Utopia',
];

/** Styles, their short names and prices in SEK. The last four hang only in the stores, the very last in one store each. */
const STYLES: readonly (readonly [string, string, number])[] = [
  ['Dock overshirt', 'DOCK', 899],
  ['Pier tee', 'PIER', 299],
  ['Cove long sleeve', 'COVE', 399],
  ['Fjord knit', 'FJRD', 1199],
  ['Moor cardigan', 'MOOR', 1099],
  ['Ridge parka', 'RIDG', 2999],
  ['Brook shirt', 'BROK', 799],
  ['Heath chino', 'HETH', 999],
  ['Birch jean', 'BRCH', 1099],
  ['Ember hoodie', 'EMBR', 849],
  ['Slate blazer', 'SLAT', 1999],
  ['Marsh skirt', 'MRSH', 749],
  ['Cliff dress', 'CLIF', 1299],
  ['Dune shorts', 'DUNE', 599],
  ['Loch polo', 'LOCH', 549],
  ['Vale gilet', 'VALE', 1149],
  ['Atelier coat', 'ATLC', 3499],
  ['Atelier trouser', 'ATLT', 1499],
  ['Atelier shirt', 'ATLS', 1299],
  ['Archive jacket', 'ARCH', 2799],
];
const COLOURS = ['BLK', 'NVY', 'SND', 'RUS'] as const;
const SIZES = ['XS', 'S', 'M', 'L', 'XL'] as const;

/** The warehouse does not know these two, the tills do not know those: an order for one must wait for a person. */
export const UNKNOWN_IN_WMS = ['DOCK-BLK-XS', 'FJRD-SND-XL'] as const;
export const UNKNOWN_IN_SITOO = ['ATLC-NVY-S', 'ATLS-RUS-L'] as const;

const isStoreOnly = (sku: string) => sku.startsWith('ATL') || sku.startsWith('ARCH');
const hangsInOneStore = (sku: string) => sku.startsWith('ARCH');

function barcode(index: number): string {
  const digits = `735001${String(index).padStart(6, '0')}`;
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

function missingIn(sku: string): Pick<WorldProduct, 'missingIn'> {
  if (UNKNOWN_IN_WMS.some((s) => s === sku)) return { missingIn: ['wms'] };
  if (UNKNOWN_IN_SITOO.some((s) => s === sku)) return { missingIn: ['sitoo'] };
  return {};
}

/** The places of the bundled world: those of the example brand. */
const places = (): readonly WorldLocation[] =>
  numberLocations([
    ...STORES.map((name, i) => ({ id: `store-${String(i + 1).padStart(2, '0')}`, kind: 'store' as const, name })),
    { id: 'dc', kind: 'warehouse', name: 'Central warehouse' },
  ]);

/**
 * The world that a feed without world lines is played in: eight stores, one warehouse, 400 SKUs of apparel. Given other
 * places, the same goods lie there.
 */
export function bundledWorld(locations = places(), currency = 'SEK'): World {
  const stores = locations.filter((place) => place.kind === 'store');
  const products = STYLES.flatMap(([name, short, price], style) =>
    COLOURS.flatMap((colour, c) =>
      SIZES.map((size, s): WorldProduct => {
        const sku = `${short}-${colour}-${size}`;
        const index = (style * COLOURS.length + c) * SIZES.length + s;
        const titled = `${name} ${colour} ${size}`;
        return { sku, barcode: barcode(index), name: titled, priceMinor: price * 100, ...missingIn(sku) };
      }),
    ),
  );
  const stock = products.flatMap(({ sku }, i) =>
    locations.flatMap((place) => {
      if (place.kind === 'warehouse') return isStoreOnly(sku) ? [] : [{ location: place.id, sku, quantity: 200 }];
      if (hangsInOneStore(sku) && stores.indexOf(place) !== i % stores.length) return [];
      return [{ location: place.id, sku, quantity: 25 }];
    }),
  );
  return { currency, locations, products, stock };
}

/** What is where in the bundled world, as the day's script needs it. */
export interface Assortment {
  /** Known everywhere, in the warehouse and in every store. */
  readonly everywhere: readonly WorldProduct[];
  /** Known everywhere, in every store and not in the warehouse. */
  readonly storesOnly: readonly WorldProduct[];
  /** In one store alone, with that store. */
  readonly oneStore: readonly { readonly product: WorldProduct; readonly store: string }[];
}

export function assortment(world: World): Assortment {
  const known = world.products.filter((p) => p.missingIn === undefined);
  return {
    everywhere: known.filter((p) => !isStoreOnly(p.sku)),
    storesOnly: known.filter((p) => isStoreOnly(p.sku) && !hangsInOneStore(p.sku)),
    oneStore: known.flatMap((product) => {
      const level = hangsInOneStore(product.sku) ? world.stock.find((s) => s.sku === product.sku) : undefined;
      return level === undefined ? [] : [{ product, store: level.location }];
    }),
  };
}
