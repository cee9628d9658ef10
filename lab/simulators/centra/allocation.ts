import type { Allocation, Line, Order } from './order.js';
import { Refusal } from './refusal.js';
import type { SimulatorState } from './state.js';

/** A line and the order that it is of. */
interface LineOf {
  readonly order: Order;
  readonly line: Line;
}

interface UnitsAt {
  readonly warehouse: number;
  readonly quantity: number;
}

/** Allocations that no shipment holds: the ones that can still move. */
export const looseAllocations = (order: Order, line: number): Allocation[] =>
  order.allocations.filter((a) => a.line === line && a.shipmentLine === undefined);

export const unitsOf = (list: readonly { quantity: number }[]): number => list.reduce((sum, x) => sum + x.quantity, 0);

export const unitsInShipments = (order: Order, line: number): number =>
  unitsOf(order.shipments.flatMap((s) => s.lines).filter((l) => l.line === line));

/** Units of a line that are neither cancelled nor in a shipment. */
export const unshippedUnits = (order: Order, line: Line): number =>
  line.quantity - line.cancelled - unitsInShipments(order, line.id);

/** Units of a line that nothing is promised for yet. */
export const unallocatedUnits = (order: Order, line: Line): number =>
  unshippedUnits(order, line) - unitsOf(looseAllocations(order, line.id));

/** Warehouses in the order Centra tries them: the wanted location, then warehouses, then stores. */
export function preferredWarehouses(state: SimulatorState, wanted?: string): number[] {
  const rank = (l: (typeof state.locations)[number]) => (l.id === wanted ? 0 : l.kind === 'warehouse' ? 1 : 2);
  return [...state.locations].sort((a, b) => rank(a) - rank(b)).map((l) => l.centraWarehouse);
}

/** How a quantity is spread: all from the first warehouse that has it all, else gathered in order of preference. */
export function spread(
  { sku, quantity }: { readonly sku: string; readonly quantity: number },
  warehouses: readonly number[],
  available: (warehouse: number, sku: string) => number,
): UnitsAt[] {
  const whole = warehouses.find((w) => available(w, sku) >= quantity);
  if (whole !== undefined) return [{ warehouse: whole, quantity }];
  const places: UnitsAt[] = [];
  let left = quantity;
  for (const warehouse of warehouses) {
    const take = Math.min(left, Math.max(0, available(warehouse, sku)));
    if (take > 0) places.push({ warehouse, quantity: take });
    left -= take;
  }
  if (left > 0) throw new Refusal(`Not enough stock of ${sku}: ${left} of ${quantity} cannot be allocated`);
  return places;
}

export function allocate(state: SimulatorState, { order, line }: LineOf, { warehouse, quantity }: UnitsAt): void {
  state.stock.add(warehouse, line.product.sku, { allocated: quantity });
  const beside = looseAllocations(order, line.id).find((a) => a.warehouse === warehouse);
  if (beside) beside.quantity += quantity;
  else order.allocations.push({ id: state.nextId(), line: line.id, warehouse, quantity });
}

/** Frees units of a line, youngest allocation first, and returns where they were. */
export function deallocate(
  state: SimulatorState,
  { order, line }: LineOf,
  { quantity, warehouses }: { readonly quantity: number; readonly warehouses?: readonly number[] | undefined },
): UnitsAt[] {
  const freed: UnitsAt[] = [];
  let left = quantity;
  for (const allocation of looseAllocations(order, line.id).reverse()) {
    if (left === 0 || (warehouses && !warehouses.includes(allocation.warehouse))) continue;
    const take = Math.min(left, allocation.quantity);
    allocation.quantity -= take;
    left -= take;
    state.stock.add(allocation.warehouse, line.product.sku, { allocated: -take });
    freed.push({ warehouse: allocation.warehouse, quantity: take });
  }
  order.allocations = order.allocations.filter((a) => a.quantity > 0);
  return freed;
}
