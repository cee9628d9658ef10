import type { WmsOrderId } from '../../domain/ids.js';
import type { NewWarehouseOrder } from '../../domain/order/warehouse-order.js';
import { understand, writeAnswer } from './answers.js';
import type { Tenant } from './connection.js';
import type { OrderReads } from './orders.js';
import { putByNumber, sameLines } from './put-by-number.js';
import { type OrderWriting, orderBody, personalValues, WRITE_ORDER } from './write-order.js';

/**
 * Places an order by `PUT orders`; its number is its name.
 * @throws SystemProblem `rejected` when the warehouse refuses the order and does not work on just these lines
 */
export async function placeOrder(
  { connection, goodsOwnerId }: Tenant,
  { reads, writing }: { readonly reads: OrderReads; readonly writing: OrderWriting },
  order: NewWarehouseOrder,
): Promise<{ ref: WmsOrderId }> {
  const operation = WRITE_ORDER;
  const call = {
    operation,
    lane: 'orders' as const,
    body: orderBody(goodsOwnerId, order, writing),
    personal: personalValues(order),
  };
  return putByNumber({
    operation,
    name: order.name,
    send: async () => understand(writeAnswer, await connection.call(call), operation).orderId,
    held: () => reads.byName(order.name, 'orders'),
    // An order that nobody has begun may be refused too when it comes twice (inferred-facts.ts): it is the one we placed.
    isUnderWay: ({ stage }) => ['open', 'working', 'picked', 'sent', 'returned'].includes(stage),
    hasOurLines: ({ lines }) =>
      sameLines(
        order.lines.map(({ line, sku, quantity }) => [line, sku, quantity]),
        lines.map(({ line, sku, ordered }) => [line, sku, ordered]),
      ),
  });
}
