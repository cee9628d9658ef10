import { type Brand, paced } from '../../config/brand.js';
import type { OrderSettings } from './settings.js';

const CAPTURE_LOOK_MS = 60_000;

/** What order workflows need to know of the brand, promises already at the pace of this installation. */
export function settingsFor(brand: Brand): OrderSettings {
  return {
    currency: brand.currency,
    couriers: Object.keys(brand.couriers),
    locations: brand.locations.map(({ id, kind }) => ({ id, kind })),
    posOrdersInBatches: brand.posOrders !== 'immediate',
    promises: {
      storePickMs: paced(brand, brand.promises.storePick),
      storeHandoverMs: paced(brand, brand.promises.storeHandover),
      warehousePickMs: paced(brand, brand.promises.warehousePick),
      warehouseSendMs: paced(brand, brand.promises.warehouseSend),
    },
    captureLookMs: paced(brand, CAPTURE_LOOK_MS),
  };
}
