import type { Brand, Location, LocationKind } from './brand.js';
import type { CentraWarehouseId, SitooWarehouseId, WmsWarehouseId } from './ids.js';

/** The locations of a brand, found by any of their names. Undefined: the brand file names no such location. */
export interface Locations {
  byId(id: string): Location | undefined;
  /** By its warehouse id in Centra. */
  byCentra(warehouse: CentraWarehouseId): Location | undefined;
  /** By its warehouse id in Sitoo. */
  bySitoo(warehouse: SitooWarehouseId | undefined): Location | undefined;
  /** By its warehouse id in the WMS. */
  byWms(warehouse: WmsWarehouseId): Location | undefined;
  ofKind(kind: LocationKind): readonly Location[];
  /** @throws Error when the brand file does not name it any more: whoever asks took the id from the file before. */
  get(id: string): Location;
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
  const byCentra = new Map(all.map((location) => [location.centra, location]));
  const bySitoo = new Map<SitooWarehouseId | undefined, Location>(all.map((location) => [location.sitoo, location]));
  const byWms = new Map<WmsWarehouseId | undefined, Location>(all.map((location) => [location.wms, location]));
  return {
    byId: (id) => byId.get(id),
    byCentra: (warehouse) => byCentra.get(warehouse),
    bySitoo: (warehouse) => bySitoo.get(warehouse),
    byWms: (warehouse) => byWms.get(warehouse),
    ofKind: (kind) => all.filter((location) => location.kind === kind),
    get(id) {
      const location = byId.get(id);
      if (!location)
        throw new Error(`The brand file has no location ${id} any more. Put it back, or move the fulfilment.`);
      return location;
    },
  };
}
