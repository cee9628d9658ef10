import type { Problem } from '../cases/case.js';
import { type FulfilmentState, isUntouched, remainingUnits, type Shortage } from './fulfilment-state.js';
import type { OrderFacts } from './order-facts.js';
import type { Corrections } from './settings.js';
import { countUnits, type LineUnits } from './split-order.js';

/** An order as far as its shortages depend on it. */
export interface OrderedSkus {
  readonly facts: Pick<OrderFacts, 'lines'>;
  readonly corrections: Pick<Corrections, 'skus'>;
}

/** True while its location lacks something for the fulfilment, nobody has begun with it, and nothing was done about it. */
export const isShort = (fulfilment: FulfilmentState): boolean =>
  isUntouched(fulfilment) && shortagesWith(fulfilment, 'new').length > 0;

/** The time that a person gave the goods to come is over: what has not come is short again. False when nothing was awaited. */
export function stopWaitingForGoods(fulfilment: FulfilmentState): boolean {
  const awaited = shortagesWith(fulfilment, 'waiting-for-goods');
  for (const shortage of awaited) shortage.status = 'new';
  return awaited.length > 0 && fulfilment.stage === 'placed' && isShort(fulfilment);
}

const shortagesWith = (fulfilment: FulfilmentState, status: Shortage['status']): Shortage[] =>
  [...fulfilment.shortages.values()].filter((shortage) => shortage.status === status);

/** Units of a fulfilment that its location lacks: as many as are missing there, and no more than the fulfilment holds. */
export const shortUnits = (order: OrderedSkus, fulfilment: FulfilmentState): LineUnits[] =>
  [...fulfilment.shortages].flatMap(([sku, { units }]) => {
    let missing = units;
    return unitsOfSku(order, fulfilment, sku).flatMap(({ line, quantity }) => {
      const short = Math.min(quantity, Math.max(0, missing));
      missing -= short;
      return short > 0 ? [{ line, quantity: short }] : [];
    });
  });

/** What the person who decides must know: a problem for each SKU. */
export const shortageProblems = (order: OrderedSkus, fulfilment: FulfilmentState): Problem[] =>
  [...fulfilment.shortages].map(([sku, { units }]) => {
    const lines = unitsOfSku(order, fulfilment, sku);
    return {
      code: 'order.oversold',
      sentence: `${fulfilment.location} holds ${units} of ${sku} less than it promised; fulfilment ${fulfilment.fulfilment} was promised ${countUnits(lines)}.`,
      lines: lines.map((l) => l.line),
    };
  });

/** Remaining units of a fulfilment that its location knows by this SKU. */
export function unitsOfSku(order: OrderedSkus, fulfilment: FulfilmentState, sku: string): LineUnits[] {
  // A SKU that a person mapped to another is unknown to the location by the name that the web shop sells it under.
  if (order.corrections.skus?.[sku]) return [];
  const lines = new Set(order.facts.lines.filter((l) => l.sku === sku).map((l) => l.line));
  return remainingUnits(fulfilment).filter((l) => lines.has(l.line));
}
