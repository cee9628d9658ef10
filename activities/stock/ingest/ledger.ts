import type { StockEntry } from '../../../domain/stock/ledger/stock-entry.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { StockLedger } from '../../../systems/database/stock-port.js';
import type { Dependencies } from '../../dependencies.js';
import { wakePublishers } from '../publish/wake-publishers.js';
import type { ShortageNotifier } from '../shortages.js';

/** Books what a look brought and sets off what follows from it: the loops that tell it, the orders that lack goods. */
export function stockRecorder(
  needs: Pick<Dependencies, 'brand' | 'temporal' | 'log'> & {
    readonly records: { readonly stockLedger: Pick<StockLedger, 'record'> };
  },
  policy: StockPolicy,
  notifyShortages: ShortageNotifier,
) {
  return {
    /** @returns how many movements were new */
    async record(entry: StockEntry): Promise<number> {
      const { newMovements, targets, concernsShortage } = await needs.records.stockLedger.record(entry, policy);
      if (concernsShortage) await notifyShortages();
      if (targets.length > 0) await wakePublishers(needs, targets);
      return newMovements;
    },
    /** Tells orders what they lack, also what was booked by a worker that died before it could. */
    notifyShortages,
  };
}

export type StockRecorder = ReturnType<typeof stockRecorder>;
