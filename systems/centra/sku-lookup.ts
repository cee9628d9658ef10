import { z } from 'zod';
import { chunk } from '../../domain/chunk.js';
import type { Lane } from '../rate-limits/port.js';
import type { CentraClient } from './client.js';
import { TypedDocumentString } from './generated/documents.js';

/** SKUs in one request. Centra's filter takes one SKU at a time, so a request repeats it under aliases. */
const SKUS_PER_REQUEST = 100;

const answer = z.record(z.string(), z.array(z.object({ id: z.int(), SKU: z.string().nullish() })));
type Answer = z.input<typeof answer>;

/** A query that looks up `count` SKUs at once; the only document that is not in `operations.graphql`. */
export function skuLookupDocument(count: number): TypedDocumentString<Answer, Record<string, string>> {
  const each = Array.from({ length: count }, (_, i) => i);
  const variables = each.map((i) => `$s${i}: String!`).join(', ');
  const fields = each.map((i) => `s${i}: productSizes(where: { SKU: { equals: $s${i} } }, limit: 1) { id SKU }`);
  return new TypedDocumentString(`query SizesBySku(${variables}) { ${fields.join(' ')} }`);
}

/** Product size ids by SKU; SKUs that Centra does not have are left out. */
export async function lookUpSkus(
  client: CentraClient,
  skus: readonly string[],
  lane: Lane,
): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const some of chunk(skus, SKUS_PER_REQUEST)) {
    const found = await client.read({
      operation: 'productSizes',
      document: skuLookupDocument(some.length),
      variables: Object.fromEntries(some.map((sku, i) => [`s${i}`, sku])),
      answer,
      lane,
    });
    // Compared exactly: whether Centra matches case-insensitively is not documented.
    for (const size of Object.values(found).flat())
      if (size.SKU != null && some.includes(size.SKU)) ids.set(size.SKU, size.id);
  }
  return ids;
}
