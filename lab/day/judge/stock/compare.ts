import type { OrderUnits } from '../../../../domain/stock/order-units.js';
import { figuresOf, type PositionFigures } from '../../../../domain/stock/position.js';
import { hasSimulated, type World, type WorldLocation } from '../../../simulators/kit/world.js';
import type { CounterpartStates } from '../../../simulators/states.js';
import { positionKey, readPositionKey } from './position-key.js';

/** A figure that is not what it should be. */
export interface Difference {
  readonly location: string;
  readonly sku: string;
  readonly sentence: string;
}

export interface ComparedStates {
  readonly states: CounterpartStates;
  /** Of {@link orderUnitsByPosition}. */
  readonly orders: ReadonlyMap<string, readonly OrderUnits[]>;
  readonly world: Pick<World, 'systems' | 'locations' | 'products'>;
  /** Our own ledger: physical units. */
  readonly ledger: readonly { readonly location: string; readonly sku: string; readonly physical: number }[];
  /** Safety stock; the brand of a rehearsal has none. */
  readonly safetyStockOf?: (location: string, sku: string) => number;
}

/**
 * Compares all levels, after what is in flight: who has the goods (tills in stores, the WMS in the warehouse), our ledger,
 * the web shop, and the tills' figure of the warehouse. Only the formula is shared with the product, not the data.
 */
export function compareStates({
  states,
  orders,
  world,
  ledger,
  safetyStockOf = () => 0,
}: ComparedStates): Difference[] {
  const places = new Map(world.locations.map((place) => [place.id, place]));
  const missing = new Map(world.products.map((product) => [product.sku, product.missingIn ?? []]));
  const knows = (system: 'centra' | 'sitoo' | 'wms', sku: string) =>
    hasSimulated(world, system) && !(missing.get(sku) ?? []).includes(system);
  const levels = {
    tills: levelsOf(
      states.sitoo.stock,
      (row) => row.location,
      (row) => row.total,
    ),
    wms: levelsOf(
      states.wms.perWarehouse,
      (row) => row.location ?? '',
      (row) => row.physical,
    ),
    shop: levelsOf(states.centra.stock, shopPlaces(world.locations), (row) => row.physical),
    ledger: levelsOf(
      ledger,
      (row) => row.location,
      (row) => row.physical,
    ),
  };
  const differences: Difference[] = [];
  for (const key of new Set(Object.values(levels).flatMap((level) => [...level.keys()]))) {
    const { location, sku } = readPositionKey(key);
    const place = places.get(location);
    const master = place?.kind === 'warehouse' ? 'wms' : 'sitoo';
    // Who has the goods does not know them: then there is no figure to go by.
    if (place === undefined || !knows(master, sku)) continue;
    const physical = (master === 'wms' ? levels.wms : levels.tills).get(key) ?? 0;
    const position = figuresOf({
      physical,
      unitsForCentra: 0,
      drift: 0,
      orders: orders.get(key) ?? [],
      safetyStock: safetyStockOf(location, sku),
    });
    const check = (who: string, shows: number, should: number) => {
      if (shows === should) return;
      const sentence = `${location} ${sku}: ${who} ${shows}, should be ${should} (${inWords(place, position)})`;
      differences.push({ location, sku, sentence });
    };
    check('the ledger says', levels.ledger.get(key) ?? 0, physical);
    if (knows('centra', sku)) check('the web shop shows', levels.shop.get(key) ?? 0, position.centraLevel);
    if (master === 'wms' && knows('sitoo', sku))
      check('the tills show', levels.tills.get(key) ?? 0, position.sitooLevel);
  }
  return differences;
}

function shopPlaces(locations: readonly WorldLocation[]): (row: { readonly warehouse: number }) => string {
  const byNumber = new Map(locations.map((place) => [place.centraWarehouse, place.id]));
  return ({ warehouse }) => byNumber.get(warehouse) ?? '';
}

function levelsOf<T extends { readonly sku: string }>(
  rows: readonly T[],
  locationOf: (row: T) => string,
  unitsOf: (row: T) => number,
): Map<string, number> {
  return new Map(rows.map((row) => [positionKey(locationOf(row), row.sku), unitsOf(row)]));
}

function inWords({ kind }: WorldLocation, p: PositionFigures): string {
  const terms = [`${p.physical} on the ${kind === 'store' ? "store's" : "warehouse's"} shelf`];
  const say = (units: number, what: string) => {
    if (units !== 0) terms.push(`${units} ${what}`);
  };
  say(p.reservedWeb, 'promised online');
  say(p.reservedTills, 'promised at tills');
  say(p.inFlightWeb, 'on their way for the web shop');
  say(p.inFlightTills, 'on their way for tills');
  return terms.join(', ');
}
