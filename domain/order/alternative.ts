import type { Brand, Location } from '../brand.js';
import { locationsOf } from '../locations.js';
import type { LineUnits } from './split-order.js';
import type { WebOrder } from './web-order.js';

/** Where units go that their location cannot fulfil, best first: as the brand says, else warehouses before stores. */
export function locationsToTry(brand: Brand, tried: readonly string[]): Location[] {
  const locations = locationsOf(brand);
  const inOrder = brand.moveTo?.map(locations.get) ?? [...locations.ofKind('warehouse'), ...locations.ofKind('store')];
  return inOrder.filter(({ id }) => !tried.includes(id));
}

/** Units by SKU of lines of an order, by the SKU that the web shop counts whatever a person mapped it to. */
export function unitsBySku(order: WebOrder, lines: readonly LineUnits[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { line, quantity } of lines) {
    const sku = order.lines.find(({ id }) => id === line)?.sku;
    if (sku) units.set(sku, (units.get(sku) ?? 0) + quantity);
  }
  return units;
}

/** Whether a location has all units free. */
export const hasAllOf = (wanted: ReadonlyMap<string, number>, free: ReadonlyMap<string, number>): boolean =>
  [...wanted].every(([sku, units]) => (free.get(sku) ?? 0) >= units);
