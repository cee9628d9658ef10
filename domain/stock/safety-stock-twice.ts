import type { Brand, Location } from '../brand.js';
import type { CentraWarehouseId } from '../ids.js';
import { categoryFinder } from './policy.js';
import type { SafetyStockRule } from './safety-stock.js';

type StockBrand = Pick<Brand, 'locations' | 'stock'>;

/** What Centra itself subtracts from what it offers. Its figures can be read; no documented way writes them. */
export interface SafetyStockInCentra {
  /** Units kept back of every SKU of a warehouse. */
  readonly thresholds: ReadonlyMap<CentraWarehouseId, number>;
  /** Units kept back of a SKU, everywhere. */
  readonly offsets: ReadonlyMap<string, number>;
}

/** Safety stock that both the brand file and Centra subtract: the shop sells less than it could. Units. */
export interface SafetyStockTwice {
  readonly byThreshold: readonly { readonly location: Location; readonly units: number; readonly inCentra: number }[];
  readonly byOffset: readonly {
    readonly sku: string;
    readonly locations: readonly Location[];
    readonly units: number;
    readonly inCentra: number;
  }[];
}

/** Where safety stock is subtracted twice. A rule whose time is over counts no more; one whose time comes does already. */
export function safetyStockTwice(
  { locations, stock }: StockBrand,
  { thresholds, offsets }: SafetyStockInCentra,
  nowMs: number,
): SafetyStockTwice {
  const rules = stock.safetyStock.filter(
    ({ units, until }) => units > 0 && (until ?? Number.POSITIVE_INFINITY) > nowMs,
  );
  const categoriesOf = categoryFinder(stock.categories);
  const byThreshold = locations.flatMap((location) => {
    const inCentra = location.centra === undefined ? 0 : (thresholds.get(location.centra) ?? 0);
    const applying = rules.filter((rule) => isAt(rule, location));
    return inCentra > 0 && applying.length > 0 ? [{ location, units: most(applying), inCentra }] : [];
  });
  const byOffset = [...offsets].flatMap(([sku, inCentra]) => {
    const applying = rules.filter(
      (rule) => (rule.sku ?? sku) === sku && (rule.category === undefined || categoriesOf(sku).includes(rule.category)),
    );
    if (inCentra <= 0 || applying.length === 0) return [];
    const concerned = locations.filter((location) => applying.some((rule) => isAt(rule, location)));
    return [{ sku, locations: concerned, units: most(applying), inCentra }];
  });
  return { byThreshold, byOffset };
}

/** SKUs whose offset in Centra must be read: those that the brand file names. To read all others would cost a call for every hundred. */
export function skusWithSafetyStock({ stock }: Pick<Brand, 'stock'>): string[] {
  const named = stock.safetyStock.flatMap(({ sku, category }) => [
    ...(sku === undefined ? [] : [sku]),
    ...(category === undefined ? [] : (stock.categories[category] ?? []).filter((name) => !name.includes('*'))),
  ]);
  return [...new Set(named)];
}

const isAt = (rule: SafetyStockRule, { id }: Location): boolean => (rule.location ?? id) === id;

const most = (rules: readonly SafetyStockRule[]): number => Math.max(...rules.map(({ units }) => units));
