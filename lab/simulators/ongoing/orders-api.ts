import { assertKnown } from './article-lines.js';
import { orderAnswer } from './order-answer.js';
import type { VendorQuery } from './query.js';
import { Refusal } from './refusal.js';
import type { OrderBody } from './request-bodies.js';
import type { SimOrder, WarehouseState } from './warehouse-state.js';
import { STATUS } from './warehouse-state.js';

const TWO_DAYS_MS = 48 * 3_600_000;

/** `GET orders`: everything that fits all filters, by id. Without `maxOrdersToGet` that is everything in one answer. */
export function getOrders(state: WarehouseState, goodsOwnerId: number, query: VendorQuery): object[] {
  const number = query.text('orderNumber');
  const numbers = query.texts('orderNumbers');
  const references = query.texts('referenceNumbers');
  const statusFrom = query.int('orderStatusFrom');
  const statusTo = query.int('orderStatusTo');
  const changedFrom = query.time('orderStatusChangedTimeFrom');
  const updatedFrom = query.time('orderUpdatedTimeFrom', TWO_DAYS_MS);
  const createdFrom = query.time('orderCreatedTimeFrom');
  const shippedFrom = query.time('shippedTimeFrom');
  const returnedFrom = query.time('lastReturnedFrom');
  const idFrom = query.int('orderIdFrom');
  const backOrderFor = query.int('backOrderForOrderId');
  const most = query.int('maxOrdersToGet');
  const fits = (order: SimOrder): boolean =>
    (number === undefined || order.orderNumber === number) &&
    (numbers === undefined || numbers.has(order.orderNumber)) &&
    (references === undefined || references.has(order.head.referenceNumber ?? '')) &&
    (statusFrom === undefined || order.status >= statusFrom) &&
    (statusTo === undefined || order.status <= statusTo) &&
    (changedFrom === undefined || order.statusChangedAt >= changedFrom) &&
    (updatedFrom === undefined || order.updatedAt >= updatedFrom) &&
    (createdFrom === undefined || order.createdAt >= createdFrom) &&
    (shippedFrom === undefined || (order.shippedAt ?? 0) >= shippedFrom) &&
    (returnedFrom === undefined || (order.lastReturnedAt ?? 0) >= returnedFrom) &&
    (idFrom === undefined || order.orderId >= idFrom) &&
    (backOrderFor === undefined || order.backOrderFor === backOrderFor);
  // The map keeps the order of creation, which is the order of ids.
  const found = [...state.orders.values()].filter(fits);
  return found.slice(0, most ?? found.length).map((order) => orderAnswer(order, state.shelves, goodsOwnerId));
}

/** `PUT orders`: 201 when created, 200 when updated. */
export function putOrder(state: WarehouseState, body: OrderBody): { status: number; body: object } {
  assertKnown(state.shelves, body.orderLines ?? [], body.warehouseId);
  const { order, created } = state.put(body);
  return {
    status: created ? 201 : 200,
    body: { orderId: order.orderId, message: `Order number ${order.orderNumber} created/updated<br/>` },
  };
}

/** `DELETE orders`: only what nobody has begun. A cancelled order stays readable (inferred). */
export function deleteOrder(
  state: WarehouseState,
  order: SimOrder | undefined,
  called: string,
): { status: number; body: object } {
  if (!order) throw new Refusal(404, `Order ${called} does not exist.`);
  if (order.status === STATUS.cancelled) throw new Refusal(400, `Order ${called} is already cancelled.`);
  if (order.status !== STATUS.open && order.status !== STATUS.error) {
    throw new Refusal(400, `Order ${called} cannot be cancelled: the warehouse has started working on it.`);
  }
  state.setStatus(order, STATUS.cancelled);
  return { status: 200, body: { orderId: order.orderId, message: `Order ${called} cancelled` } };
}
