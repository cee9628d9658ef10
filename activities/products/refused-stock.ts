import { standaloneCaseWorkflowId } from '../../domain/names.js';
import type { Target } from '../../domain/stock/flows.js';
import { caseAutoResolved } from '../../workflows/messages.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';
import { wakePublishers } from '../stock/publish/wake-publishers.js';
import { refusedStockSubject } from '../stock/stock-cases.js';

/** Publishes refused stock again, of products that were created or changed at the target since, and closes its cases. */
export async function retryRefusedStock(
  needs: Dependencies,
  target: Target,
  arrived: () => Promise<ReadonlySet<string>>,
): Promise<void> {
  const { brand, records, temporal } = needs;
  const refusals = await records.stockQueries.refusals(target);
  if (refusals.length === 0) return;
  const skus = await arrived();
  const accepted = refusals.filter(({ sku }) => skus.has(sku));
  for (const { location, sku } of accepted) {
    checkpoint();
    const subject = refusedStockSubject(target, { location, sku });
    // Before it is published again: a new refusal must not find the old case still open.
    const question = temporal.workflow.getHandle(standaloneCaseWorkflowId(brand.brand, 'stock-refused', subject));
    await signalRunning(question, caseAutoResolved, {
      why: 'The product exists now, or was changed; its stock is published again.',
    });
    await records.stockOutbox.release(target, { location, sku });
  }
  if (accepted.length > 0) await wakePublishers(needs, [target]);
}
