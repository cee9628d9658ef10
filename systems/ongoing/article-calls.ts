import { z } from 'zod';
import type { ArticlePort, ListedArticle } from '../warehouse-article-port.js';
import { listAnswer, understand } from './answers.js';
import type { Tenant } from './connection.js';
import { articleRequest } from './request-schemas.js';

/** The vendor names no maximum; stock is read in pages of this size too. */
export const ARTICLES_A_PAGE = 1_000;
const LANE = 'bulk';

const answer = z.object({
  articleSystemId: z.int(),
  articleNumber: z.string(),
  articleName: z.string().nullish(),
  isActive: z.boolean().nullish(),
  barCodeInfo: z.object({ barCode: z.string().nullish() }).nullish(),
});

/** Articles by the vendor's own paging; writing is one article a call, since the contract has no batch. */
export function articleCalls({ connection, goodsOwnerId }: Tenant): ArticlePort {
  return {
    async articlePage(afterId) {
      const operation = 'GET articles';
      const answered = await connection.call({
        operation,
        lane: LANE,
        query: [
          ['goodsOwnerId', goodsOwnerId],
          ['articleSystemIdFrom', afterId + 1],
          ['maxArticlesToGet', ARTICLES_A_PAGE],
        ],
      });
      const entries = understand(listAnswer, answered, operation).map((entry) => understand(answer, entry, operation));
      const rows = entries.map(
        (entry): ListedArticle => ({
          id: entry.articleSystemId,
          sku: entry.articleNumber,
          name: entry.articleName ?? '',
          barcode: entry.barCodeInfo?.barCode ?? '',
          active: entry.isActive ?? true,
        }),
      );
      const last = Math.max(afterId, ...entries.map((entry) => entry.articleSystemId));
      return entries.length >= ARTICLES_A_PAGE ? { rows, next: last } : { rows };
    },
    async putArticle({ sku, name, barcode, active }) {
      await connection.call({
        operation: 'PUT articles',
        lane: LANE,
        body: articleRequest.parse({
          goodsOwnerId,
          articleNumber: sku,
          articleName: name,
          isStockArticle: true,
          isActive: active,
          barCodeInfo: barcode === '' ? undefined : { barCode: barcode },
        }),
      });
    },
  };
}
