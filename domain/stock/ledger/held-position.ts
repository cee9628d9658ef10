import type { OrderRef } from '../../order/order-ref.js';
import type { Target } from '../flows.js';
import type { OrderUnits, Units } from '../order-units.js';
import type { PositionKey } from '../position.js';
import type { Refusal } from '../refusal.js';

/** A position while its row is locked: it is read, changed and written back. */
export interface HeldPosition extends PositionKey {
  physical: number;
  unitsForCentra: number;
  drift: number;
  safetyStock: number;
  short: number;
  /** The newest reading of an absolute level, and how many such readings became a movement: it names the next one. */
  reading: number;
  levelChanges: number;
  /** Orders that may change now. */
  readonly orders: Map<string, OrderAtPosition>;
  /**
   * The other orders that are not settled here, those that are alike counted together: a SKU that thousands wait for has few
   * kinds of them. Absent where every order may change.
   */
  readonly others?: Units[];
  readonly targets: Map<Target, TargetFigure>;
  /** Its row must be written. */
  touched: boolean;
  /** Something that concerns it changed: its version goes up. */
  changed: boolean;
}

export type OrderAtPosition = { -readonly [Field in keyof OrderUnits]: OrderUnits[Field] } & {
  /** Others send its goods. */
  ofOthers: boolean;
  /** The warehouse shows what it picks of it here: nothing else that leaves is taken for its pick. */
  picksShown: boolean;
  changed: boolean;
};

/** What one target should show of a position, and what was published to it. Centra: sums of changes; Sitoo: levels. */
export interface TargetFigure {
  wanted: number;
  /** Null: nothing yet, or not known any more. */
  published: number | null;
  /** The reason while it is not published because the target refused it. */
  refused: string | null;
  /** What is known of the last refusal, until the figure has been published. */
  refusal: Refusal | null;
  urgency: number;
  pending: boolean;
  changed: boolean;
}

export type HeldPositions = ReadonlyMap<string, HeldPosition>;

export const keyOf = ({ location, sku }: PositionKey): string => `${location}\n${sku}`;
export const keyOfOrder = ({ origin, number }: OrderRef): string => `${origin} ${number}`;

/** All orders that are not settled at a position. */
export const ordersAt = ({ orders, others = [] }: HeldPosition): Units[] => [...orders.values(), ...others];

/** @throws Error when the position was not locked before: a bug */
export function positionAt(positions: HeldPositions, key: PositionKey): HeldPosition {
  const position = positions.get(keyOf(key));
  if (!position) throw new Error(`${key.sku} at ${key.location} was not locked.`);
  return position;
}

/** An order that has nothing to do with a position yet. */
export const nothingOf = ({ origin, number }: OrderRef): OrderAtPosition => ({
  origin,
  number,
  outstanding: 0,
  picked: 0,
  deductedAtOrigin: 0,
  ofOthers: false,
  picksShown: false,
  changed: false,
});

/** @throws Error when the position was not locked for this order: a bug, since it may be among the others */
export function orderAt(position: HeldPosition, { origin, number }: OrderRef): OrderAtPosition {
  const known = position.orders.get(keyOfOrder({ origin, number }));
  if (known) return known;
  if (position.others)
    throw new Error(`${position.sku} at ${position.location} was not locked for ${origin} ${number}.`);
  const added = nothingOf({ origin, number });
  position.orders.set(keyOfOrder(added), added);
  return added;
}

/** Sets figures of an order at a position; marks both as changed where that changes anything. */
export function setUnits(
  position: HeldPosition,
  order: OrderRef,
  units: Partial<Pick<OrderAtPosition, 'outstanding' | 'picked' | 'deductedAtOrigin' | 'ofOthers' | 'picksShown'>>,
): void {
  const row = orderAt(position, order);
  const next = { ...row, ...units };
  const same =
    next.ofOthers === row.ofOthers &&
    next.picksShown === row.picksShown &&
    next.outstanding === row.outstanding &&
    next.picked === row.picked &&
    next.deductedAtOrigin === row.deductedAtOrigin;
  if (same) return;
  Object.assign(row, next, { changed: true });
  position.changed = true;
}
