import { type Brand, scaled } from '../brand.js';
import { promiseOfKind } from './promised-times.js';
import type { OrderSettings } from './settings.js';

const CAPTURE_CHECK_MS = 60_000;
const BATCHES_TO_WAIT = 3;

/** What order workflows need to know of the brand, promises already at the pace of this installation. */
export function settingsFor(brand: Brand): OrderSettings {
  return {
    currencies: [brand.currency, ...brand.webOrders.currencies],
    couriers: Object.keys(brand.couriers),
    locations: brand.locations.map(({ id, kind }) => ({ id, kind })),
    posOrdersInBatches: brand.posOrders !== 'immediate',
    promises: { store: promiseOfKind(brand, 'store'), warehouse: promiseOfKind(brand, 'warehouse') },
    waits: {
      'waiting-for-payment': scaled(brand, brand.promises.payment),
      'on-hold': scaled(brand, brand.promises.hold),
      archived: scaled(brand, brand.promises.hold),
      'waiting-for-goods': scaled(brand, brand.promises.preorder),
      'waiting-for-confirmation': scaled(brand, brand.promises.confirmation),
      locked: scaled(brand, brand.promises.lock),
      // The next batch may just have gone, and one may fail.
      'waiting-for-batch': brand.posOrders === 'immediate' ? 0 : scaled(brand, brand.posOrders.every * BATCHES_TO_WAIT),
    },
    captureCheckMs: scaled(brand, CAPTURE_CHECK_MS),
  };
}
