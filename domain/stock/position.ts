import { inFlight, neverDeducted, notYetDeducted, type OrderUnits, promised, sumOf } from './order-units.js';

/** One SKU at one location. */
export interface PositionKey {
  readonly location: string;
  readonly sku: string;
}

/** Everything from which the figures of one SKU at one location follow. Units. */
export interface Holding {
  /** On the shelf: the sum of all movements. */
  readonly physical: number;
  /** Sum of the movements that Centra does not book itself (`toTellCentra`). */
  readonly unitsForCentra: number;
  /** What Centra was found to have beyond what anybody can explain; told to it with the opposite sign. */
  readonly drift: number;
  /** Orders that concern it and are not settled: `open > 0` or `taken` differs from `booked`. */
  readonly orders: readonly OrderUnits[];
  /** Safety stock: units never offered online. */
  readonly safetyStock: number;
}

/** The figures of one SKU at one location. */
export interface PositionFigures {
  readonly physical: number;
  /** On the shelf and promised to an order, of the web shop and of tills. */
  readonly reserved: number;
  readonly reservedWeb: number;
  readonly reservedTills: number;
  /** Gone from the shelf, still to be booked by the web shop, and by the tills. */
  readonly inFlightWeb: number;
  readonly inFlightTills: number;
  readonly safetyStock: number;
  /** Available to sell online: physical - reserved - safety stock. Below zero: more is promised than there is. */
  readonly available: number;
  /** Of the safety stock and of units promised to till orders, what is kept from Centra. */
  readonly withheldFromCentra: number;
  /** Physical stock that Centra should show. */
  readonly centraLevel: number;
  /** Sum of all changes that we should have told Centra by now. */
  readonly publishedToCentra: number;
  /** `decimaltotal` that Sitoo's virtual warehouse should show; only meaningful at a warehouse. */
  readonly sitooLevel: number;
  /** Free to allocate in Centra once it shows `centraLevel`. */
  readonly freeOnline: number;
}

const ofWeb = (orders: readonly OrderUnits[]): OrderUnits[] => orders.filter((o) => o.origin === 'centra');
const ofTills = (orders: readonly OrderUnits[]): OrderUnits[] => orders.filter((o) => o.origin === 'sitoo');

/**
 * Works out what each counterpart should show.
 *
 * Centra shows physical stock and takes off its own allocations. Units that left for a web order stay in its figure until it
 * books the shipment (in flight). Units promised to till orders and the safety stock it cannot know, so they are kept
 * from it, but never so much that units which its own customers were promised would seem to be missing, and never below zero.
 * Sitoo's virtual warehouse takes off what its own orders reserve, so it lacks what web orders will take.
 */
export function figuresOf({ physical, unitsForCentra, drift, orders, safetyStock }: Holding): PositionFigures {
  const web = ofWeb(orders);
  const tills = ofTills(orders);
  const reservedWeb = sumOf(web, promised);
  const reservedTills = sumOf(tills, promised);
  const goneForWeb = sumOf(web, notYetDeducted);
  const openWeb = sumOf(web, (o) => o.outstanding);

  const centraBefore = physical + goneForWeb - sumOf(web, neverDeducted);
  const withheldFromCentra = Math.min(safetyStock + reservedTills, Math.max(0, centraBefore - openWeb));
  const centraLevel = Math.max(0, centraBefore - withheldFromCentra);
  const sitooLevel = Math.max(0, physical + sumOf(tills, notYetDeducted) - sumOf(tills, neverDeducted) - reservedWeb);
  return {
    physical,
    reserved: reservedWeb + reservedTills,
    reservedWeb,
    reservedTills,
    inFlightWeb: sumOf(web, inFlight),
    inFlightTills: sumOf(tills, inFlight),
    safetyStock,
    available: physical - reservedWeb - reservedTills - safetyStock,
    withheldFromCentra,
    centraLevel,
    publishedToCentra: centraLevel - physical - goneForWeb + unitsForCentra - drift,
    sitooLevel,
    freeOnline: centraLevel - openWeb,
  };
}

/**
 * What Centra's physical stock reads at this moment if nobody but Centra itself and we changed it. `told` is the sum of
 * all changes that took effect.
 */
export function expectedAtCentra(
  { physical, unitsForCentra, drift, orders }: Omit<Holding, 'safetyStock'>,
  published: number,
): number {
  return physical + sumOf(ofWeb(orders), notYetDeducted) - unitsForCentra + published + drift;
}
