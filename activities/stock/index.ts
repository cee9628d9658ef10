import { stockPolicyOf } from '../../config/stock-policy.js';
import type { Dependencies } from '../dependencies.js';
import { sitooComparison } from './compare/compare-with-sitoo.js';
import { followJournal } from './follow-journal.js';
import { followLevels } from './follow-levels.js';
import { stockLedger } from './ledger.js';
import { lookForOthers } from './others.js';
import { createPushActivities } from './push.js';
import { shortageTeller } from './shortages.js';
import { createSnapshotActivities } from './snapshot.js';
import { createStandingActivities, refusalAsker } from './standing.js';

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
