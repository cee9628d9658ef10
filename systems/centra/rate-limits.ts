import { z } from 'zod';
import type { QuotaReading, RateLimiter } from '../rate-limits/port.js';
import type { CentraClient } from './client.js';
import { RateLimitsDocument } from './generated/documents.js';
import type { CentraPort } from './port.js';

const types: Readonly<Record<string, QuotaReading['type']>> = {
  REQUEST_COUNT: 'requests',
  MUTATION_COUNT: 'mutations',
  QUERY_COMPLEXITY: 'complexity',
};
/** `intervalSeconds` is an enum in spite of its name. */
const windows: Readonly<Record<string, QuotaReading['windowSeconds']>> = { TEN_SECONDS: 10, ONE_HOUR: 3600 };

const answer = z.object({
  rateLimits: z.array(
    z.object({ type: z.string(), intervalSeconds: z.string(), quota: z.int(), remainingQuota: z.int() }),
  ),
});

/** Reads what is left of the budgets, use by others included, and passes it on to the limiter. */
export function createRateLimits(client: CentraClient, limiter: RateLimiter): CentraPort['rateLimits'] {
  return async () => {
    const { rateLimits } = await client.read({
      operation: 'rateLimits',
      document: RateLimitsDocument,
      variables: {},
      answer,
      lane: 'orders',
    });
    const readings = rateLimits.flatMap(({ type, intervalSeconds, quota, remainingQuota }): QuotaReading[] => {
      const kind = types[type];
      const windowSeconds = windows[intervalSeconds];
      return kind && windowSeconds ? [{ type: kind, windowSeconds, quota, remaining: remainingQuota }] : [];
    });
    await limiter.learnQuotas(readings);
    return readings;
  };
}
