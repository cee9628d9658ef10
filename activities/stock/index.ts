import { stockPolicyOf } from '../../config/stock-policy.js';
import type { Dependencies } from '../dependencies.js';
import { lookForOthers } from './ingest/external-stock-changes.js';
import { followJournal } from './ingest/follow-journal.js';
import { followLevels } from './ingest/follow-levels.js';
import { stockLedger } from './ingest/ledger.js';
import { createPushActivities } from './publish/publish-stock.js';
import { createSnapshotActivities } from './reconcile/reconcile-stock.js';
import { sitooComparison } from './reconcile/reconcile-with-sitoo.js';
import { shortageTeller } from './shortages.js';
import { createStandingActivities, refusalAsker } from './stock-cases.js';

/** The stock of a brand, put together once: what followers do with it, and the activities of its own workflows. */
export function poolOfStock(needs: Dependencies) {
  const policy = stockPolicyOf(needs.brand);
  const ledger = stockLedger(needs, policy, shortageTeller(needs));
  const sitoo = sitooComparison(needs, policy, ledger);
  return {
    policy,
    ledger,
    journal: followJournal(needs, ledger),
    levels: followLevels(needs, ledger, sitoo.virtual),
    others: lookForOthers(needs),
    activities: {
      ...createPushActivities(needs, policy, refusalAsker(needs)),
      ...createSnapshotActivities(needs, policy, sitoo),
      ...createStandingActivities(needs),
    },
  };
}

export type PoolOfStock = ReturnType<typeof poolOfStock>;
