import type { Problem } from '../../domain/cases/case.js';
import { countUnits, type LineUnits, subtractUnits } from '../../domain/order/split-order.js';
import type { StockShort } from '../messages.js';
import { type OrderState, type PartState, type Shortage, tell } from './state.js';

/**
 * A location holds less of a SKU than it has promised. Only noted here: the part that must give way acts in its own time.
 * The message may repeat and may come late, so one that no waiting part fits is passed over.
 */
export function noteShortage(order: OrderState, short: StockShort): void {
  const { location, sku, units } = short;
  // An order can hear of it together with its own start, before it has been split into parts.
  if (order.parts.length === 0) {
    forgetEarly(order, short);
    order.earlyShortages.push(short);
    return;
  }
  const part = order.parts.findLast(
    (p) => p.location === location && isUntouched(p) && linesOf(order, p, sku).length > 0,
  );
  if (!part) return;
  const known = part.shortages.get(sku);
  if (known) known.units = units;
  else {
    part.shortages.set(sku, { units, stands: 'heard' });
    tell(order, `${location} holds less ${sku} than it promised; part ${part.part} must give way.`);
  }
}

/** What was heard before there were parts is heard again by the parts. */
export function hearEarlyShortages(order: OrderState): void {
  if (order.parts.length > 0) for (const short of order.earlyShortages.splice(0)) noteShortage(order, short);
}

/** The location holds enough again: whoever was to give way keeps its goods. */
export function noteCover(order: OrderState, { location, sku }: Pick<StockShort, 'location' | 'sku'>): void {
  forgetEarly(order, { location, sku });
  for (const part of order.parts)
    if (part.location === location && part.shortages.delete(sku) && isUntouched(part))
      tell(order, `${location} holds enough ${sku} again for part ${part.part}.`);
}

function forgetEarly(order: OrderState, about: Pick<StockShort, 'location' | 'sku'>): void {
  const known = order.earlyShortages.findIndex((s) => s.location === about.location && s.sku === about.sku);
  if (known >= 0) order.earlyShortages.splice(known, 1);
}

/** True while its location lacks something for the part and nothing was done about it. */
export const mustGiveWay = (part: PartState): boolean =>
  part.stage === 'placed' && isUntouched(part) && shortagesThat(part, 'heard').length > 0;

/** The time that a person gave the goods to come is over: what has not come is short anew. False when nothing was awaited. */
export function stopWaitingForIntake(part: PartState): boolean {
  const awaited = shortagesThat(part, 'waits');
  for (const shortage of awaited) shortage.stands = 'heard';
  return awaited.length > 0 && mustGiveWay(part);
}

const shortagesThat = (part: PartState, stands: Shortage['stands']): Shortage[] =>
  [...part.shortages.values()].filter((shortage) => shortage.stands === stands);

/** Nobody at the location has begun with it: what was picked was there, whatever the count says. */
export const isUntouched = (part: PartState): boolean =>
  (part.stage === 'planned' || part.stage === 'placed') &&
  [...part.legs.values()].every((leg) => leg.stage === 'open' || leg.stage === 'error');

/** Units of a part that its location lacks: as many as are missing there, and no more than the part holds. */
export function shortUnits(order: OrderState, part: PartState): LineUnits[] {
  return [...part.shortages].flatMap(([sku, { units }]) => {
    let missing = units;
    return linesOf(order, part, sku).flatMap(({ line, quantity }) => {
      const short = Math.min(quantity, Math.max(0, missing));
      missing -= short;
      return short > 0 ? [{ line, quantity: short }] : [];
    });
  });
}

/** What the person who is asked must know: a problem for each SKU. */
export const shortProblems = (order: OrderState, part: PartState): Problem[] =>
  [...part.shortages].map(([sku, { units }]) => {
    const lines = linesOf(order, part, sku);
    return {
      code: 'order.oversold',
      sentence: `${part.location} holds ${units} of ${sku} less than it promised; part ${part.part} was promised ${countUnits(lines)}.`,
      lines: lines.map((l) => l.line),
    };
  });

function linesOf(order: OrderState, part: PartState, sku: string): LineUnits[] {
  // Of what a person mapped, the location has never heard by the name that the web shop sells it under.
  if (order.corrections.skus?.[sku]) return [];
  const lines = new Set(order.facts.lines.filter((l) => l.sku === sku).map((l) => l.line));
  return subtractUnits(part.lines, part.cancelledUnits).filter((l) => lines.has(l.line));
}
