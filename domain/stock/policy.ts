import type { SafetyStock } from './safety-stock.js';

/** What a brand says about stock, as the ledger needs it. */
export interface StockPolicy {
  readonly brand: string;
  /** Kind of a location; undefined for a place that the brand does not name (any more). */
  kindOf(location: string): 'store' | 'warehouse' | undefined;
  /** Safety stock of a SKU at a location now. */
  safetyStockOf(location: string, sku: string): SafetyStock;
  /** Changes whenever any buffer may have changed: the active rules. */
  readonly rulesInForce: () => string;
}
