import type { Brand, Location, LocationKind, NotForSale } from './brand.js';
import type { CentraWarehouseId, SitooWarehouseId } from './ids.js';
import { NAMES_OF_SYSTEMS } from './installation.js';
import type { System } from './names.js';

/** A location that a system knows, by its id there. */
export type LocationIn<S extends System> = Location & Required<Pick<Location, S>>;

/** The locations of a brand, found by any of their names. Undefined: the brand file names no such location. */
export interface Locations {
  byId(id: string): Location | undefined;
  /** By its warehouse id in Centra. */
  byCentra(warehouse: CentraWarehouseId): Location | undefined;
  /** By the id of the warehouse in Sitoo from which it sells. */
  bySitoo(warehouse: SitooWarehouseId | undefined): Location | undefined;
  /** By the id of any of its warehouses in Sitoo, with what that one is for. */
  byAnySitoo(warehouse: SitooWarehouseId | undefined): TillWarehouse | undefined;
  /** The store that the tills call by this name when goods are to be collected there. */
  byTillName(name: string): Location | undefined;
  ofKind(kind: LocationKind): readonly Location[];
  /** Those that a system knows. */
  in<S extends System>(system: S): readonly LocationIn<S>[];
  /** @throws Error when the brand file does not name it any more: whoever asks took the id from the file before. */
  get(id: string): Location;
}

/** What a warehouse in Sitoo is to us. */
export interface TillWarehouse {
  readonly location: Location;
  readonly meaning: 'sellable' | NotForSale;
}

type Named = Pick<Brand, 'locations'>;

const directories = new WeakMap<readonly Location[], Locations>();

/** The directory of a brand's locations; made once for each brand. */
export function locationsOf({ locations }: Named): Locations {
  const known = directories.get(locations) ?? createDirectory(locations);
  directories.set(locations, known);
  return known;
}

function createDirectory(all: readonly Location[]): Locations {
  const byId = new Map(all.map((location) => [location.id, location]));
  const byCentra = new Map<CentraWarehouseId | undefined, Location>(all.map((location) => [location.centra, location]));
  const bySitoo = new Map<SitooWarehouseId | undefined, Location>(all.map((location) => [location.sitoo, location]));
  const byAnySitoo = new Map(
    all.flatMap((location): [SitooWarehouseId | undefined, TillWarehouse][] => [
      [location.sitoo, { location, meaning: 'sellable' }],
      ...(location.sitooNotForSale ?? []).map(({ id, meaning }): [SitooWarehouseId, TillWarehouse] => [
        id,
        { location, meaning },
      ]),
    ]),
  );
  const byTillName = new Map(
    all.filter(({ kind }) => kind === 'store').map((location) => [location.sitooStore ?? location.id, location]),
  );
  return {
    byId: (id) => byId.get(id),
    byCentra: (warehouse) => byCentra.get(warehouse),
    bySitoo: (warehouse) => (warehouse === undefined ? undefined : bySitoo.get(warehouse)),
    byAnySitoo: (warehouse) => (warehouse === undefined ? undefined : byAnySitoo.get(warehouse)),
    byTillName: (name) => byTillName.get(name),
    ofKind: (kind) => all.filter((location) => location.kind === kind),
    in: (system) => all.filter((location) => isIn(location, system)),
    get(id) {
      const location = byId.get(id);
      if (!location)
        throw new Error(`The brand file has no location ${id} any more. Put it back, or move the fulfilment.`);
      return location;
    },
  };
}

/** What a system calls a location. @throws Error when it does not know it: nobody asks who has asked `hasFlow` before */
export function idIn<S extends System>(location: Location, system: S): LocationIn<S>[S] {
  if (!isIn(location, system))
    throw new Error(`The brand file gives ${location.id} no id in ${NAMES_OF_SYSTEMS[system]}, and one is needed.`);
  return location[system];
}

/** Whether a system knows the location. */
export const isIn = <S extends System>(location: Location, system: S): location is LocationIn<S> =>
  location[system] !== undefined;
