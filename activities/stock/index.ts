import { stockPolicyOf } from '../../domain/stock/policy.js';
import type { Dependencies } from '../dependencies.js';
import { detectExternalChanges } from './ingest/external-stock-changes.js';
import { followJournal } from './ingest/follow-journal.js';
import { followLevels } from './ingest/follow-levels.js';
import { stockRecorder } from './ingest/ledger.js';
import { createPublishActivities } from './publish/publish-stock.js';
import { createReconcileActivities } from './reconcile/reconcile-stock.js';
import { reconcileWithSitoo } from './reconcile/reconcile-with-sitoo.js';
import { shortageNotifier } from './shortages.js';
import { createStandaloneCaseActivities, refusalCases } from './stock-cases.js';

/** The stock of a brand, put together once: what followers do with it, and the activities of its own workflows. */
export function poolOfStock(needs: Dependencies) {
  const policy = stockPolicyOf(needs.brand, Date.now);
  const ledger = stockRecorder(needs, policy, shortageNotifier(needs));
  const sitoo = reconcileWithSitoo(needs, policy, ledger);
  return {
    policy,
    ledger,
    journal: followJournal(needs, ledger),
    levels: followLevels(needs, ledger, sitoo.virtual),
    others: detectExternalChanges(needs),
    activities: {
      ...createPublishActivities(needs, policy, refusalCases(needs)),
      ...createReconcileActivities(needs, policy, sitoo),
      ...createStandaloneCaseActivities(needs),
    },
  };
}

export type PoolOfStock = ReturnType<typeof poolOfStock>;
