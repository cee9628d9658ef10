import type { World } from '../../../lab/simulators/kit/world.js';
import { COURIERS } from '../web-order.js';

const LOCATIONS = [
  { id: 'store-01', kind: 'store', name: 'One', centraWarehouse: 1, sitooWarehouse: 101 },
  { id: 'store-02', kind: 'store', name: 'Two', centraWarehouse: 2, sitooWarehouse: 102 },
  { id: 'store-03', kind: 'store', name: 'Three', centraWarehouse: 3, sitooWarehouse: 103 },
  { id: 'dc', kind: 'warehouse', name: 'Central', centraWarehouse: 9, sitooWarehouse: 109, wmsWarehouse: 1 },
] as const;

/** SKUs that lie everywhere, in numbers that no test uses up. */
const EVERYWHERE = [
  'TEE-S',
  'TEE-M',
  'TEE-L',
  'CAP',
  'SOCK',
  'BELT',
  'SCARF',
  'GLOVE',
  'NEW-IN',
  'OLD-NAME',
  'LATE-IN',
];
/** SKUs that lie at one place only, and so decide where a fulfilment goes. */
const ONLY_AT = { 'DC-ONLY': 'dc', 'S1-ONLY': 'store-01', 'S3-ONLY': 'store-03' } as const;
/** SKUs that a fulfilling system does not know. */
const MISSING: Readonly<Record<string, readonly ('sitoo' | 'wms')[]>> = {
  'NEW-IN': ['sitoo', 'wms'],
  'OLD-NAME': ['sitoo', 'wms'],
  'LATE-IN': ['wms'],
};

/**
 * No stock is published to the web shop, so that it keeps selling SKUs that the fulfilling systems do not know; otherwise it
 * would learn within moments that there are none.
 */
export const SOLD_BLINDLY = {
  stock: { flows: { storesToCentra: { mode: 'off' }, warehouseToCentra: { mode: 'off' } } },
} as const;

/** Three stores, one warehouse, fourteen SKUs. */
export function smallWorld(): World {
  const skus = [...EVERYWHERE, ...Object.keys(ONLY_AT)];
  const ids = LOCATIONS.map((l) => l.id);
  return {
    currency: 'SEK',
    locations: LOCATIONS.map((l) => ({ ...l })),
    products: skus.map((sku, i) => ({
      sku,
      barcode: String(7_300_000_000_000 + i),
      name: `Article ${i + 1}`,
      priceMinor: 19_900,
      ...(MISSING[sku] ? { missingIn: [...MISSING[sku]] } : {}),
    })),
    stock: [
      ...EVERYWHERE.flatMap((sku) => ids.map((location) => ({ location, sku, quantity: 500 }))),
      ...Object.entries(ONLY_AT).map(([sku, location]) => ({ location, sku, quantity: 500 })),
    ],
  };
}

/** The places of that world as a brand file names them. */
export const LOCATIONS_OF_BRAND = LOCATIONS.map(({ id, kind, name, centraWarehouse, sitooWarehouse, ...l }) => ({
  id,
  kind,
  name,
  centra: centraWarehouse,
  sitoo: sitooWarehouse,
  ...('wmsWarehouse' in l ? { wms: l.wmsWarehouse } : {}),
}));

/** The brand file of that world, as an object to parse. Twenty times faster than life, so that every event is read immediately. */
export function smallBrand(brand: string, changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    brand,
    currency: 'SEK',
    rehearsalSpeed: 20,
    locations: LOCATIONS_OF_BRAND,
    couriers: COURIERS,
    followEvery: { centra: '10s', sitoo: '10s', wms: '10s' },
    ...changes,
  };
}
