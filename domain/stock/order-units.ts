import type { OrderRef } from '../order/order-ref.js';

/** Units of orders at one position, as three parties see them. All are cumulative and never negative. */
export interface Units {
  readonly origin: OrderRef['origin'];
  /** Still wanted from here by the origin, and not deducted by it. */
  readonly outstanding: number;
  /** Left the shelf for this order, by our ledger. */
  readonly picked: number;
  /** Deducted by the origin from what it shows here: a shipment that was sent, a delivery. */
  readonly deductedAtOrigin: number;
  /** How many orders have exactly these units each; one when it does not say. */
  readonly alike?: number;
}

/** Units of one order at one position. */
export type OrderUnits = OrderRef & Omit<Units, 'alike'>;

/** Gone from the shelf, and not deducted by the origin yet. Negative when the origin was faster than our ledger. */
export const notYetDeducted = ({ picked, deductedAtOrigin }: Units): number => picked - deductedAtOrigin;

/** In flight: gone from the shelf, and the origin is still to deduct it. */
export const inFlight = (units: Units): number => Math.max(0, Math.min(notYetDeducted(units), units.outstanding));

/** Gone from the shelf for an order that no longer wants it: its origin will never deduct it. */
export const neverDeducted = (units: Units): number => Math.max(0, notYetDeducted(units) - units.outstanding);

/** Wanted by the order and not picked yet: units that can still be moved elsewhere. */
export const unpicked = (units: Units): number => units.outstanding - inFlight(units);

/**
 * Promised to the order and still on the shelf by our ledger: what is not picked, and what the origin deducted before the
 * ledger saw it leave. Nobody else may have such units, although no order waits for them any more.
 */
export const promised = (units: Units): number => unpicked(units) + Math.max(0, -notYetDeducted(units));

export const sumOf = (orders: readonly Units[], count: (units: Units) => number): number =>
  orders.reduce((sum, units) => sum + count(units) * (units.alike ?? 1), 0);
