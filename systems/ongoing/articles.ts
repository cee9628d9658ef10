import type { z } from 'zod';
import { chunk } from '../../domain/chunk.js';
import type { Lane } from '../rate-limits/port.js';
import { articleAnswer, listAnswer, understand } from './answers.js';
import type { Tenant } from './connection.js';

const ARTICLES_A_CALL = 50;
type Article = z.output<typeof articleAnswer>;

/** Reads articles by number, a request for every fifty; unknown ones are left out. */
export async function articlesByNumber(
  { connection, goodsOwnerId }: Tenant,
  skus: readonly string[],
  lane: Lane,
): Promise<Map<string, Article>> {
  const operation = 'GET articles';
  const found = new Map<string, Article>();
  for (const some of chunk(skus, ARTICLES_A_CALL)) {
    const answer = await connection.call({
      operation,
      lane,
      query: [['goodsOwnerId', goodsOwnerId], ...some.map((sku) => ['articleNumbers', sku] as const)],
    });
    for (const entry of understand(listAnswer, answer, operation)) {
      const article = understand(articleAnswer, entry, operation);
      if (some.includes(article.articleNumber)) found.set(article.articleNumber, article);
    }
  }
  return found;
}
