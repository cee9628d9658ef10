import type { Problem } from '../../domain/cases/case.js';
import { countUnits, type LineUnits, subtractUnits } from '../../domain/order/split-order.js';
import type { StockShort } from '../messages.js';
import { type FulfilmentState, type OrderState, type Shortage, tell } from './state.js';

/**
 * A location holds less of a SKU than it has promised. Only noted here: the fulfilment that must give way acts in its own time.
 * The message may repeat and may come late, so one that no waiting fulfilment fits is passed over.
 */
export function noteShortage(order: OrderState, short: StockShort): void {
  const { location, sku, units } = short;
  // An order can hear of it together with its own start, before it has been split into fulfilments.
  if (order.fulfilments.length === 0) {
    forgetEarly(order, short);
    order.earlyShortages.push(short);
    return;
  }
  const fulfilment = order.fulfilments.findLast(
    (p) => p.location === location && isUntouched(p) && linesOf(order, p, sku).length > 0,
  );
  if (!fulfilment) return;
  const known = fulfilment.shortages.get(sku);
  if (known) known.units = units;
  else {
    fulfilment.shortages.set(sku, { units, status: 'heard' });
    tell(order, `${location} holds less ${sku} than it promised; fulfilment ${fulfilment.fulfilment} must give way.`);
  }
}

/** What was heard before there were fulfilments is heard again by the fulfilments. */
export function applyEarlyShortages(order: OrderState): void {
  if (order.fulfilments.length > 0) for (const short of order.earlyShortages.splice(0)) noteShortage(order, short);
}

/** The location holds enough again: whoever was to give way keeps its goods. */
export function noteCover(order: OrderState, { location, sku }: Pick<StockShort, 'location' | 'sku'>): void {
  forgetEarly(order, { location, sku });
  for (const fulfilment of order.fulfilments)
    if (fulfilment.location === location && fulfilment.shortages.delete(sku) && isUntouched(fulfilment))
      tell(order, `${location} holds enough ${sku} again for fulfilment ${fulfilment.fulfilment}.`);
}

function forgetEarly(order: OrderState, about: Pick<StockShort, 'location' | 'sku'>): void {
  const known = order.earlyShortages.findIndex((s) => s.location === about.location && s.sku === about.sku);
  if (known >= 0) order.earlyShortages.splice(known, 1);
}

/** True while its location lacks something for the fulfilment and nothing was done about it. */
export const mustReleaseAllocation = (fulfilment: FulfilmentState): boolean =>
  fulfilment.stage === 'placed' && isUntouched(fulfilment) && shortagesThat(fulfilment, 'heard').length > 0;

/** The time that a person gave the goods to come is over: what has not come is short anew. False when nothing was awaited. */
export function stopWaitingForIntake(fulfilment: FulfilmentState): boolean {
  const awaited = shortagesThat(fulfilment, 'waits');
  for (const shortage of awaited) shortage.status = 'heard';
  return awaited.length > 0 && mustReleaseAllocation(fulfilment);
}

const shortagesThat = (fulfilment: FulfilmentState, status: Shortage['status']): Shortage[] =>
  [...fulfilment.shortages.values()].filter((shortage) => shortage.status === status);

/** Nobody at the location has begun with it: what was picked was there, whatever the count says. */
export const isUntouched = (fulfilment: FulfilmentState): boolean =>
  (fulfilment.stage === 'planned' || fulfilment.stage === 'placed') &&
  [...fulfilment.legs.values()].every((leg) => leg.stage === 'open' || leg.stage === 'error');

/** Units of a fulfilment that its location lacks: as many as are missing there, and no more than the fulfilment holds. */
export function shortUnits(order: OrderState, fulfilment: FulfilmentState): LineUnits[] {
  return [...fulfilment.shortages].flatMap(([sku, { units }]) => {
    let missing = units;
    return linesOf(order, fulfilment, sku).flatMap(({ line, quantity }) => {
      const short = Math.min(quantity, Math.max(0, missing));
      missing -= short;
      return short > 0 ? [{ line, quantity: short }] : [];
    });
  });
}

/** What the person who is asked must know: a problem for each SKU. */
export const shortProblems = (order: OrderState, fulfilment: FulfilmentState): Problem[] =>
  [...fulfilment.shortages].map(([sku, { units }]) => {
    const lines = linesOf(order, fulfilment, sku);
    return {
      code: 'order.oversold',
      sentence: `${fulfilment.location} holds ${units} of ${sku} less than it promised; fulfilment ${fulfilment.fulfilment} was promised ${countUnits(lines)}.`,
      lines: lines.map((l) => l.line),
    };
  });

function linesOf(order: OrderState, fulfilment: FulfilmentState, sku: string): LineUnits[] {
  // Of what a person mapped, the location has never heard by the name that the web shop sells it under.
  if (order.corrections.skus?.[sku]) return [];
  const lines = new Set(order.facts.lines.filter((l) => l.sku === sku).map((l) => l.line));
  return subtractUnits(fulfilment.lines, fulfilment.cancelledUnits).filter((l) => lines.has(l.line));
}
