import type { Brand, Location, WarehouseSettings } from './brand.js';
import { locationsOf } from './locations.js';

/**
 * What one of the warehouse systems of a brand is called in names of ours: in cursors, followers and logs. `wms` is the one that the
 * brand file describes under `warehouse`; the others have their name under `warehouses` in it.
 */
export type WarehouseKey = 'wms' | `wms-${string}`;

type Installation = Pick<Brand, 'locations' | 'warehouses'>;

export const warehouseKey = (name: string | undefined): WarehouseKey => (name === undefined ? 'wms' : `wms-${name}`);

/** The warehouse system that a location is in. */
export const warehouseKeyOf = ({ warehouse }: Pick<Location, 'warehouse'>): WarehouseKey => warehouseKey(warehouse);

/**
 * The warehouse system of a location by its id.
 * @throws Error when the brand file does not name the location any more: another system would say that it has no such order
 */
export const warehouseKeyAt = ({ locations }: Pick<Brand, 'locations'>, id: string): WarehouseKey =>
  warehouseKeyOf(locationsOf({ locations }).get(id));

/** The system that keeps the goods of a location. */
export type Keeper = 'sitoo' | WarehouseKey;

export const keeperAt = (brand: Pick<Brand, 'locations'>, location: string): Keeper =>
  locationsOf(brand).byId(location)?.kind === 'warehouse' ? warehouseKeyAt(brand, location) : 'sitoo';

/** Names of the warehouse systems beside the one under `warehouse`. */
export const namedWarehouses = ({ warehouses = {} }: Installation): readonly string[] => Object.keys(warehouses);

/** Whether `key` is the one of a named warehouse system, and not the one under `warehouse`. */
export const isNamed = (key: string): key is `wms-${string}` => key.startsWith('wms-');

export const settingsOf = (brand: Pick<Brand, 'warehouse' | 'warehouses'>, name: string): WarehouseSettings =>
  brand.warehouses?.[name] ?? brand.warehouse;

/**
 * The brand as whoever works with one of its warehouse systems sees it: with the warehouses that are in it, and its settings. A
 * warehouse of another system is none of its business.
 */
export function brandAt<B extends Pick<Brand, 'locations' | 'warehouse' | 'warehouses'>>(
  brand: B,
  name: string | undefined,
): B {
  if (name === undefined && brand.warehouses === undefined) return brand;
  return {
    ...brand,
    locations: brand.locations.filter(({ kind, warehouse }) => kind === 'store' || warehouse === name),
    ...(name === undefined ? {} : { warehouse: settingsOf(brand, name) }),
  };
}
