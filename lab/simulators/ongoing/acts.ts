import { z } from 'zod';
import { articleAct, editArticle } from './article-staff.js';
import { returnedUnits } from './order-answer.js';
import { performInbound, purchaseActs } from './purchase-staff.js';
import { Refusal } from './refusal.js';
import type { StockMove } from './stock-move.js';
import { type SimLine, type SimOrder, STATUS, WarehouseState } from './warehouse-state.js';

const name = z.string().min(1);
const units = z.int().min(0);
const pickedLine = z
  .strictObject({ rowNumber: z.string().optional(), sku: z.string().optional(), picked: units })
  .refine((line) => line.rowNumber !== undefined || line.sku !== undefined, 'name the line by rowNumber or sku');
/** Location id; the first warehouse when left out. */
const location = z.string().optional();

/** What people in the warehouse do. `name` is the order number. */
export const actSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('wms.begin'), name }),
  /** Without lines: everything that lies on the shelf. With lines: exactly these; a line left out is not picked. */
  z.strictObject({ type: z.literal('wms.pick'), name, lines: z.array(pickedLine).optional() }),
  z.strictObject({
    type: z.literal('wms.ship'),
    name,
    waybill: z.string().min(1),
    returnWaybill: z.string().min(1).optional(),
    backOrder: z.boolean().optional(),
  }),
  /** A parcel comes back. Without lines: everything that was sent and has not come back. Without `restock: false` it is sold again. */
  z.strictObject({
    type: z.literal('wms.return'),
    name,
    lines: z.array(z.strictObject({ sku: name, quantity: z.int().positive() })).optional(),
    cause: z.string().optional(),
    restock: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('wms.cancel'), name }),
  /** Any status the tenant may have made up; one that was sent can still be collected or returned. */
  z.strictObject({ type: z.literal('wms.status'), name, status: z.int() }),
  z.strictObject({ type: z.literal('wms.adjust'), sku: name, quantity: z.int(), location }),
  z.strictObject({ type: z.literal('wms.receive'), sku: name, quantity: z.int().positive(), location }),
  articleAct,
  ...purchaseActs,
]);
export type Act = z.output<typeof actSchema>;

/** Does one act. @throws Refusal when the warehouse cannot do it */
export function perform(state: WarehouseState, act: Act, onStockMove: (move: StockMove) => void): object {
  switch (act.type) {
    case 'wms.article':
      return editArticle(state.shelves, act);
    case 'wms.receive-purchase':
    case 'wms.purchase-status':
      return performInbound(state.purchases, act, onStockMove);
    case 'wms.begin': {
      const order = activeOrder(state, act.name);
      if (order.status !== STATUS.open) throw new Refusal(409, `${act.name} is not open but ${order.status}`);
      state.setStatus(order, STATUS.released);
      return summary(order);
    }
    case 'wms.pick':
      return summary(pick(state, activeOrder(state, act.name), act.lines));
    case 'wms.ship': {
      const order = activeOrder(state, act.name);
      if (order.status !== STATUS.picked) throw new Refusal(409, `${act.name} is not picked but ${order.status}`);
      order.waybill = act.waybill;
      if (act.returnWaybill !== undefined) order.returnWaybill = act.returnWaybill;
      order.shippedAt = Date.now();
      state.setStatus(order, state.readings.shippedStatus === 'collected' ? STATUS.collected : STATUS.sent);
      const rest = act.backOrder === true ? backOrder(state, order) : undefined;
      return { ...summary(order), ...(rest ? { backOrder: rest.orderNumber } : {}) };
    }
    case 'wms.return':
      return takeBack(state, act, onStockMove);
    case 'wms.cancel': {
      const order = activeOrder(state, act.name);
      state.setStatus(order, STATUS.cancelled);
      return summary(order);
    }
    case 'wms.status': {
      const order = state.orders.get(act.name);
      if (!order) throw new Refusal(404, `there is no order ${act.name}`);
      if (!WarehouseState.isActive(order) && (act.status < STATUS.sent || act.status === STATUS.cancelled)) {
        throw new Refusal(409, `${act.name} has left the floor (${order.status})`);
      }
      state.setStatus(order, act.status);
      return summary(order);
    }
    default: {
      const { shelves } = state;
      if (!shelves.articles.has(act.sku)) throw new Refusal(404, `there is no article ${act.sku}`);
      const place = shelves.warehouses.find((warehouse) => warehouse.location === act.location);
      if (act.location !== undefined && !place) throw new Refusal(404, `there is no warehouse ${act.location}`);
      const warehouse = place?.id ?? shelves.firstWarehouse;
      const { physical } = shelves.of(warehouse, act.sku);
      if (physical + act.quantity < 0) throw new Refusal(409, `only ${physical} of ${act.sku} lie on the shelf`);
      shelves.change(warehouse, act.sku, { physical: act.quantity });
      onStockMove(act);
      return shelves.total(act.sku);
    }
  }
}

function pick(
  state: WarehouseState,
  order: SimOrder,
  requested: readonly z.output<typeof pickedLine>[] | undefined,
): SimOrder {
  if (order.status >= STATUS.picked) throw new Refusal(409, `${order.orderNumber} is already ${order.status}`);
  const onShelf = (line: SimLine) => Math.max(0, state.shelves.of(order.warehouse, line.sku).physical);
  const picks =
    requested === undefined
      ? order.lines.map((line) => ({ line, quantity: Math.min(line.ordered, onShelf(line)) }))
      : requested.map((entry) => ({ line: lineOf(order, entry), quantity: entry.picked }));
  for (const { line, quantity } of picks) {
    if (quantity > line.ordered) throw new Refusal(409, `only ${line.ordered} of ${line.sku} were ordered`);
    if (quantity > onShelf(line)) throw new Refusal(409, `only ${onShelf(line)} of ${line.sku} lie on the shelf`);
  }
  if (picks.every(({ quantity }) => quantity === 0)) {
    throw new Refusal(409, `nothing of ${order.orderNumber} can be picked: cancel it instead`);
  }
  for (const { line, quantity } of picks) state.pick(order, line, quantity);
  state.setStatus(order, STATUS.picked);
  return order;
}

function takeBack(
  state: WarehouseState,
  { name: orderNumber, lines, cause = 'SIZE', restock = true }: Extract<Act, { type: 'wms.return' }>,
  onStockMove: (move: StockMove) => void,
): object {
  const order = state.orders.get(orderNumber);
  if (!order) throw new Refusal(404, `there is no order ${orderNumber}`);
  if (order.status < STATUS.sent || order.status >= STATUS.cancelled)
    throw new Refusal(409, `${orderNumber} was not sent`);
  const left = (line: SimLine): number => line.picked - returnedUnits(line);
  const parcel = lines ?? order.lines.map((line) => ({ sku: line.sku, quantity: left(line) }));
  for (const { sku, quantity } of parcel.filter((units) => units.quantity > 0)) {
    const line = order.lines.find((one) => one.sku === sku && left(one) >= quantity);
    if (!line) throw new Refusal(409, `${quantity} of ${sku} cannot come back`);
    state.takeBack(order, line, { quantity, cause, restock });
    onStockMove({ type: 'wms.receive', sku, quantity });
  }
  return summary(order);
}

function lineOf(order: SimOrder, entry: z.output<typeof pickedLine>): SimLine {
  const line = order.lines.find((l) =>
    entry.rowNumber === undefined ? l.sku === entry.sku : l.rowNumber === entry.rowNumber,
  );
  if (!line) throw new Refusal(404, `${order.orderNumber} has no line ${entry.rowNumber ?? entry.sku}`);
  return line;
}

/** The remainder as an order of its own. How the vendor numbers it is inferred. */
function backOrder(state: WarehouseState, order: SimOrder): SimOrder | undefined {
  const short = order.lines.filter((line) => line.picked < line.ordered);
  if (short.length === 0) return undefined;
  const [, stem = order.orderNumber, count = '0'] = /^(.*)-B(\d+)$/.exec(order.orderNumber) ?? [];
  const orderLines = short.map((line) => ({
    rowNumber: line.rowNumber,
    articleNumber: line.sku,
    numberOfItems: line.ordered - line.picked,
    externalId: line.externalId,
  }));
  const head = {
    ...order.head,
    orderNumber: `${stem}-B${Number(count) + 1}`,
    orderLines,
    warehouseId: order.warehouse,
  };
  return state.put(head, order.orderId).order;
}

function activeOrder(state: WarehouseState, orderNumber: string): SimOrder {
  const order = state.orders.get(orderNumber);
  if (!order) throw new Refusal(404, `there is no order ${orderNumber}`);
  if (!WarehouseState.isActive(order)) throw new Refusal(409, `${orderNumber} has left the floor (${order.status})`);
  return order;
}

const summary = (order: SimOrder) => ({ orderNumber: order.orderNumber, orderId: order.orderId, status: order.status });
