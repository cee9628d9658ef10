import { stringify } from 'yaml';
import type { WarehouseKind } from '../../../systems/warehouse-kinds.js';
import { hasSimulated, type World } from '../../simulators/kit/world.js';

/**
 * The text of a brand file that fits a world. Promises run `speed` times faster than life, as the day does.
 * Followers look about once a second of ours, so that a lost event is found soon and nobody is asked all the time.
 */
export function brandForWorld(
  world: World,
  options: { readonly brand: string; readonly speed: number; readonly warehouse?: WarehouseKind },
): string {
  const every = `${Math.max(60, Math.round(options.speed))}s`;
  return stringify({
    brand: options.brand,
    currency: world.currency,
    rehearsalSpeed: Math.max(1, options.speed),
    locations: world.locations.map(({ id, kind, name, centraWarehouse, sitooWarehouse, wmsWarehouse }) => ({
      id,
      kind,
      name,
      ...(hasSimulated(world, 'centra') ? { centra: centraWarehouse } : {}),
      ...(hasSimulated(world, 'sitoo') ? { sitoo: sitooWarehouse } : {}),
      ...(hasSimulated(world, 'wms') && wmsWarehouse !== undefined ? { wms: wmsWarehouse } : {}),
    })),
    couriers: {
      'home-standard': courier('home', 'home-standard', { carrier: 'PostNord', service: '17', wayOfDelivery: 'STD' }),
      'home-express': courier('home', 'home-express', { carrier: 'Budbee', service: 'EXPRESS', wayOfDelivery: 'EXP' }),
      'click-and-collect': courier('collect', 'click-and-collect', {
        carrier: 'Store',
        service: 'COLLECT',
        wayOfDelivery: 'COL',
      }),
    },
    // Longer than an outage of our own may last at this speed, so that only a place that is really silent is asked about.
    promises: { storePick: '8h', warehousePick: '24h', warehouseSend: '48h' },
    // Goods that travel on to the warehouse are looked for often enough that nobody waits for the look.
    returns: { arriveWithin: '12h' },
    followEvery: { centra: every, sitoo: every, wms: every },
    ...(options.warehouse === undefined
      ? {}
      : { warehouse: { kind: options.warehouse, files: { waitForMissing: '30s' } } }),
  });
}

const courier = (
  delivery: 'home' | 'collect',
  option: string,
  carrier: { readonly carrier: string; readonly service: string; readonly wayOfDelivery: string },
) => ({ delivery, shippingOptions: [option], ...carrier });
