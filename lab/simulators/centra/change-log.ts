export interface StockChange {
  readonly id: number;
  readonly createdAt: number;
  readonly comment: string;
  readonly warehouse: number;
  readonly lines: readonly { readonly id: number; readonly sku: string; readonly quantity: number }[];
}

/** All stock changes that were made from outside, oldest first, all together and by warehouse. */
export class ChangeLog {
  readonly all: StockChange[] = [];
  readonly #byWarehouse = new Map<number, StockChange[]>();

  add(change: StockChange): void {
    this.all.push(change);
    const changes = this.#byWarehouse.get(change.warehouse) ?? [];
    changes.push(change);
    this.#byWarehouse.set(change.warehouse, changes);
  }

  at(warehouse: number): readonly StockChange[] {
    return this.#byWarehouse.get(warehouse) ?? [];
  }
}
