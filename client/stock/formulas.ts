import { neverDeducted, notYetDeducted, type OrderUnits, sumOf } from '../../domain/stock/order-units.js';
import type { PositionFigures } from '../../domain/stock/position.js';

type Figures = Pick<PositionFigures, 'available' | 'physical' | 'reserved' | 'safetyStock'>;

/** `available 3 = physical 7 - reserved 2 - safety stock 2`. */
export const availableFormula = ({ available, physical, reserved, safetyStock }: Figures): string =>
  `available ${available} = physical ${physical} - reserved ${reserved} - safety stock ${safetyStock}`;

/** `physical 7, reserved 2, safety stock 2`: what a figure was worked out from. */
export const formatFigures = ({ physical, reserved, safetyStock }: Figures): string =>
  `physical ${physical}, reserved ${reserved}, safety stock ${safetyStock}`;

/** Gone from the shelf for orders of one origin that will still book it; below zero when the origin booked first. */
function toBeBooked(orders: readonly OrderUnits[], origin: OrderUnits['origin']): number {
  const theirs = orders.filter((order) => order.origin === origin);
  return sumOf(theirs, notYetDeducted) - sumOf(theirs, neverDeducted);
}

/** What Centra should show, term by term. */
export function centraFormula(position: PositionFigures, orders: readonly OrderUnits[]): string {
  const { centraLevel, physical, withheldFromCentra } = position;
  const gone = toBeBooked(orders, 'centra');
  return `${centraLevel} = physical ${physical} + gone for web orders that Centra has not booked ${gone} - kept from it ${withheldFromCentra}${atLeastZero(centraLevel, physical + gone - withheldFromCentra)}`;
}

/** What Sitoo's virtual warehouse should show, term by term. */
export function sitooFormula(position: PositionFigures, orders: readonly OrderUnits[]): string {
  const { sitooLevel, physical, reservedWeb } = position;
  const gone = toBeBooked(orders, 'sitoo');
  return `${sitooLevel} = physical ${physical} + gone for till orders that Sitoo has not booked ${gone} - reserved for web orders ${reservedWeb}${atLeastZero(sitooLevel, physical + gone - reservedWeb)}`;
}

const atLeastZero = (level: number, sum: number): string => (sum < 0 && level === 0 ? ', never below 0' : '');
