import type { Order, Return } from './order.js';
import { Refusal } from './refusal.js';
import { type Costs, returnMoney } from './return-money.js';
import { returnedUnits } from './returned-units.js';
import type { SimulatorState } from './state.js';

export interface NewReturn {
  readonly shipment: number;
  readonly lines: readonly { readonly shipmentLine: number; readonly quantity: number }[];
  readonly stock:
    | { readonly policy: 'released' | 'removed' }
    | { readonly policy: 'moved'; readonly warehouse: number };
  readonly costs: Costs;
  readonly externalId?: string | undefined;
  readonly comment?: string | undefined;
}

/**
 * Takes goods of one shipment back. The stock moves immediately, by the policy, unless the shop moves it when the return is completed; everything is checked before anything changes.
 * Nothing asks whether the caller's name of it was used before.
 */
export function createReturn(state: SimulatorState, input: NewReturn): { order: Order; ret: Return } {
  const { order, shipment } = state.shipment(input.shipment);
  if (shipment.shippedAt === undefined) throw new Refusal('Shipment is not shipped', ['input', 'shipment']);
  if (input.lines.length === 0) throw new Refusal('A return needs lines', ['input', 'lines']);
  const { stock } = input;
  if (stock.policy === 'moved' && !state.locations.some((l) => l.centraWarehouse === stock.warehouse))
    throw new Refusal('Warehouse not found', ['input', 'returnStockActionPolicy']);
  const lines = input.lines.map(({ shipmentLine, quantity }, i) => {
    const held = shipment.lines.find((l) => l.id === shipmentLine);
    if (!held) throw new Refusal('Shipment line not found', ['input', 'lines', String(i), 'shipmentLine']);
    const total = input.lines.filter((l) => l.shipmentLine === shipmentLine).reduce((sum, l) => sum + l.quantity, 0);
    const left = held.quantity - returnedUnits(order, (r) => r.shipmentLine === shipmentLine);
    if (quantity < 1 || total > left)
      throw new Refusal('Quantity exceeds the quantity left to return', ['input', 'lines', String(i), 'quantity']);
    return { id: state.nextId(), shipmentLine, line: held.line, quantity };
  });
  const ret: Return = {
    id: state.nextId(),
    createdAt: Date.now(),
    externalId: input.externalId,
    comment: input.comment,
    shipment: shipment.id,
    lines,
    policy: stock.policy,
    placed: places(order, lines, stock),
    ...returnMoney({ order, shipment }, lines, input.costs),
    status: 'PENDING',
    isRestocked: false,
  };
  if (state.settings.readings.returnStock === 'create') restock(state, ret);
  order.returns.push(ret);
  state.touchedReturn(ret, 'create');
  state.touched(order);
  return { order, ret };
}

function restock(state: SimulatorState, ret: Return): void {
  for (const { warehouse, sku, quantity } of ret.placed) state.stock.add(warehouse, sku, { physical: quantity });
  ret.isRestocked = true;
}

/** A finished return stays finished: without this, a repeat would notify the customer twice. */
export function completeReturn(state: SimulatorState, order: Order, ret: Return): void {
  if (ret.status === 'COMPLETED') throw new Refusal('Return is already completed', ['id']);
  if (!ret.isRestocked) restock(state, ret);
  ret.status = 'COMPLETED';
  state.touchedReturn(ret, 'complete');
  state.touched(order);
}

/** Takes a return back: its units leave the stock that they came into, as far as nobody has been promised them. */
export function deleteReturn(state: SimulatorState, order: Order, ret: Return): void {
  if (ret.status === 'COMPLETED') throw new Refusal('A completed return cannot be deleted', ['id']);
  if (order.payments.some((p) => p.return === ret.id && p.status !== 'FAILED'))
    throw new Refusal('A refunded return cannot be deleted', ['id']);
  const leaving = new Map<string, number>();
  const placed = ret.isRestocked ? ret.placed : [];
  for (const { warehouse, sku, quantity } of placed) {
    const total = (leaving.get(`${warehouse} ${sku}`) ?? 0) + quantity;
    leaving.set(`${warehouse} ${sku}`, total);
    if (state.stock.free(warehouse, sku) < total)
      throw new Refusal(`The returned units of ${sku} are not free any more`, ['id']);
  }
  for (const { warehouse, sku, quantity } of placed) state.stock.add(warehouse, sku, { physical: -quantity });
  order.returns.splice(order.returns.indexOf(ret), 1);
  state.touchedReturn(ret, 'delete');
  state.touched(order);
}

function places(order: Order, lines: Return['lines'], stock: NewReturn['stock']): Return['placed'] {
  if (stock.policy === 'removed') return [];
  const taken = new Map<number, number>();
  return lines.flatMap(({ shipmentLine, line, quantity }) => {
    const sku = order.lines.find((l) => l.id === line)?.product.sku ?? '';
    if (stock.policy === 'moved') return [{ warehouse: stock.warehouse, sku, quantity }];
    const before = returnedUnits(order, (r) => r.shipmentLine === shipmentLine) + (taken.get(shipmentLine) ?? 0);
    taken.set(shipmentLine, (taken.get(shipmentLine) ?? 0) + quantity);
    return origins(order, shipmentLine, { before, quantity }).map((place) => ({ ...place, sku }));
  });
}

/** From where units of a shipment line were taken, the ones passed over that came back before. */
function origins(
  order: Order,
  shipmentLine: number,
  { before, quantity }: { readonly before: number; readonly quantity: number },
) {
  let skip = before;
  let left = quantity;
  return order.allocations.flatMap((allocation) => {
    if (allocation.shipmentLine !== shipmentLine) return [];
    const passed = Math.min(skip, allocation.quantity);
    skip -= passed;
    const cameBack = Math.min(left, allocation.quantity - passed);
    left -= cameBack;
    return cameBack > 0 ? [{ warehouse: allocation.warehouse, quantity: cameBack }] : [];
  });
}
