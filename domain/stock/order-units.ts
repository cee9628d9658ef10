import type { OrderRef } from '../order/order-ref.js';

/** Units of one order at one position, as three parties see them. All are cumulative and never negative. */
export interface OrderUnits extends OrderRef {
  /** Still wanted from here by the origin, and not deducted by it. */
  readonly outstanding: number;
  /** Left the shelf for this order, by our ledger. */
  readonly picked: number;
  /** Deducted by the origin from what it shows here: a shipment that was sent, a delivery. */
  readonly deductedAtOrigin: number;
}

/** Gone from the shelf, and not deducted by the origin yet. Negative when the origin was faster than our ledger. */
export const notYetDeducted = ({ picked, deductedAtOrigin }: OrderUnits): number => picked - deductedAtOrigin;

/** In flight: gone from the shelf, and the origin is still to deduct it. */
export const inFlight = (units: OrderUnits): number => Math.max(0, Math.min(notYetDeducted(units), units.outstanding));

/** Gone from the shelf for an order that no longer wants it: its origin will never deduct it. */
export const neverDeducted = (units: OrderUnits): number => Math.max(0, notYetDeducted(units) - units.outstanding);

/** Wanted by the order and not picked yet: units that can still be moved elsewhere. */
export const unpicked = (units: OrderUnits): number => units.outstanding - inFlight(units);

/**
 * Promised to the order and still on the shelf by our ledger: what is not picked, and what the origin deducted before the
 * ledger saw it leave. Nobody else may have such units, although no order waits for them any more.
 */
export const promised = (units: OrderUnits): number => unpicked(units) + Math.max(0, -notYetDeducted(units));

export const sumOf = (orders: readonly OrderUnits[], count: (units: OrderUnits) => number): number =>
  orders.reduce((sum, units) => sum + count(units), 0);
