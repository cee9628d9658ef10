import type { CentraLineId, LineId } from '../ids.js';
import type { LineUnits } from './split-order.js';
import type { WebOrder } from './web-order.js';

/** What the customer paid for every unit of every line, minor units, by line. */
export type PaidPrices = ReadonlyMap<LineId, readonly number[]>;

/**
 * What the customer paid for each unit of an order: its price less its share of what was taken off the order as a
 * whole, a voucher above all. The web shop names one sum for that (`discountsApplied`). It is spread by the value of the units,
 * from one to the next, so that the shares of all units together are exactly that sum, no unit costs less than nothing, and
 * what is free stays free. More than the goods are worth was taken off the shipping cost. Units that were cancelled come last,
 * at their price: nothing was taken off for them.
 */
export function paidPrices({ lines, discountsMinor }: Pick<WebOrder, 'lines' | 'discountsMinor'>): PaidPrices {
  const held = lines.map(({ id, unitPriceMinor, quantity, cancelledQuantity }) => ({
    id,
    unitPriceMinor,
    units: Math.max(0, quantity - cancelledQuantity),
    cancelledQuantity,
  }));
  const goods = held.reduce((sum, { unitPriceMinor, units }) => sum + unitPriceMinor * units, 0);
  const discount = BigInt(Math.min(discountsMinor, goods));
  // Products of two amounts can be larger than what a number holds exactly.
  const shareUpTo = (value: number): number => (goods === 0 ? 0 : Number((discount * BigInt(value)) / BigInt(goods)));

  let before = 0;
  const paid = new Map<CentraLineId, number[]>();
  for (const { id, unitPriceMinor, units, cancelledQuantity } of held) {
    const prices: number[] = [];
    for (let unit = 0; unit < units; unit += 1) {
      const after = before + unitPriceMinor;
      prices.push(unitPriceMinor - (shareUpTo(after) - shareUpTo(before)));
      before = after;
    }
    paid.set(id, [...prices, ...Array<number>(cancelledQuantity).fill(unitPriceMinor)]);
  }
  return paid;
}

/**
 * What was paid for some units of a line, minor units.
 * @param skip units of the line that others stand for: those come first
 */
export function paidFor(prices: PaidPrices, { line, quantity }: LineUnits, skip = 0): number {
  const ofLine = prices.get(line) ?? [];
  const from = Math.max(0, Math.min(skip, ofLine.length - quantity));
  return ofLine.slice(from, from + quantity).reduce((sum, price) => sum + price, 0);
}
