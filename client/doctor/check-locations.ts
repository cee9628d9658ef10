import type { Brand, Location } from '../../domain/brand.js';
import type { WmsWarehouseId } from '../../domain/ids.js';
import { locationsOf } from '../../domain/locations.js';
import type { CentraPort } from '../../systems/centra/port.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { type Finding, good, problem, warning } from './finding.js';

type Locations = Pick<Brand, 'locations'>;

/** Every location of the brand must be an active warehouse in Centra. */
export function checkCentraLocations(
  brand: Locations,
  warehouses: Awaited<ReturnType<CentraPort['warehouses']>>,
): Finding[] {
  const check = 'locations in Centra';
  const byId = new Map(warehouses.map((warehouse) => [warehouse.id, warehouse]));
  return checkEach(check, locationsOf(brand).in('centra'), (location) => {
    const warehouse = byId.get(location.centra);
    if (warehouse === undefined)
      return [
        problem(
          check,
          `Centra has no warehouse ${location.centra} (${location.id}): correct locations in the brand file.`,
        ),
      ];
    if (!warehouse.active)
      return [
        problem(check, `Warehouse ${location.centra} (${location.id}) is not active in Centra: activate it there.`),
      ];
    return [];
  });
}

/** Orders of a warehouse that asks first wait until somebody confirms them in Centra: Onepool cannot. */
export function checkAllocation(
  { locations }: Locations,
  warehouses: Awaited<ReturnType<CentraPort['warehouses']>>,
): Finding[] {
  const check = 'allocation in Centra';
  const ours = new Set(locations.map(({ centra }) => centra));
  const asking = warehouses.filter(({ id, allocation }) => ours.has(id) && allocation !== 'direct');
  if (asking.length === 0) return [good(check, 'no order waits there for a confirmation')];
  const names = asking.map(({ id, name, allocation }) => `${id} (${name}, ${allocation})`).join(', ');
  return [
    warning(
      check,
      `orders wait there until somebody confirms them in Centra, which Onepool cannot: ${names}. Set their allocation policy to direct, or see that they are confirmed within promises.confirmation.`,
    ),
  ];
}

/** Every location must be a warehouse in Sitoo; the WMS's mirror there must be a virtual one, a store must not be. */
export function checkSitooLocations(
  brand: Locations,
  warehouses: Awaited<ReturnType<SitooPort['warehouses']>>,
): Finding[] {
  const locations = locationsOf(brand).in('sitoo');
  const check = 'locations in Sitoo';
  const byId = new Map(warehouses.map((warehouse) => [warehouse.id, warehouse]));
  const named = new Set(
    locations.flatMap(({ sitoo, sitooNotForSale = [] }) => [sitoo, ...sitooNotForSale.map(({ id }) => id)]),
  );
  const unused = warehouses.filter(({ id }) => !named.has(id));
  const checked = checkEach(check, locations, (location) => {
    const gone = (location.sitooNotForSale ?? []).filter(({ id }) => !byId.has(id));
    if (gone.length > 0)
      return gone.map(({ id, meaning }) =>
        problem(
          check,
          `Sitoo has no warehouse ${id} (${meaning} of ${location.id}): correct sitooNotForSale in the brand file.`,
        ),
      );
    const warehouse = byId.get(location.sitoo);
    if (warehouse === undefined)
      return [
        problem(
          check,
          `Sitoo has no warehouse ${location.sitoo} (${location.id}): correct locations in the brand file.`,
        ),
      ];
    if (warehouse.virtual === (location.kind === 'warehouse')) return [];
    return [
      problem(
        check,
        location.kind === 'warehouse'
          ? `Warehouse ${location.sitoo} (${location.id}) must be a virtual warehouse in Sitoo: only then can its stock be set.`
          : `Warehouse ${location.sitoo} (${location.id}) is a virtual warehouse in Sitoo, but a store must keep its own stock.`,
      ),
    ];
  });
  return [
    ...checked,
    ...unused.map(({ id, name, sellable }) =>
      warning(
        check,
        `Sitoo also has a warehouse ${id} (${name}${sellable === false ? ', not for sale' : ''}) that the brand file does not name: goods that come back into it are not restocked. Name it as sitooNotForSale of its store, or as a location.`,
      ),
    ),
  ];
}

/** Every warehouse of the brand must be known to the WMS. Others of the WMS are named as a warning. */
export function checkWarehouseLocations(
  { locations }: Locations,
  warehouses: Awaited<ReturnType<WarehousePort['warehouses']>>,
): Finding[] {
  const check = 'locations in the WMS';
  const known = new Set(warehouses.map((warehouse) => warehouse.id));
  const ours = new Set<WmsWarehouseId | undefined>(locations.map((location) => location.wms));
  const missing = checkEach(check, locations, (location) =>
    location.wms === undefined || known.has(location.wms)
      ? []
      : [
          problem(
            check,
            `The WMS has no warehouse ${location.wms} (${location.id}): correct locations in the brand file.`,
          ),
        ],
  );
  const unused = warehouses.filter((warehouse) => !ours.has(warehouse.id));
  return [
    ...missing,
    ...unused.map((w) =>
      warning(check, `The WMS also has a warehouse ${w.id} that no location of the brand file uses.`),
    ),
  ];
}

function checkEach<Known extends Location>(
  check: string,
  locations: readonly Known[],
  problemsOf: (location: Known) => Finding[],
): Finding[] {
  const problems = locations.flatMap(problemsOf);
  return problems.length > 0 ? problems : [good(check, 'every location is found')];
}
