import type { PositionKey } from '../../../systems/database/stock-port.js';
import type { Target } from '../flows.js';
import type { OrderUnits } from '../order-units.js';

/** One SKU at one location as it is read, changed and written back while its row is locked. */
export interface HeldPosition extends PositionKey {
  physical: number;
  unpublished: number;
  drift: number;
  safetyStock: number;
  short: number;
  reading: number;
  levelChanges: number;
  /** What orders have to do with it; settled ones only where they were asked for. */
  readonly orders: Map<string, OrderAtPosition>;
  readonly targets: Map<Target, PublishedFigure>;
  /** Its row must be written. */
  touched: boolean;
  /** Something that concerns it changed: its version goes up. */
  changed: boolean;
}

export type OrderAtPosition = { -readonly [Field in keyof OrderUnits]: OrderUnits[Field] } & { changed: boolean };

export interface PublishedFigure {
  wanted: number;
  published: number | null;
  refused: string | null;
  urgency: number;
  waiting: boolean;
  changed: boolean;
}

export interface OrderRef {
  readonly origin: 'centra' | 'sitoo';
  readonly number: string;
}

export type HeldPositions = ReadonlyMap<string, HeldPosition>;

export const nameOf = ({ location, sku }: PositionKey): string => `${location}\n${sku}`;
export const nameOfOrder = ({ origin, number }: OrderRef): string => `${origin} ${number}`;

/** @throws Error when the place was not locked before: a fault of ours */
export function positionAt(places: HeldPositions, key: PositionKey): HeldPosition {
  const place = places.get(nameOf(key));
  if (!place) throw new Error(`${key.sku} at ${key.location} was not locked.`);
  return place;
}

export function orderAt(place: HeldPosition, { origin, number }: OrderRef): OrderAtPosition {
  const name = nameOfOrder({ origin, number });
  const known = place.orders.get(name);
  if (known) return known;
  const fresh: OrderAtPosition = { origin, number, outstanding: 0, picked: 0, deductedAtOrigin: 0, changed: false };
  place.orders.set(name, fresh);
  return fresh;
}

/** Sets figures of an order at a place, and says so where that changes anything. */
export function setUnits(
  place: HeldPosition,
  order: OrderRef,
  units: Partial<Pick<OrderUnits, 'outstanding' | 'picked' | 'deductedAtOrigin'>>,
): void {
  const row = orderAt(place, order);
  const next = { ...row, ...units };
  if (
    next.outstanding === row.outstanding &&
    next.picked === row.picked &&
    next.deductedAtOrigin === row.deductedAtOrigin
  )
    return;
  Object.assign(row, next, { changed: true });
  place.changed = true;
}
