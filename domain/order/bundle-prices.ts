import type { WebOrderLine } from './web-order.js';

/**
 * Gives the items of bundles the price that the customer pays for them. Centra prices a bundle as a whole or by its items, by a
 * setting of the shop, and which of the two a line of the Integration API shows is not documented. What stands on the bundles
 * alone is shared among the items by their original value; what stands on both is counted once, on the items. Where the two
 * show different amounts, the shop's own sum of the lines says which of them was paid.
 * @param sumMinor the shop's own sum of the lines
 */
export function withBundlePrices(lines: readonly WebOrderLine[], sumMinor: number): WebOrderLine[] {
  const bundles = lines.filter(({ kind }) => kind === 'bundle');
  const items = lines.filter(({ kind }) => kind === 'bundle-item');
  const [whole, parts] = [sumOf(bundles), sumOf(items)];
  if (items.length === 0 || whole === 0) return [...lines];
  const isPaidAsWhole = parts === 0 || (parts !== whole && sumMinor === sumOf(lines) - parts);
  const shares = isPaidAsWhole ? shareOf(whole, items) : new Map<WebOrderLine, number>();
  return lines.map((line) => {
    if (line.kind === 'bundle') return { ...line, lineValueMinor: 0, unitPriceMinor: 0 };
    const value = shares.get(line);
    if (value === undefined) return line;
    return { ...line, lineValueMinor: value, unitPriceMinor: Math.round(value / Math.max(1, unitsOf(line))) };
  });
}

const sumOf = (lines: readonly WebOrderLine[]): number =>
  lines.reduce((sum, { lineValueMinor }) => sum + lineValueMinor, 0);

const unitsOf = ({ quantity, cancelledQuantity }: WebOrderLine): number => quantity - cancelledQuantity;

/** Shares an amount by original value, or by units where nothing has a value of its own; the last item takes the rounding. */
function shareOf(amountMinor: number, items: readonly WebOrderLine[]): Map<WebOrderLine, number> {
  const isPriced = items.some((item) => item.unitOriginalPriceMinor > 0);
  const weigh = (item: WebOrderLine): number => unitsOf(item) * (isPriced ? item.unitOriginalPriceMinor : 1);
  const shares = new Map<WebOrderLine, number>();
  let [leftMinor, leftWeight] = [amountMinor, items.reduce((sum, item) => sum + weigh(item), 0)];
  for (const item of items) {
    const share = leftWeight === 0 ? 0 : Math.round((leftMinor * weigh(item)) / leftWeight);
    shares.set(item, share);
    leftMinor -= share;
    leftWeight -= weigh(item);
  }
  return shares;
}
