import type { Brand } from '../brand.js';
import { locationsOf } from '../locations.js';
import { matchesAny } from '../sku-pattern.js';
import type { Target } from './flows.js';
import { targetsOf } from './flows-of-brand.js';
import { activeRules, type SafetyStock, safetyStock } from './safety-stock.js';

/** The settings for stock of a brand, as the ledger needs them. */
export interface StockPolicy {
  readonly brand: string;
  /** Kind of a location; undefined for one that the brand does not name any more. */
  kindOf(location: string): 'store' | 'warehouse' | undefined;
  /** Counterparts to which the brand publishes stock. */
  readonly targets: readonly Target[];
  /** Safety stock of a SKU at a location now. */
  safetyStockOf(location: string, sku: string): SafetyStock;
  /** Changes whenever any safety stock may have changed: the active rules. */
  readonly rulesInForce: () => string;
}

type PolicyBrand = Pick<Brand, 'brand' | 'locations' | 'stock'>;

/** The brand's settings for stock as the ledger needs them: kinds of locations, and the safety stock in force. */
export function stockPolicyOf(brand: PolicyBrand, nowMs: () => number): StockPolicy {
  const locations = locationsOf(brand);
  const { safetyStock: rules } = brand.stock;
  const categoriesOf = categoryFinder(brand.stock.categories);
  return {
    brand: brand.brand,
    kindOf: (location) => locations.byId(location)?.kind,
    targets: targetsOf(brand),
    safetyStockOf: (location, sku): SafetyStock =>
      safetyStock(rules, { sku, location, categories: categoriesOf(sku), atMs: nowMs() }),
    // What a category holds, and which locations there are, decides about figures as much as the rules do.
    rulesInForce: () =>
      JSON.stringify([
        activeRules(rules, nowMs()),
        brand.stock.categories,
        brand.locations.map(({ id, kind }) => [id, kind]),
      ]),
  };
}

/** Finds the categories of a SKU; a star in a category's list stands for anything. */
export function categoryFinder(categories: Brand['stock']['categories']): (sku: string) => string[] {
  const all = Object.entries(categories);
  return (sku) => all.filter(([, skus]) => matchesAny(sku, skus)).map(([category]) => category);
}
