import { SystemProblem } from '../problem.js';
import { understand, writeAnswer } from './answers.js';
import type { Tenant } from './connection.js';
import type { OrderReads } from './orders.js';

/**
 * Cancels by `DELETE orders`, which the vendor allows only before work has begun. What a refusal looks like is not
 * documented, and an unknown outcome says nothing, so in both cases the order's own status decides.
 * @throws SystemProblem the original one, when the order is still open
 */
export async function cancelOrder(
  { connection, goodsOwnerId }: Tenant,
  reads: OrderReads,
  name: string,
): Promise<'cancelled' | 'too-late' | 'gone'> {
  const operation = 'DELETE orders';
  let problem: SystemProblem;
  try {
    const answer = await connection.call({
      operation,
      lane: 'orders',
      query: [
        ['goodsOwnerId', goodsOwnerId],
        ['orderNumber', name],
      ],
    });
    if (understand(writeAnswer, answer, operation).orderId) return 'cancelled';
    problem = new SystemProblem({
      kind: 'unknown-outcome',
      system: 'wms',
      operation,
      sentence: `The warehouse system did not say whether it cancelled ${name}.`,
    });
  } catch (thrown) {
    if (!(thrown instanceof SystemProblem) || thrown.kind === 'unauthorised' || thrown.kind === 'throttled')
      throw thrown;
    problem = thrown;
  }
  const order = await reads.byName(name, 'orders');
  if (order === undefined) return 'gone';
  if (order.stage === 'cancelled') return 'cancelled';
  if (order.stage === 'open' || order.stage === 'error') throw problem;
  return 'too-late';
}
