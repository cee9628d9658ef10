import { unknownSkusIn } from '../../domain/order/unknown-sku.js';
import { productsArrived } from '../../workflows/messages.js';
import { openCases } from '../cases/open-cases.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';

/** Orders that wait for a product that was written since a moment (ISO) are resumed. */
export async function notifyWaitingOrders(needs: Dependencies, since: string): Promise<{ notified: number }> {
  const { records, temporal, log } = needs;
  const ours = await openCases(needs, 'order.unknown-sku');
  if (ours.length === 0) return { notified: 0 };
  const written = await records.products.writtenSince(since);
  let notified = 0;
  for (const { workflowId, whatHappened } of ours) {
    checkpoint();
    const skus = unknownSkusIn(whatHappened).filter((sku) => written.has(sku));
    if (skus.length === 0) continue;
    // A workflow that a person has terminated must not hold up the others.
    if (await signalRunning(temporal.workflow.getHandle(workflowId), productsArrived, { skus })) notified += 1;
    else log.warn({ workflowId }, 'an order that waits for a product has no workflow any more');
  }
  return { notified };
}
