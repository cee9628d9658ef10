import type { StockChangeInput, StockSetInput } from '../generated/documents.js';
import { type Books, Refusal, type StockChange } from './books.js';
import { findSize } from './sizes.js';

/**
 * A stock delta: into, out of, or from one warehouse to another. It has no protection against being sent twice, and one
 * unknown size fails all of it (userErrors mean that nothing was modified).
 */
export function changeStock(books: Books, input: StockChangeInput): StockChange {
  const into = input.intoWarehouse && warehouseOf(books, input.intoWarehouse.id, 'intoWarehouse');
  const out = input.outFromWarehouse && warehouseOf(books, input.outFromWarehouse.id, 'outFromWarehouse');
  if (into == null && out == null) throw new Refusal('intoWarehouse or outFromWarehouse is needed', ['input']);
  refuseBlank(input.description);
  const lines = (input.productSizes ?? []).map(({ productSize, deliveredQuantity }, i) => {
    const path = ['input', 'productSizes', String(i)];
    const size = findSize(books.sizes, productSize);
    if (!size) throw new Refusal('Product size not found', path);
    if (deliveredQuantity < 1) throw new Refusal('deliveredQuantity must be positive', path);
    if (out != null && into != null && deliveredQuantity > books.stock.free(out, size.SKU))
      throw new Refusal('A transfer cannot exceed the free to allocate quantity', path);
    if (out != null && deliveredQuantity > books.stock.row(out, size.SKU).physical)
      throw new Refusal('Stock cannot go below zero', path);
    return { sku: size.SKU, quantity: deliveredQuantity };
  });
  for (const { sku, quantity } of lines) {
    if (out != null) books.stock.book(out, sku, -quantity, 0);
    if (into != null) books.stock.book(into, sku, quantity, 0);
  }
  const sign = into == null ? -1 : 1;
  return record(
    books,
    input.description,
    into ?? out ?? 0,
    lines.map((l) => ({ ...l, quantity: sign * l.quantity })),
  );
}

/** Absolute levels: naturally repeatable, but an old value undoes what happened since. */
export function setStock(books: Books, input: StockSetInput): StockChange[] {
  const warehouse = warehouseOf(books, input.warehouse.id, 'warehouse');
  refuseBlank(input.description);
  const levels = (input.productSizes ?? []).map(({ productSize, quantity }, i) => {
    const path = ['input', 'productSizes', String(i)];
    const size = findSize(books.sizes, productSize);
    if (!size) throw new Refusal('Product size not found', path);
    if (quantity < 0) throw new Refusal('quantity cannot be negative', path);
    const { physical, allocated } = books.stock.row(warehouse, size.SKU);
    const target = input.stockQuantityType === 'PHYSICAL' ? quantity : quantity + allocated;
    return { sku: size.SKU, quantity: target - physical };
  });
  const changed = levels.filter((level) => level.quantity !== 0);
  for (const { sku, quantity } of changed) books.stock.book(warehouse, sku, quantity, 0);
  return changed.length === 0 ? [] : [record(books, input.description, warehouse, changed)];
}

function record(
  books: Books,
  comment: string,
  warehouse: number,
  lines: readonly { sku: string; quantity: number }[],
): StockChange {
  const change: StockChange = {
    id: books.nextId(),
    createdAt: Date.now(),
    comment,
    warehouse,
    lines: lines.map((line) => ({ id: books.nextId(), ...line })),
  };
  books.stockChanges.push(change);
  return change;
}

function warehouseOf(books: Books, id: number | null | undefined, field: string): number {
  if (id == null || !books.locations.some((l) => l.centraWarehouse === id))
    throw new Refusal('Warehouse not found', ['input', field]);
  return id;
}

function refuseBlank(description: string): void {
  if (description.trim() === '') throw new Refusal('description is required', ['input', 'description']);
}
