import type { StockChangeInput, StockSetInput } from '../../../systems/centra/generated/documents.js';
import type { StockChange } from './change-log.js';
import type { Size } from './sizes.js';
import { Refusal, type SimulatorState, type UserError } from './state.js';

/**
 * A stock delta: into, out of, or from one warehouse to another. It has no protection against being sent twice, and one
 * bad item fails all of it (userErrors mean that nothing was modified).
 */
export function changeStock(books: SimulatorState, input: StockChangeInput): StockChange {
  const into = input.intoWarehouse && warehouseOf(books, input.intoWarehouse.id, 'intoWarehouse');
  const out = input.outFromWarehouse && warehouseOf(books, input.outFromWarehouse.id, 'outFromWarehouse');
  if (into == null && out == null) throw new Refusal('intoWarehouse or outFromWarehouse is needed', ['input']);
  refuseBlank(input.description);
  const taken = new Map<string, number>();
  const lines = checked(books, input.productSizes, ({ deliveredQuantity }, size) => {
    if (deliveredQuantity < 1) return 'deliveredQuantity must be positive';
    // A size may be named more than once: what counts is what leaves together.
    const allSettledOrThrow = (taken.get(size.SKU) ?? 0) + deliveredQuantity;
    taken.set(size.SKU, allSettledOrThrow);
    if (out != null && into != null && allSettledOrThrow > books.stock.free(out, size.SKU))
      return 'A transfer cannot exceed the free to allocate quantity';
    if (out != null && allSettledOrThrow > books.stock.row(out, size.SKU).physical) return 'Stock cannot go below zero';
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
export function setStock(books: SimulatorState, input: StockSetInput): StockChange[] {
  const warehouse = warehouseOf(books, input.warehouse.id, 'warehouse');
  refuseBlank(input.description);
  const levels = checked(books, input.productSizes, ({ quantity }, size) => {
    if (quantity < 0) return 'quantity cannot be negative';
    const { physical, allocated } = books.stock.row(warehouse, size.SKU);
    const target = input.stockQuantityType === 'PHYSICAL' ? quantity : quantity + allocated;
    return { sku: size.SKU, quantity: target - physical };
  });
  const changed = levels.filter((level) => level.quantity !== 0);
  for (const { sku, quantity } of changed) books.stock.book(warehouse, sku, quantity, 0);
  return changed.length === 0 ? [] : [record(books, input.description, warehouse, changed)];
}

interface Difference {
  readonly sku: string;
  readonly quantity: number;
}

/** All items as differences, or one refusal that names every bad one; a tight-lipped shop names none. */
function checked<Item extends { productSize: Parameters<SimulatorState['sizes']['find']>[0] }>(
  books: SimulatorState,
  items: readonly Item[] | null | undefined,
  check: (item: Item, size: Size) => Difference | string,
): Difference[] {
  const faults: UserError[] = [];
  const differences = (items ?? []).flatMap((item, i) => {
    const size = books.sizes.find(item.productSize);
    const found = size ? check(item, size) : 'Product size not found';
    if (typeof found !== 'string') return [found];
    faults.push({ message: found, path: ['input', 'productSizes', String(i)] });
    return [];
  });
  const [first, ...others] = faults;
  if (!first) return differences;
  if (books.settings.tightLipped) throw new Refusal('The stock change is not valid');
  throw new Refusal(first.message, first.path, others);
}

function record(books: SimulatorState, comment: string, warehouse: number, lines: readonly Difference[]): StockChange {
  const change: StockChange = {
    id: books.nextId(),
    createdAt: Date.now(),
    comment,
    warehouse,
    lines: lines.map((line) => ({ id: books.nextId(), ...line })),
  };
  books.stockChanges.add(change);
  return change;
}

function warehouseOf(books: SimulatorState, id: number | null | undefined, field: string): number {
  if (id == null || !books.locations.some((l) => l.centraWarehouse === id))
    throw new Refusal('Warehouse not found', ['input', field]);
  return id;
}

function refuseBlank(description: string): void {
  if (description.trim() === '') throw new Refusal('description is required', ['input', 'description']);
}
