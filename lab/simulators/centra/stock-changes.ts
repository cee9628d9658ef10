import type { StockChangeInput, StockSetInput } from '../../../systems/centra/generated/documents.js';
import type { StockChange } from './change-log.js';
import { Refusal, type UserError } from './refusal.js';
import type { Size } from './sizes.js';
import type { SimulatorState } from './state.js';

/**
 * A stock delta: into, out of, or from one warehouse to another. It has no protection against being sent twice, and one
 * bad item fails all of it (userErrors mean that nothing was modified).
 */
export function changeStock(
  state: SimulatorState,
  input: StockChangeInput,
): { readonly change: StockChange; readonly warnings: UserError[] } {
  const into = input.intoWarehouse && warehouseOf(state, input.intoWarehouse.id, 'intoWarehouse');
  const out = input.outFromWarehouse && warehouseOf(state, input.outFromWarehouse.id, 'outFromWarehouse');
  if (into == null && out == null) throw new Refusal('intoWarehouse or outFromWarehouse is needed', ['input']);
  refuseBlank(input.description);
  const taken = new Map<string, number>();
  const { differences: lines, warnings } = checked(state, input.productSizes, ({ deliveredQuantity }, size) => {
    if (deliveredQuantity < 1) return 'deliveredQuantity must be positive';
    // A size may be named more than once: what counts is what leaves together.
    const total = (taken.get(size.SKU) ?? 0) + deliveredQuantity;
    taken.set(size.SKU, total);
    if (out != null && into != null && total > state.stock.free(out, size.SKU))
      return 'A transfer cannot exceed the free to allocate quantity';
    if (out != null && total > state.stock.row(out, size.SKU).physical) return 'Stock cannot go below zero';
    if (
      out != null &&
      state.settings.readings.stockBelowAllocated === 'refuse' &&
      total > state.stock.free(out, size.SKU)
    )
      return `Not enough free stock of ${size.SKU}`;
    return { sku: size.SKU, quantity: deliveredQuantity };
  });
  for (const { sku, quantity } of lines) {
    if (out != null) state.stock.add(out, sku, { physical: -quantity });
    if (into != null) state.stock.add(into, sku, { physical: quantity });
  }
  const sign = into == null ? -1 : 1;
  const change = recordChange(state, {
    comment: input.description,
    warehouse: into ?? out ?? 0,
    lines: lines.map((l) => ({ ...l, quantity: sign * l.quantity })),
  });
  return { change, warnings };
}

/** Absolute levels: naturally repeatable, but an old value undoes what happened since. */
export function setStock(state: SimulatorState, input: StockSetInput): StockChange[] {
  const warehouse = warehouseOf(state, input.warehouse.id, 'warehouse');
  refuseBlank(input.description);
  const { differences: levels } = checked(state, input.productSizes, ({ quantity }, size) => {
    if (quantity < 0) return 'quantity cannot be negative';
    const { physical, allocated } = state.stock.row(warehouse, size.SKU);
    const target = input.stockQuantityType === 'PHYSICAL' ? quantity : quantity + allocated;
    return { sku: size.SKU, quantity: target - physical };
  });
  const changed = levels.filter((level) => level.quantity !== 0);
  for (const { sku, quantity } of changed) state.stock.add(warehouse, sku, { physical: quantity });
  return changed.length === 0 ? [] : [recordChange(state, { comment: input.description, warehouse, lines: changed })];
}

interface Difference {
  readonly sku: string;
  readonly quantity: number;
}

/**
 * All items as differences, or one refusal that names every bad one; a tight-lipped shop names none. Unknown sizes are
 * warnings instead in a shop that reads its own rules that way.
 */
function checked<Item extends { productSize: Parameters<SimulatorState['sizes']['find']>[0] }>(
  state: SimulatorState,
  items: readonly Item[] | null | undefined,
  check: (item: Item, size: Size) => Difference | string,
): { readonly differences: Difference[]; readonly warnings: UserError[] } {
  const faults: UserError[] = [];
  const warnings: UserError[] = [];
  const differences = (items ?? []).flatMap((item, i) => {
    const size = state.sizes.find(item.productSize);
    const found = size ? check(item, size) : 'Product size not found';
    if (typeof found !== 'string') return [found];
    const isSkipped = !size && state.settings.readings.unknownSku === 'warn';
    (isSkipped ? warnings : faults).push({ message: found, path: ['input', 'productSizes', String(i)] });
    return [];
  });
  const [first, ...others] = faults;
  if (!first) return { differences, warnings };
  if (state.settings.tightLipped) throw new Refusal('The stock change is not valid');
  throw new Refusal(first.message, first.path, others);
}

function recordChange(
  state: SimulatorState,
  { comment, warehouse, lines }: { comment: string; warehouse: number; lines: readonly Difference[] },
): StockChange {
  const change: StockChange = {
    id: state.nextId(),
    createdAt: Date.now(),
    comment,
    warehouse,
    lines: lines.map((line) => ({ id: state.nextId(), ...line })),
  };
  state.stockChanges.add(change);
  return change;
}

function warehouseOf(state: SimulatorState, id: number | null | undefined, field: string): number {
  if (id == null || !state.locations.some((l) => l.centraWarehouse === id))
    throw new Refusal('Warehouse not found', ['input', field]);
  return id;
}

function refuseBlank(description: string): void {
  if (description.trim() === '') throw new Refusal('description is required', ['input', 'description']);
}
