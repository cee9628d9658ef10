import { followerWorkflowId } from '../../domain/followers.js';
import { stockPolicyOf } from '../../domain/stock/policy.js';
import { brandAt, warehouseKey } from '../../domain/warehouse-systems.js';
import { wake } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';
import { warehouseUnder } from '../warehouse-at.js';
import { detectExternalChanges } from './ingest/external-stock-changes.js';
import { followJournal } from './ingest/follow-journal.js';
import { followLevels } from './ingest/follow-levels.js';
import { stockRecorder } from './ingest/record-stock.js';
import { storeDeliveries } from './ingest/store-deliveries.js';
import { lateTransferCases } from './late-transfers.js';
import { shortageNotifier } from './notify-shortages.js';
import { createPublishActivities } from './publish/publish-stock.js';
import { compareUnplaced } from './reconcile/compare-unplaced.js';
import { createReconcileActivities } from './reconcile/reconcile-stock.js';
import { reconcileWithSitoo } from './reconcile/reconcile-with-sitoo.js';
import { createStandaloneCaseActivities, refusalCases } from './stock-cases.js';

/** The stock of a brand, put together once: what followers do with it, and the activities of its own workflows. */
export function stockPool(needs: Dependencies) {
  const policy = stockPolicyOf(needs.brand, Date.now);
  const recorder = stockRecorder(needs, policy, shortageNotifier(needs));
  const sitoo = reconcileWithSitoo(needs, policy, recorder);
  const deliveries = storeDeliveries(needs);
  const readOrders = async (): Promise<void> => {
    const { brand, temporal } = needs;
    await signalRunning(temporal.workflow.getHandle(followerWorkflowId(brand.brand, 'centra')), wake);
  };
  const ofWarehouse = (name: string | undefined) => {
    const key = warehouseKey(name);
    return followLevels(
      { ...needs, key, brand: brandAt(needs.brand, name), wms: warehouseUnder(needs, key) },
      recorder,
      sitoo.recordVirtualWarehouse,
    );
  };
  return {
    policy,
    recorder,
    deliveries,
    followJournal: followJournal(needs, recorder, deliveries),
    /** What the follower of a warehouse system does with its stock. `name`: the one under `warehouse` without. */
    ofWarehouse,
    detectExternalChanges: detectExternalChanges(needs),
    compareUnplaced: compareUnplaced(needs),
    raiseLateTransfers: lateTransferCases(needs),
    activities: {
      ...createPublishActivities(
        { ...needs, readOrders, formerNames: needs.records.stockQueries.formerNames },
        policy,
        refusalCases(needs),
      ),
      ...createReconcileActivities(needs, policy, sitoo),
      ...createStandaloneCaseActivities(needs),
    },
  };
}

export type StockPool = ReturnType<typeof stockPool>;
