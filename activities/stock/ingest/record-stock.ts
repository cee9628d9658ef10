import type { StockEntry } from '../../../domain/stock/ledger/stock-entry.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { StockLedger } from '../../../systems/database/stock-port.js';
import type { Dependencies } from '../../dependencies.js';
import type { ShortageNotifier } from '../notify-shortages.js';
import { wakePublishers } from '../publish/wake-publishers.js';

type Needs = Pick<Dependencies, 'brand' | 'temporal' | 'log'> & {
  readonly records: { readonly stockLedger: Pick<StockLedger, 'record'> };
};

/** Records what was read of a counterpart, and sets off what follows: publishing, and orders that are short of goods. */
export function stockRecorder(needs: Needs, policy: StockPolicy, notifyShortages: ShortageNotifier) {
  return {
    /** @returns how many movements were new */
    async record(entry: StockEntry): Promise<number> {
      const { newMovements, targets, concernsShortage } = await needs.records.stockLedger.record(entry, policy);
      if (concernsShortage) await notifyShortages();
      if (targets.length > 0) await wakePublishers(needs, targets);
      return newMovements;
    },
    /** Notifies orders of all shortages, also of those that a worker recorded and died before it could notify them. */
    notifyShortages,
  };
}

export type StockRecorder = ReturnType<typeof stockRecorder>;
