import type { OrderRef } from '../../order/order-ref.js';
import type { Cause } from '../echo-rule.js';
import type { Movement } from '../movement.js';
import { neverDeducted } from '../order-units.js';
import type { PositionKey } from '../position.js';
import { type HeldPosition, type HeldPositions, keyOf, keyOfOrder, type OrderAtPosition } from './held-position.js';
import type { OrderReadingUnits } from './stock-entry.js';

/*
 * Orders whose goods others send from our shelves: those of another store of the same Centra, for example. Centra deducts
 * their units with a shipment of its own, and no movement names them: all that shows is a level that falls, or goods that
 * were moved out. Such a fall is taken for their pick, so that no unit is deducted twice, and each of the two ends the wait
 * for the other. Where the warehouse shows an order of theirs and what it has picked of it, nothing needs to be guessed.
 */

/** Causes of a fall that nothing explains by itself, with the cause of the same fall where an order of others has the goods. */
const FOR_OTHERS = {
  'warehouse-change': 'warehouse-change-for-others',
  'store-issue': 'store-change-for-others',
  'store-count': 'store-change-for-others',
  'store-change': 'store-change-for-others',
} as const satisfies Partial<Record<Cause, Cause>>;

type Unexplained = keyof typeof FOR_OTHERS;

const isUnexplained = (cause: Cause): cause is Unexplained => Object.hasOwn(FOR_OTHERS, cause);

/** Whether units left without an explanation, and for no order that is known. */
export const isUnexplainedFall = ({ cause, quantity }: Pick<Movement, 'cause' | 'quantity'>): boolean =>
  quantity < 0 && isUnexplained(cause);

/** Causes that {@link UnexplainedFall} is made of: a fall that nothing explained, and what takes it back. */
export const CAUSES_OF_FALLS: readonly Cause[] = [...(Object.keys(FOR_OTHERS) as Unexplained[]), 'explained-later'];
/** Causes of a fall that was taken for the pick of an order of others. */
export const CAUSES_FOR_OTHERS: readonly Cause[] = [...new Set(Object.values(FOR_OTHERS))];

/** Units that left a position without an explanation. Fewer than none: a fall that has found one since. */
export interface UnexplainedFall {
  /** When it was recorded, epoch ms. */
  readonly at: number;
  readonly units: number;
}

/**
 * How old a fall may be that is taken for one of an order that Centra has deducted: whoever sends goods says so within a
 * day. An older fall was something else, and the goods of the order are still to be seen leaving.
 */
export const EXPLAINED_WITHIN_MS = 24 * 3_600_000;

/** Units of an order of others that Centra has deducted, and that were not seen to leave. */
const notSeen = ({ deductedAtOrigin, picked }: OrderAtPosition): number => Math.max(0, deductedAtOrigin - picked);

/** Units that an order of others may still take: those that Centra has deducted, and those that it still wants. */
const mayTake = ({ outstanding, deductedAtOrigin, picked }: OrderAtPosition): number =>
  Math.max(0, outstanding + deductedAtOrigin - picked);

/** Orders of others whose goods leave unseen. */
const ofOthersAt = ({ orders }: HeldPosition): OrderAtPosition[] =>
  [...orders.values()]
    .filter(({ ofOthers, picksShown }) => ofOthers && !picksShown)
    .sort((one, other) => keyOfOrder(one).localeCompare(keyOfOrder(other), undefined, { numeric: true }));

/**
 * A movement in the parts that orders of others have to do with, and the rest. What Centra has deducted already comes before
 * what it still allocates. The first part keeps the name of the movement, which is how a repeat is recognised.
 */
export function sharedWithOthers(movement: Movement, position: HeldPosition): Movement[] {
  const { cause, quantity, order } = movement;
  if (quantity >= 0 || order !== undefined || !isUnexplained(cause)) return [movement];
  const takers = ofOthersAt(position);
  const taken = new Map<OrderAtPosition, number>();
  let left = -quantity;
  for (const units of [notSeen, mayTake])
    for (const taker of takers) {
      const already = taken.get(taker) ?? 0;
      const more = Math.min(left, units(taker) - already);
      if (more <= 0) continue;
      taken.set(taker, already + more);
      left -= more;
    }
  const parts: Movement[] = [...taken].map(([{ origin, number }, units]) => ({
    ...movement,
    quantity: -units,
    cause: FOR_OTHERS[cause],
    order: { origin, number },
  }));
  if (left > 0) parts.push({ ...movement, quantity: -left });
  return parts.map((part, nth) => (nth === 0 ? part : { ...part, reference: `${part.reference} part ${nth + 1}` }));
}

/** What it takes to find explanations of falls that are recorded already. */
interface Falls {
  readonly positions: HeldPositions;
  /** By {@link keyOf} of the position. */
  readonly falls: ReadonlyMap<string, readonly UnexplainedFall[]>;
  readonly kindOf: (location: string) => 'store' | 'warehouse' | undefined;
}

/**
 * Centra shows that it has deducted units of an order of others, and they have left already: the fall was taken for one of an
 * order that does not want it any more, or was published before anybody knew whose it was. @returns movements that take the
 * fall back and record it as one for the order: together they change no stock, and Centra gets back what it was deducted twice
 */
export function explainedLater(
  readings: readonly OrderReadingUnits[],
  { positions, falls, kindOf }: Falls,
): Movement[] {
  if (!readings.some(({ ofOthers }) => ofOthers)) return [];
  const read = new Map(readings.map((reading) => [keyOfOrder(reading), reading]));
  const at = Math.max(...readings.map(({ readAt }) => readAt));
  return [...positions.values()].flatMap((position) => {
    const takers = ofOthersAt(position).filter((order) => notSeen(order) > 0);
    const givers = takers.length === 0 ? [] : ofOthersAt(position).filter((order) => neverDeducted(order) > 0);
    const known = falls.get(keyOf(position)) ?? [];
    const given = new Map<OrderAtPosition, number>();
    let used = 0;
    return takers.flatMap((order) => {
      const movements: Movement[] = [];
      let left = notSeen(order);
      const take = (units: number, from?: OrderRef): void => {
        if (units <= 0) return;
        left -= units;
        movements.push(...asOfOrder(position, { units, order, from, at, kindOf }));
      };
      for (const giver of givers) {
        const units = Math.min(left, neverDeducted(giver) - (given.get(giver) ?? 0));
        given.set(giver, (given.get(giver) ?? 0) + Math.max(0, units));
        take(units, giver);
      }
      const reading = read.get(keyOfOrder(order));
      // Of an order that this entry does not name it is not known what came before it.
      if (reading === undefined) return movements;
      const since = Math.max(reading.placedAt ?? 0, reading.readAt - EXPLAINED_WITHIN_MS);
      const fallen = known.filter((fall) => fall.at >= since).reduce((sum, { units }) => sum + units, 0);
      const units = Math.max(0, Math.min(left, fallen - used));
      used += units;
      take(units);
      return movements;
    });
  });
}

interface Reassigned {
  /** Units that have left for the order; fewer than none: that have not. */
  readonly units: number;
  readonly order: OrderRef;
  /** The order that they were taken to have left for; without it, for none. */
  readonly from?: OrderRef | undefined;
  readonly at: number;
  readonly kindOf: Falls['kindOf'];
}

/** Two movements that cancel each other out: units that left without a reason, or for another order, become units that left for this one. */
function asOfOrder(position: HeldPosition, { units, order, from, at, kindOf }: Reassigned): Movement[] {
  position.levelChanges += 1;
  const { location, sku, levelChanges } = position;
  const isStore = kindOf(location) === 'store';
  const forOthers = isStore ? 'store-change-for-others' : 'warehouse-change-for-others';
  const back = units > 0 ? 'explained-later' : isStore ? 'store-change' : 'warehouse-change';
  const movement = { system: 'centra', location, sku, happenedAt: at } as const;
  const reference = `explained ${location} ${sku} ${levelChanges}`;
  return [
    {
      ...{ ...movement, reference: `${reference} back`, quantity: units },
      ...(from === undefined ? { cause: back } : { cause: forOthers, order: refOf(from) }),
    },
    { ...movement, reference, quantity: -units, cause: forOthers, order: refOf(order) },
  ];
}

const refOf = ({ origin, number }: OrderRef): OrderRef => ({ origin, number });

/** An order of others at a position that has waited too long for one half of what belongs together. */
export interface StaleOrder extends PositionKey, OrderRef {
  /** Units that were taken for its pick. */
  readonly taken: number;
}

/**
 * Ends waits that were in vain. What left for an order that Centra never deducted was something else after all, and is
 * published. What Centra deducted and nobody saw leave counts as gone: the comparison of levels says what is right.
 */
export function settleStale(
  stale: readonly StaleOrder[],
  { positions, at, kindOf }: { readonly at: number } & Pick<Falls, 'positions' | 'kindOf'>,
): { readonly movements: readonly Movement[]; readonly gone: readonly StaleOrder[] } {
  const movements: Movement[] = [];
  const gone: StaleOrder[] = [];
  for (const one of stale) {
    const position = positions.get(keyOf(one));
    const order = position?.orders.get(keyOfOrder(one));
    if (position === undefined || order === undefined) continue;
    const inVain = Math.min(one.taken, order.picked - order.deductedAtOrigin);
    if (inVain > 0) movements.push(...asOfOrder(position, { units: -inVain, order: one, at, kindOf }));
    else if (notSeen(order) > 0) gone.push(one);
  }
  return { movements, gone };
}
