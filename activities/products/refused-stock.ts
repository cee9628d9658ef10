import { standaloneCaseWorkflowId } from '../../domain/names.js';
import type { Target } from '../../domain/stock/flows.js';
import { caseAutoResolved } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';
import { wakePublishers } from '../stock/publish/wake-publishers.js';
import { refusedStockSubject } from '../stock/stock-cases.js';

/** Stock that a target refused of products that came or changed there is told again, and its question closes. */
export async function retryRefusedStock(
  needs: Dependencies,
  target: Target,
  arrived: () => Promise<ReadonlySet<string>>,
): Promise<void> {
  const { brand, records, temporal } = needs;
  const refusals = await records.stock.refusals(target);
  if (refusals.length === 0) return;
  const skus = await arrived();
  const mended = refusals.filter(({ sku }) => skus.has(sku));
  for (const { location, sku } of mended) {
    const subject = refusedStockSubject(target, { location, sku });
    // Before it is told again: a new refusal must not find the old question still open.
    const question = temporal.workflow.getHandle(standaloneCaseWorkflowId(brand.brand, 'stock-refused', subject));
    await signalRunning(question, caseAutoResolved, {
      why: 'The product is there now, or was changed there; its stock is told again.',
    });
    await records.stock.release(target, { location, sku });
  }
  if (mended.length > 0) await wakePublishers(needs, [target]);
}
