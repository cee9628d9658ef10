import { inFlight, neverDeducted, notYetDeducted, promised, sumOf, type Units } from './order-units.js';

/** One SKU at one location. */
export interface PositionKey {
  readonly location: string;
  readonly sku: string;
}

/** Everything from which the figures of one SKU at one location follow. Units. */
export interface Holding {
  /** On the shelf: the sum of all movements. */
  readonly physical: number;
  /** Sum of the movements that Centra does not record itself: those are ours to publish to it. */
  readonly unitsForCentra: number;
  /** What Centra was found to have beyond what anything explains; it is published with the opposite sign. */
  readonly drift: number;
  /** Orders that are not settled here: units are outstanding, or `picked` differs from `deductedAtOrigin`. */
  readonly orders: readonly Units[];
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
  /** Gone from the shelf, and still to be deducted by the web shop, and by the tills. */
  readonly inFlightWeb: number;
  readonly inFlightTills: number;
  readonly safetyStock: number;
  /** Available to sell online: physical - reserved - safety stock. Below zero: more is promised than there is. */
  readonly available: number;
  /** Of the safety stock and of units promised to till orders, what is kept from Centra. */
  readonly withheldFromCentra: number;
  /** Physical stock that Centra should show. */
  readonly centraLevel: number;
  /** Sum of all changes that should have been published to Centra by now. */
  readonly changesForCentra: number;
  /** `decimaltotal` that Sitoo's virtual warehouse should show; only meaningful at a warehouse. */
  readonly sitooLevel: number;
  /** Free to allocate in Centra once it shows `centraLevel`. */
  readonly freeOnline: number;
}

const ofWeb = (orders: readonly Units[]): Units[] => orders.filter((o) => o.origin === 'centra');
const ofTills = (orders: readonly Units[]): Units[] => orders.filter((o) => o.origin === 'sitoo');

/**
 * Calculates what each counterpart should show.
 *
 * Centra shows physical stock and deducts its own allocations. Units that left for a web order stay in its figure until it
 * deducts the shipment (in flight). It cannot know the safety stock and units promised to till orders, so they are withheld
 * from it: never so much that units promised to its own customers would seem to be missing, and never below zero.
 * Sitoo's virtual warehouse deducts what its own orders reserve; what web orders will take is withheld from it.
 */
export function figuresOf({ physical, unitsForCentra, drift, orders, safetyStock }: Holding): PositionFigures {
  const web = ofWeb(orders);
  const tills = ofTills(orders);
  const reservedWeb = sumOf(web, promised);
  const reservedTills = sumOf(tills, promised);
  const goneForWeb = sumOf(web, notYetDeducted);
  const outstandingWeb = sumOf(web, (o) => o.outstanding);

  const centraBefore = physical + goneForWeb - sumOf(web, neverDeducted);
  const withheldFromCentra = Math.min(safetyStock + reservedTills, Math.max(0, centraBefore - outstandingWeb));
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
    changesForCentra: centraLevel - physical - goneForWeb + unitsForCentra - drift,
    sitooLevel,
    freeOnline: centraLevel - outstandingWeb,
  };
}

/**
 * What Centra's physical stock reads now if only Centra itself and we changed it. `published` is the sum of all our changes
 * that took effect.
 */
export function expectedAtCentra(
  { physical, unitsForCentra, drift, orders }: Omit<Holding, 'safetyStock'>,
  published: number,
): number {
  return physical + sumOf(ofWeb(orders), notYetDeducted) - unitsForCentra + published + drift;
}
