import { type Brand, scaled } from '../brand.js';
import { promiseOfKind } from './promised-times.js';
import type { OrderSettings } from './settings.js';

const CAPTURE_CHECK_MS = 60_000;

/** What order workflows need to know of the brand, promises already at the pace of this installation. */
export function settingsFor(brand: Brand): OrderSettings {
  return {
    currency: brand.currency,
    couriers: Object.keys(brand.couriers),
    locations: brand.locations.map(({ id, kind }) => ({ id, kind })),
    posOrdersInBatches: brand.posOrders !== 'immediate',
    promises: { store: promiseOfKind(brand, 'store'), warehouse: promiseOfKind(brand, 'warehouse') },
    captureCheckMs: scaled(brand, CAPTURE_CHECK_MS),
  };
}
