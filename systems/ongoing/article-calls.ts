import { z } from 'zod';
import { SystemProblem } from '../problem.js';
import { eachRow } from '../unreadable.js';
import type { ArticlePort, ListedArticle } from '../warehouse-article-port.js';
import { listAnswer, understand } from './answers.js';
import type { Tenant } from './connection.js';
import { cursorAt, idAt } from './cursor.js';
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
  countryOfOriginCode: z.string().nullish(),
  statisticsNumber: z.string().nullish(),
  customsDescription: z.string().nullish(),
});
/** Of an odd row. */
const head = z.object({ articleSystemId: z.int(), articleNumber: z.string().nullish().catch(undefined) });

/** Articles by the vendor's own paging; writing is one article a call, since the contract has no batch. */
export function articleCalls({ connection, goodsOwnerId }: Tenant): ArticlePort {
  return {
    async articlePage(at) {
      const operation = 'GET articles';
      const from = idAt(at);
      const answered = await connection.call({
        operation,
        lane: LANE,
        query: [
          ['goodsOwnerId', goodsOwnerId],
          ['articleSystemIdFrom', from],
          ['maxArticlesToGet', ARTICLES_A_PAGE],
        ],
      });
      const entries = understand(listAnswer, answered, operation);
      const next = 1 + Math.max(...entries.map((entry) => head.safeParse(entry).data?.articleSystemId ?? -1));
      const parsed = eachRow(entries, {
        idOf: (entry) => head.safeParse(entry).data?.articleNumber ?? '',
        read: (entry) => {
          try {
            return articleOf(understand(answer, entry, operation));
          } catch (problem) {
            if (problem instanceof SystemProblem) return problem.message;
            throw problem;
          }
        },
      });
      // A full page of which not one has an id leads nowhere.
      return { ...parsed, ...(entries.length >= ARTICLES_A_PAGE && next > from ? { next: cursorAt(next) } : {}) };
    },
    async putArticle({ sku, name, barcode, active, customs }) {
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
          countryOfOriginCode: customs?.originCountry,
          statisticsNumber: customs?.tariffNumber,
          customsDescription: customs?.description,
        }),
      });
    },
  };
}

/** What an answer leaves out altogether the WMS has not told; what it shows as empty it does not have. */
function articleOf(entry: z.output<typeof answer>): ListedArticle {
  const { countryOfOriginCode, statisticsNumber, customsDescription } = entry;
  const isTold = countryOfOriginCode !== undefined || statisticsNumber !== undefined;
  const customs = {
    ...(countryOfOriginCode ? { originCountry: countryOfOriginCode } : {}),
    ...(statisticsNumber ? { tariffNumber: statisticsNumber } : {}),
    ...(customsDescription ? { description: customsDescription } : {}),
  };
  return {
    id: String(entry.articleSystemId),
    sku: entry.articleNumber,
    name: entry.articleName ?? '',
    barcode: entry.barCodeInfo?.barCode ?? '',
    active: entry.isActive ?? true,
    ...(isTold ? { customs } : {}),
  };
}
