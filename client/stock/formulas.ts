import { neverDeducted, notYetDeducted, type OrderUnits, sumOf } from '../../domain/stock/order-units.js';
import type { PositionFigures } from '../../domain/stock/position.js';

type Figures = Pick<PositionFigures, 'available' | 'physical' | 'reserved' | 'safetyStock'>;

/** `available 3 = physical 7 - reserved 2 - safety stock 2`. */
export const availableFormula = ({ available, physical, reserved, safetyStock }: Figures): string =>
  `available ${available} = physical ${physical} - reserved ${reserved} - safety stock ${safetyStock}`;

/** `physical 7, reserved 2, safety stock 2`: the terms of a figure. */
export const formatFigures = ({ physical, reserved, safetyStock }: Figures): string =>
  `physical ${physical}, reserved ${reserved}, safety stock ${safetyStock}`;

/** Units in flight for orders of one origin; negative when the origin deducted them before they were picked. */
function inFlight(orders: readonly OrderUnits[], origin: OrderUnits['origin']): number {
  const theirs = orders.filter((order) => order.origin === origin);
  return sumOf(theirs, notYetDeducted) - sumOf(theirs, neverDeducted);
}

/** What Centra should show, term by term. */
export function centraFormula(position: PositionFigures, orders: readonly OrderUnits[]): string {
  const { centraLevel, physical, withheldFromCentra } = position;
  const gone = inFlight(orders, 'centra');
  return `${centraLevel} = physical ${physical} + in flight for web orders ${gone} - withheld from Centra ${withheldFromCentra}${atLeastZero(centraLevel, physical + gone - withheldFromCentra)}`;
}

/** What Sitoo's virtual warehouse should show, term by term. */
export function sitooFormula(position: PositionFigures, orders: readonly OrderUnits[]): string {
  const { sitooLevel, physical, reservedWeb } = position;
  const gone = inFlight(orders, 'sitoo');
  return `${sitooLevel} = physical ${physical} + in flight for till orders ${gone} - reserved for web orders ${reservedWeb}${atLeastZero(sitooLevel, physical + gone - reservedWeb)}`;
}

const atLeastZero = (level: number, sum: number): string => (sum < 0 && level === 0 ? ', never below 0' : '');
