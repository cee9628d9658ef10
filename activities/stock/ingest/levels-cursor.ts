import type { StockEntry } from '../../../domain/stock/ledger/stock-entry.js';
import type { WarehouseKey } from '../../../domain/warehouse-systems.js';
import type { Cursors } from '../../../systems/database/port.js';
import type { PageCursor } from '../../../systems/warehouse-page.js';

/** A reading of levels under way. */
export interface Stretch {
  /** ISO, by the clock of the WMS; all levels without. */
  readonly from?: string;
  /** Where the next page begins; the first is meant without. */
  readonly at?: PageCursor;
  /** When the reading began, by the clock of the WMS, epoch ms: up to then it shows every change. */
  readonly upTo: number;
  /** Ids of the warehouses whose first figures these are. */
  readonly imports: readonly string[];
}

/** How far levels are read: up to when (epoch ms, by the clock of the WMS), and what is being read beyond that. */
export interface LevelsCursor {
  readonly upTo?: number;
  readonly reading?: Stretch;
}

/** Where the levels of warehouses are read, kept so that a reading that broke off is resumed. */
export function levelsCursor(cursors: Pick<Cursors, 'get'>, key: WarehouseKey) {
  const name = `${key}/stock-changed`;
  return {
    // It is a text of our own.
    read: async (): Promise<LevelsCursor> => JSON.parse((await cursors.get(name)) ?? '{}') as LevelsCursor,
    /** As part of what is recorded together. */
    to: (cursor: LevelsCursor): NonNullable<StockEntry['cursor']> => ({ name, value: JSON.stringify(cursor) }),
  };
}
