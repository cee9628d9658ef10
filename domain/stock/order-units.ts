/** Units of one order at one location and SKU, as three parties see them. All cumulative and never negative. */
export interface OrderUnits {
  /** Where the order was placed: web shop or till. */
  readonly origin: 'centra' | 'sitoo';
  readonly number: string;
  /** Still wanted from here by the origin, and not booked by it as gone. */
  readonly outstanding: number;
  /** Left the shelf for this order, by our ledger. */
  readonly picked: number;
  /** The origin has booked these as gone from here: a shipment that was sent, a delivery. */
  readonly deductedAtOrigin: number;
}

/** Gone from the shelf, and the origin has not booked it yet. Negative when the origin was faster than our ledger. */
export const notYetDeducted = ({ picked, deductedAtOrigin }: OrderUnits): number => picked - deductedAtOrigin;

/** In flight: gone from the shelf, and the origin still will book it. */
export const inFlight = (units: OrderUnits): number => Math.max(0, Math.min(notYetDeducted(units), units.outstanding));

/** Gone from the shelf for an order that no longer wants it: its origin will never book it. */
export const neverDeducted = (units: OrderUnits): number => Math.max(0, notYetDeducted(units) - units.outstanding);

/** Wanted by the order and not picked yet: units that can still be moved elsewhere. */
export const unpicked = (units: OrderUnits): number => units.outstanding - inFlight(units);

/**
 * Promised to the order and still on the shelf by our ledger: what is not picked, and what the origin booked as gone before
 * the ledger heard of it. Such units are nobody else's, although nobody waits for them any more.
 */
export const promised = (units: OrderUnits): number => unpicked(units) + Math.max(0, -notYetDeducted(units));

export const sumOf = (orders: readonly OrderUnits[], count: (units: OrderUnits) => number): number =>
  orders.reduce((sum, units) => sum + count(units), 0);
