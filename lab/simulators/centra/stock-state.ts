export interface StockRow {
  readonly warehouse: number;
  readonly sku: string;
  physical: number;
  allocated: number;
}

/** Stock per warehouse and SKU. Physical = free to allocate + allocated. */
export class StockStore {
  /** By warehouse, then by SKU: shops ask for one warehouse at a time. */
  readonly #rows = new Map<number, Map<string, StockRow>>();

  add(warehouse: number, sku: string, change: { readonly physical?: number; readonly allocated?: number }): void {
    const bySku = this.#rows.get(warehouse) ?? new Map<string, StockRow>();
    const row = bySku.get(sku) ?? { warehouse, sku, physical: 0, allocated: 0 };
    row.physical += change.physical ?? 0;
    row.allocated += change.allocated ?? 0;
    bySku.set(sku, row);
    this.#rows.set(warehouse, bySku);
  }

  rename(sku: string, newSku: string): void {
    for (const [warehouse, bySku] of this.#rows) {
      const row = bySku.get(sku);
      bySku.delete(sku);
      if (row) this.add(warehouse, newSku, row);
    }
  }

  row(warehouse: number, sku: string): Readonly<StockRow> {
    return this.#rows.get(warehouse)?.get(sku) ?? { warehouse, sku, physical: 0, allocated: 0 };
  }

  /** Free to allocate; below zero when units that an order holds were taken out of stock. */
  free(warehouse: number, sku: string): number {
    const { physical, allocated } = this.row(warehouse, sku);
    return physical - allocated;
  }

  /** The rows of one warehouse, of these SKUs only when some are named. A size that never lay there has none. */
  at(warehouse: number, skus?: Iterable<string>): readonly Readonly<StockRow>[] {
    const bySku = this.#rows.get(warehouse);
    if (!bySku) return [];
    return skus ? [...new Set(skus)].flatMap((sku) => bySku.get(sku) ?? []) : [...bySku.values()];
  }

  rows(): readonly Readonly<StockRow>[] {
    return [...this.#rows.values()].flatMap((bySku) => [...bySku.values()]);
  }
}
