import { locationsOf } from '../../../domain/locations.js';
import { namesLeftOut } from '../../../domain/stock/ledger/rename.js';
import type { StockEntry } from '../../../domain/stock/ledger/stock-entry.js';
import type { StockLedger } from '../../../systems/database/stock-port.js';
import type { PageCursor } from '../../../systems/warehouse-page.js';
import type { ArticleStock, WarehousePort } from '../../../systems/warehouse-port.js';
import type { Dependencies } from '../../dependencies.js';

export const ARTICLES_PER_CALL = 500;

export type Levels = NonNullable<StockEntry['levels']>;

/** A page of levels. `next`: where the one after it begins; left out on the last. */
export interface LevelPage {
  readonly levels: Levels;
  readonly next?: PageCursor;
}

export interface LevelNeeds extends Pick<Dependencies, 'brand'> {
  readonly wms: Pick<WarehousePort, 'stockChangedSince' | 'stockPerWarehouse'>;
  readonly records: { readonly stockLedger: Pick<StockLedger, 'nextReading' | 'namesOf'> };
}

/**
 * Reads levels of the warehouses, those of all names of a product together. Each reading takes its number before the call, so
 * that it is not newer than what it holds.
 */
export function levelReader({ brand, wms, records }: LevelNeeds) {
  const warehouses = locationsOf(brand).ofKind('warehouse');

  /** A warehouse that an article does not list holds none of it; that the WMS lists empty ones is not certain. */
  const rowsOf = (articles: readonly Pick<ArticleStock, 'sku' | 'physical'>[]): Levels['rows'] =>
    articles.flatMap(({ sku, physical }) =>
      warehouses.map(({ id, wms: warehouse }) => ({
        location: id,
        sku,
        physical: physical.find((level) => level.warehouse === warehouse)?.units ?? 0,
      })),
    );

  /** The other names of products that were renamed. One that the WMS does not know any more holds nothing. */
  async function underOtherNames(articles: readonly ArticleStock[]): Promise<Pick<ArticleStock, 'sku' | 'physical'>[]> {
    const listed = new Set(articles.map(({ sku }) => sku));
    const names = namesLeftOut(await records.stockLedger.namesOf([...listed]), listed);
    if (names.length === 0) return [];
    const found = new Map((await wms.stockPerWarehouse(names)).map((article) => [article.sku, article]));
    return names.map((sku) => found.get(sku) ?? { sku, physical: [] });
  }

  async function levelsOf(reading: number, articles: readonly ArticleStock[]): Promise<Levels> {
    const rows = rowsOf([...articles, ...(await underOtherNames(articles))]);
    return { reading, at: Date.now(), rows };
  }

  return {
    /** @param from ISO; without it, all levels. @throws SystemProblem `rejected` where it lies too far back */
    async page(from: string | undefined, at: PageCursor | undefined): Promise<LevelPage> {
      const reading = await records.stockLedger.nextReading();
      const { rows, next } = await wms.stockChangedSince(from, ARTICLES_PER_CALL, at);
      const levels = await levelsOf(reading, rows);
      return next === undefined ? { levels } : { levels, next };
    },

    async of(skus: readonly string[]): Promise<Levels> {
      const reading = await records.stockLedger.nextReading();
      return levelsOf(reading, await wms.stockPerWarehouse(skus));
    },
  };
}
