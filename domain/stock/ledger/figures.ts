import type { Target } from '../flows.js';
import { type OrderUnits, promised, sumOf } from '../order-units.js';
import type { StockPolicy } from '../policy.js';
import { figuresOf, type PositionFigures } from '../position.js';
import { urgencyOf } from '../publish-order.js';
import type { HeldPosition, PublishedFigure } from './held-position.js';

/**
 * Works out anew what the counterparts should be told of a place, and what it lacks. The rules are the domain's; here is
 * only where their results go.
 */
export function recalculate(place: HeldPosition, policy: StockPolicy): PositionFigures {
  const orders = [...place.orders.values()];
  const safetyStock = policy.safetyStockOf(place.location, place.sku).units;
  const short = shortOf(place.physical, orders);
  if (safetyStock !== place.safetyStock || short !== place.short)
    Object.assign(place, { safetyStock, short, touched: true });
  const position = figuresOf({ ...place, orders });

  const kind = policy.kindOf(place.location);
  if (kind) aim(place, 'centra', position.publishedToCentra, position.freeOnline);
  // Stores' stock in Sitoo is Sitoo's own.
  if (kind === 'warehouse') aim(place, 'sitoo', position.sitooLevel, position.sitooLevel - openOfTills(orders));
  return position;
}

/** Units that are promised beyond what is there. */
export const shortOf = (physical: number, orders: readonly OrderUnits[]): number =>
  Math.max(0, sumOf(orders, promised) - physical);

/** Units to tell. Of absolute figures the difference to the last one, all of it when there was none. */
export const pendingDelta = ({ wanted, published }: Pick<PublishedFigure, 'wanted' | 'published'>): number =>
  wanted - (published ?? 0);

/** What a target has never been told is told even when it is nothing: the counterpart may show something else. */
const waits = ({ wanted, published }: Pick<PublishedFigure, 'wanted' | 'published'>): boolean => wanted !== published;

const openOfTills = (orders: readonly OrderUnits[]): number =>
  sumOf(orders, ({ origin, outstanding }) => (origin === 'sitoo' ? outstanding : 0));

function aim(place: HeldPosition, target: Target, wanted: number, free: number): void {
  const known = place.targets.get(target);
  // Centra is told changes, so what it was told begins at none; a level is unknown until it was seen or set.
  const before = known ?? {
    wanted: 0,
    published: target === 'centra' ? 0 : null,
    refused: null,
    urgency: 0,
    waiting: false,
  };
  const now = { ...before, wanted };
  const waiting = waits(now);
  const urgency = waiting ? urgencyOf({ pendingDelta: pendingDelta(now), freeOnline: free }) : 0;
  const same = known && known.wanted === wanted && known.waiting === waiting && known.urgency === urgency;
  if (same) return;
  place.targets.set(target, { ...now, waiting, urgency, changed: true });
}

/** Sets what a target was told by now; null when what it shows is not known any more. */
export function setPublished(place: HeldPosition, target: Target, published: number | null): void {
  const known = place.targets.get(target);
  if (!known || known.published === published) return;
  place.targets.set(target, { ...known, published, changed: true });
}
