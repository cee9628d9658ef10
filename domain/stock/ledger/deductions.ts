import { setPublished } from './figures.js';
import { type HeldPositions, orderAt, positionAt, setUnits } from './held-position.js';
import type { ReturnRestock, SkuUnits, TillDeduction } from './stock-entry.js';

/**
 * Sitoo deducted units of a till order from its own level. Whether that was before or after we last set the level cannot
 * be known, so neither is what it shows: the level is set once more, which is right in any case.
 */
export function applyTillDeduction(
  positions: HeldPositions,
  { number, location, lines }: Pick<TillDeduction, 'number' | 'location' | 'lines'>,
): void {
  const order = { origin: 'sitoo', number } as const;
  for (const { sku, quantity } of lines) {
    const position = positionAt(positions, { location, sku });
    const { outstanding, deductedAtOrigin } = orderAt(position, order);
    setUnits(position, order, {
      deductedAtOrigin: deductedAtOrigin + quantity,
      outstanding: Math.max(0, outstanding - quantity),
    });
    setPublished(position, 'sitoo', null);
  }
}

/** By SKU, the units by which what a return restocks differs from what it restocked before. */
export function restockChanges(before: readonly SkuUnits[], now: readonly SkuUnits[]): Map<string, number> {
  const changes = new Map<string, number>();
  for (const { sku, quantity } of now) changes.set(sku, (changes.get(sku) ?? 0) + quantity);
  for (const { sku, quantity } of before) changes.set(sku, (changes.get(sku) ?? 0) - quantity);
  return new Map([...changes].filter(([, units]) => units !== 0));
}

/** Centra restocks these units by itself, so they are not ours to publish. */
export function applyRestock(
  positions: HeldPositions,
  location: ReturnRestock['location'],
  changes: ReadonlyMap<string, number>,
): void {
  for (const [sku, units] of changes) {
    const position = positionAt(positions, { location, sku });
    Object.assign(position, {
      unitsForCentra: position.unitsForCentra - units,
      touched: true,
      changed: true,
    });
  }
}
