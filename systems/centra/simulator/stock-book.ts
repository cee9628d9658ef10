export interface StockRow {
  readonly warehouse: number;
  readonly sku: string;
  physical: number;
  allocated: number;
}

/** Stock per warehouse and SKU. Physical = free to allocate + allocated. */
export class StockBook {
  readonly #rows = new Map<string, StockRow>();

  book(warehouse: number, sku: string, physical: number, allocated: number): void {
    const key = `${warehouse}/${sku}`;
    const row = this.#rows.get(key) ?? { warehouse, sku, physical: 0, allocated: 0 };
    row.physical += physical;
    row.allocated += allocated;
    this.#rows.set(key, row);
  }

  row(warehouse: number, sku: string): Readonly<StockRow> {
    return this.#rows.get(`${warehouse}/${sku}`) ?? { warehouse, sku, physical: 0, allocated: 0 };
  }

  /** Free to allocate; below zero when units that an order holds were taken out of stock. */
  free(warehouse: number, sku: string): number {
    const { physical, allocated } = this.row(warehouse, sku);
    return physical - allocated;
  }

  rows(): readonly Readonly<StockRow>[] {
    return [...this.#rows.values()];
  }
}
