import type { OrderRef } from '../order/order-ref.js';

/** An order that waits for units at a location and could still get them elsewhere. */
export interface Claimant extends OrderRef {
  readonly units: number;
  /** When we first read the order, epoch ms. */
  readonly since: number;
}

/**
 * Chooses the orders that lose their allocation when a location holds less than it has promised: the newest first, and no
 * more than needed. Older orders keep their goods.
 */
export function chooseOrdersToRelease<Claim extends Claimant>(claims: readonly Claim[], short: number): Claim[] {
  const newestFirst = [...claims].sort((a, b) => b.since - a.since || b.number.localeCompare(a.number));
  const chosen: Claim[] = [];
  let left = short;
  for (const claim of newestFirst) {
    if (left <= 0) break;
    chosen.push(claim);
    left -= claim.units;
  }
  return chosen;
}

/** Chooses whom to notify of a shortage: orders that were notified before and have not released their units yet come first. */
export function chooseOrdersToNotify<Claim extends Claimant & { readonly notifiedBefore: boolean }>(
  claims: readonly Claim[],
  short: number,
): Claim[] {
  const again = chooseOrdersToRelease(
    claims.filter(({ notifiedBefore }) => notifiedBefore),
    short,
  );
  const left = short - again.reduce((sum, { units }) => sum + units, 0);
  return [
    ...again,
    ...chooseOrdersToRelease(
      claims.filter(({ notifiedBefore }) => !notifiedBefore),
      left,
    ),
  ];
}
