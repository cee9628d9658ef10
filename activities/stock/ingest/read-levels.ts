import { locationsOf } from '../../../domain/locations.js';
import type { StockEntry } from '../../../domain/stock/ledger/stock-entry.js';
import type { StockLedger } from '../../../systems/database/stock-port.js';
import { SystemProblem } from '../../../systems/problem.js';
import type { ArticleStock, WarehousePort } from '../../../systems/warehouse-port.js';
import { checkpoint } from '../../checkpoint.js';
import type { Dependencies } from '../../dependencies.js';

const ARTICLES_PER_CALL = 500;

export type Levels = NonNullable<StockEntry['levels']>;

export interface LevelNeeds extends Pick<Dependencies, 'brand'> {
  readonly wms: Pick<WarehousePort, 'stockChangedSince' | 'stockPerWarehouse'>;
  readonly records: { readonly stockLedger: Pick<StockLedger, 'nextReading'> };
}

/** Reads levels of the warehouses. Each reading takes its number before the call, so that it is not newer than what it holds. */
export function levelReader({ brand, wms, records }: LevelNeeds) {
  const warehouses = locationsOf(brand).ofKind('warehouse');

  /** A warehouse that an article does not list holds none of it; that the WMS lists empty ones is not certain. */
  const rowsOf = (articles: readonly ArticleStock[]): Levels['rows'] =>
    articles.flatMap(({ sku, physical }) =>
      warehouses.map(({ id, wms: warehouse }) => ({
        location: id,
        sku,
        physical: physical.find((level) => level.warehouse === warehouse)?.units ?? 0,
      })),
    );

  async function levelsSince(from: string | undefined): Promise<Levels> {
    const reading = await records.stockLedger.nextReading();
    const articles: ArticleStock[] = [];
    for (;;) {
      checkpoint();
      const page = await wms.stockChangedSince(from, ARTICLES_PER_CALL, articles.at(-1)?.id);
      articles.push(...page);
      if (page.length < ARTICLES_PER_CALL) return { reading, at: Date.now(), rows: rowsOf(articles) };
    }
  }

  return {
    all: (): Promise<Levels> => levelsSince(undefined),

    async changedSince(fromMs: number): Promise<Levels> {
      try {
        return await levelsSince(new Date(fromMs).toISOString());
      } catch (err) {
        // How far back changes can be read is known only from practice; where the limit is tighter, all levels are read.
        if (err instanceof SystemProblem && err.kind === 'rejected') return levelsSince(undefined);
        throw err;
      }
    },

    async of(skus: readonly string[]): Promise<Levels> {
      const reading = await records.stockLedger.nextReading();
      return { reading, at: Date.now(), rows: rowsOf(await wms.stockPerWarehouse(skus)) };
    },
  };
}
