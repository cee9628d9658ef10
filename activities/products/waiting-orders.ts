import { WorkflowNotFoundError } from '@temporalio/client';
import { productsArrived } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';

const ORDERS_AT_ONCE = 1_000;
/** As the question of an order names the SKU that is not known. */
const UNKNOWN = /\(([^()]+)\) is not known where it must be picked/g;

/** Orders that wait for a product that was written since a moment (ISO) go on by themselves. */
export async function tellWaitingOrders(
  { records, temporal, brand, log }: Dependencies,
  since: string,
): Promise<{ told: number }> {
  const waiting = await records.cases.list({ code: 'order.unknown-sku', open: true }, ORDERS_AT_ONCE);
  const ours = waiting.filter((row) => row.brand === brand.brand);
  if (ours.length === 0) return { told: 0 };
  const written = await records.products.writtenSince(since);
  let told = 0;
  for (const { workflowId, whatHappened } of ours) {
    const skus = [...whatHappened.matchAll(UNKNOWN)].flatMap(([, sku]) => (sku && written.has(sku) ? [sku] : []));
    if (skus.length === 0) continue;
    try {
      await temporal.workflow.getHandle(workflowId).signal(productsArrived, { skus });
      told += 1;
    } catch (err) {
      // Somebody ended the workflow by hand; that must not hold up the others.
      if (!(err instanceof WorkflowNotFoundError)) throw err;
      log.warn({ workflowId }, 'an order that waits for a product has no workflow any more');
    }
  }
  return { told };
}
