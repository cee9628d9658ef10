import { chunk } from '../../domain/chunk.js';
import { SystemProblem } from '../problem.js';
import type { PageCursor, WarehousePage } from '../warehouse-page.js';
import type { ArticleStock } from '../warehouse-port.js';
import { articleHead, inventoryAnswer, listAnswer, understand } from './answers.js';
import type { Query, Tenant } from './connection.js';
import { cursorAt, idAt } from './cursor.js';

/** As for articles: keeps the address short. */
const NUMBERS_A_CALL = 50;
/** A page of about 100 kB; without a maximum everything would come in one answer. */
const ARTICLES_A_PAGE = 500;
const operation = 'GET articles/inventoryPerWarehouse';

export interface InventoryReads {
  changedSince(
    from: string | undefined,
    limit: number,
    at: PageCursor | undefined,
  ): Promise<WarehousePage<ArticleStock>>;
  of(skus: readonly string[]): Promise<ArticleStock[]>;
}

/** What lies in which warehouse. The vendor's figures are absolute, so reading them twice does no harm. */
export function inventoryReads({ connection, goodsOwnerId, odd }: Tenant): InventoryReads {
  const page = async (query: Query): Promise<unknown[]> => {
    const call = { operation, lane: 'stock', query: [['goodsOwnerId', goodsOwnerId], ...query] } as const;
    return understand(listAnswer, await connection.call(call), operation);
  };

  /** One article that we cannot read must not hide the others. */
  const readable = (entries: readonly unknown[]): ArticleStock[] =>
    entries.flatMap((entry) => {
      try {
        return [read(entry)];
      } catch (problem) {
        if (!(problem instanceof SystemProblem)) throw problem;
        const article = articleHead.safeParse(entry).data;
        const id = article?.articleNumber ?? article?.articleSystemId;
        odd.note({ what: 'stock of article', id, problem: problem.message });
        return [];
      }
    });

  return {
    async changedSince(from, limit, at) {
      const changed: ArticleStock[] = [];
      let next = idAt(at);
      while (changed.length < limit) {
        const entries = await page([
          ...(from === undefined ? [] : ([['stockInfoChangedFrom', from]] as const)),
          ['articleSystemIdFrom', next],
          ['maxArticlesToGet', Math.min(ARTICLES_A_PAGE, limit - changed.length)],
        ]);
        // Only an empty page is the end: the server may hand out fewer than we allow.
        if (entries.length === 0) return { rows: changed };
        next = highestId(entries, next) + 1;
        changed.push(...readable(entries));
      }
      return { rows: changed, next: cursorAt(next) };
    },

    async of(skus) {
      const found: ArticleStock[] = [];
      for (const some of chunk(skus, NUMBERS_A_CALL)) {
        const entries = await page(some.map((sku) => ['articleNumbers', sku] as const));
        found.push(...readable(entries).filter(({ sku }) => some.includes(sku)));
      }
      return found;
    },
  };
}

function read(entry: unknown): ArticleStock {
  const article = understand(inventoryAnswer, entry, operation);
  return {
    sku: article.articleNumber,
    // Rounded down: what is not a whole unit cannot be sold in a shop.
    physical: (article.inventoryPerWarehouse ?? []).map(({ warehouseId, numberOfItems }) => ({
      warehouse: warehouseId,
      units: Math.floor(numberOfItems),
    })),
  };
}

function highestId(entries: readonly unknown[], from: number): number {
  const ids = entries.map((entry) => articleHead.safeParse(entry).data?.articleSystemId ?? -1);
  const highest = Math.max(...ids);
  if (highest >= from) return highest;
  throw new SystemProblem({
    kind: 'malformed-answer',
    system: 'wms',
    operation,
    sentence: `The warehouse system ignores articleSystemIdFrom: asked from ${from}, it answered up to ${highest}. Reading on would never end.`,
  });
}
