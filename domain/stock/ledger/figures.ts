import type { Target } from '../flows.js';
import { promised, sumOf, type Units } from '../order-units.js';
import type { StockPolicy } from '../policy.js';
import { expectedAtCentra, figuresOf, type PositionFigures } from '../position.js';
import { urgencyOf } from '../publish-order.js';
import { type HeldPosition, type HeldPositions, ordersAt, type TargetFigure } from './held-position.js';

/** Recalculates what a position should show at its targets, and what it is short of. */
export function recalculate(position: HeldPosition, policy: StockPolicy): PositionFigures {
  const orders = ordersAt(position);
  const safetyStock = policy.safetyStockOf(position.location, position.sku).units;
  const short = shortOf(position.physical, orders);
  if (safetyStock !== position.safetyStock || short !== position.short)
    Object.assign(position, { safetyStock, short, touched: true });
  const figures = figuresOf({ ...position, orders });

  const kind = policy.kindOf(position.location);
  const { targets } = policy;
  if (kind && targets.includes('centra'))
    setWanted(position, 'centra', { wanted: figures.changesForCentra, free: figures.freeOnline });
  // Stores' stock in Sitoo is Sitoo's own.
  if (kind === 'warehouse' && targets.includes('sitoo'))
    setWanted(position, 'sitoo', {
      wanted: figures.sitooLevel,
      free: figures.sitooLevel - outstandingOfTills(orders),
    });
  return figures;
}

export function recalculateAll(positions: HeldPositions, policy: StockPolicy): void {
  for (const position of positions.values()) recalculate(position, policy);
}

/** Units that are promised beyond what is there. */
export const shortOf = (physical: number, orders: readonly Units[]): number =>
  Math.max(0, sumOf(orders, promised) - physical);

/** Units to publish. Of absolute figures the difference from the last one, all of it when there was none. */
export const pendingDelta = ({ wanted, published }: Pick<TargetFigure, 'wanted' | 'published'>): number =>
  wanted - (published ?? 0);

/** A figure that was never published is pending even when it is zero: the counterpart may show something else. */
const isPending = ({ wanted, published }: Pick<TargetFigure, 'wanted' | 'published'>): boolean => wanted !== published;

const outstandingOfTills = (orders: readonly Units[]): number =>
  sumOf(orders, ({ origin, outstanding }) => (origin === 'sitoo' ? outstanding : 0));

/** Centra gets changes, so what was published to it begins at zero; a level is unknown until it was seen or set. */
const initialFigure = (target: Target): Omit<TargetFigure, 'changed'> => ({
  wanted: 0,
  published: target === 'centra' ? 0 : null,
  refused: null,
  refusal: null,
  urgency: 0,
  pending: false,
});

/** `free`: units that can be bought at the target once it shows `wanted`. */
function setWanted(
  position: HeldPosition,
  target: Target,
  { wanted, free }: { readonly wanted: number; readonly free: number },
): void {
  const known = position.targets.get(target);
  const next = { ...(known ?? initialFigure(target)), wanted };
  const pending = isPending(next);
  const urgency = pending ? urgencyOf({ pendingDelta: pendingDelta(next), freeOnline: free }) : 0;
  const refusal = refusalNow(position, { ...next, pending });
  const same = known?.wanted === wanted && known.pending === pending && known.urgency === urgency;
  if (same && refusal.refusal === known.refusal && refusal.refused === known.refused) return;
  position.targets.set(target, { ...next, ...refusal, pending, urgency, changed: true });
}

/**
 * What is left of a refusal now. A decrease that orders of the web shop stood against is tried again once more units are
 * free there than before: an allocation has ended, or there is less to take away.
 */
function refusalNow(
  position: HeldPosition,
  { refused, refusal, pending, ...figure }: Omit<TargetFigure, 'changed' | 'urgency'>,
): Pick<TargetFigure, 'refused' | 'refusal'> {
  if (refusal === null) return { refused, refusal };
  if (!pending) return { refused: null, refusal: null };
  if (refusal.reason !== 'allocated') return { refused, refusal };
  const free = freeAtCentra(position);
  if (free === refusal.free && pendingDelta(figure) < 0) return { refused, refusal };
  const isFreed = free > refusal.free || pendingDelta(figure) >= 0;
  return { refused: isFreed ? null : refused, refusal: { ...refusal, free } };
}

/** Free units that Centra shows now, if only Centra itself and we changed its stock; below zero where its orders hold more than it has. */
export function freeAtCentra(position: HeldPosition): number {
  const orders = ordersAt(position);
  const allocated = sumOf(orders, ({ origin, outstanding }) => (origin === 'centra' ? outstanding : 0));
  return expectedAtCentra({ ...position, orders }, position.targets.get('centra')?.published ?? 0) - allocated;
}

/** Sets what was published to a target; null when what it shows is not known any more. */
export function setPublished(position: HeldPosition, target: Target, published: number | null): void {
  const known = position.targets.get(target);
  if (!known || known.published === published) return;
  position.targets.set(target, { ...known, published, changed: true });
}

/** Targets for which some of these positions have unpublished figures. */
export function targetsToPublish(positions: HeldPositions): Target[] {
  const pending = [...positions.values()].flatMap(({ targets }) =>
    [...targets].filter(([, figure]) => figure.pending && figure.refused === null).map(([target]) => target),
  );
  return [...new Set(pending)];
}
