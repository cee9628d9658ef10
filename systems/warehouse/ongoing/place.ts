import { SystemProblem } from '../../problem.js';
import type { NewWarehouseOrder } from '../port.js';
import { understand, writeAnswer } from './answers.js';
import type { Connection } from './connection.js';
import type { OrderReads } from './orders.js';
import { hasLinesOf, orderBody, personalValues } from './write-order.js';

/**
 * Places an order by `PUT orders`: created or overwritten by its number, so a repeat is harmless. Once the warehouse has
 * begun, the vendor refuses the PUT; if it works on exactly these lines, the order is placed all the same.
 * @throws SystemProblem `rejected` when it refuses the order for another reason
 */
export async function placeOrder(
  connection: Connection,
  reads: OrderReads,
  goodsOwnerId: number,
  order: NewWarehouseOrder,
): Promise<{ ref: string }> {
  const operation = 'PUT orders';
  const call = {
    operation,
    lane: 'orders' as const,
    body: orderBody(goodsOwnerId, order),
    personal: personalValues(order),
  };
  try {
    const answer = understand(writeAnswer, await connection.call(call), operation);
    if (typeof answer.orderId === 'number') return { ref: String(answer.orderId) };
  } catch (problem) {
    if (problem instanceof SystemProblem && problem.kind === 'rejected') return begun(problem, reads, order);
    throw problem;
  }
  // A success without an id was seen in the field: nothing is promised, so look.
  const held = await reads.byName(order.name, 'orders');
  if (held !== undefined && hasLinesOf(held, order)) return { ref: held.ref };
  throw new SystemProblem({
    kind: 'unknown-outcome',
    system: 'wms',
    operation,
    sentence: `The warehouse system accepted ${order.name} without giving it an id, and does not show it yet.`,
  });
}

async function begun(refusal: SystemProblem, reads: OrderReads, order: NewWarehouseOrder): Promise<{ ref: string }> {
  const held = await reads.byName(order.name, 'orders');
  const underWay = held !== undefined && ['working', 'picked', 'sent', 'returned'].includes(held.stage);
  if (underWay && hasLinesOf(held, order)) return { ref: held.ref };
  if (underWay && held.lines.length === 0) {
    throw new SystemProblem({
      kind: 'unreachable',
      system: 'wms',
      operation: refusal.operation,
      sentence: `The warehouse works on ${order.name}, but does not show its lines yet.`,
      cause: refusal,
    });
  }
  throw refusal;
}
