import type { Claimant } from './allocation-loss.js';
import { type OrderUnits, promised, sumOf, unpicked } from './order-units.js';
import type { PositionKey } from './position.js';

/** A position that holds less than it has promised. */
export interface Shortage extends PositionKey {
  /** Units short of which no order is notified. */
  readonly short: number;
  /** Claims that could be released. */
  readonly claims: readonly (Claimant & { readonly notifiedBefore: boolean })[];
}

/** An order that has promised units of a short position, and whether it was notified of that. */
export interface ShortOrder extends OrderUnits {
  /** Notified lately: it will release its units, or has not had the time yet. */
  readonly notified: boolean;
  readonly notifiedBefore: boolean;
  /** Others send its goods: nobody here could release them. */
  readonly ofOthers: boolean;
  /** When we first read the order, epoch ms. */
  readonly since: number | null;
}

/** What is short beyond the units of orders that are notified; undefined when nothing is, or nobody can release anything. */
export function shortageOf(
  { location, sku, physical }: PositionKey & { readonly physical: number },
  orders: readonly ShortOrder[],
): Shortage | undefined {
  const notified = orders.filter((order) => order.notified);
  const short = sumOf(orders, promised) - physical - sumOf(notified, unpicked);
  const claims = orders
    .filter((order) => !order.notified && !order.ofOthers && unpicked(order) > 0)
    .map((order) => ({
      origin: order.origin,
      number: order.number,
      units: unpicked(order),
      since: order.since ?? 0,
      notifiedBefore: order.notifiedBefore,
    }));
  return short > 0 && claims.length > 0 ? { location, sku, short, claims } : undefined;
}
