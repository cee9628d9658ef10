import type { RateLimiter } from '../rate-limits/port.js';
import type { WarningLog } from '../warning-log.js';
import { journalCalls } from './journal-calls.js';
import { orderCalls } from './order-calls.js';
import type { SitooPort } from './port.js';
import { productCalls } from './product-calls.js';
import { stockCalls } from './stock-calls.js';
import { createTransport } from './transport.js';

/** A till on the LAN answers in well under a second; half a minute is a stuck call. */
const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * The real Sitoo REST API v2 behind {@link SitooPort}. Contract facts and how sure they are: README.md beside this file.
 * @param options.url base URL including the account, e.g. `https://api.mysitoo.com/v2/accounts/90001`; the host differs by region
 * @param options.siteId the site (`eshopid`) our orders belong to; 1 on most accounts
 * @param options.limiter must let one call pass at a time for the whole account
 */
export function createSitoo(options: {
  url: string;
  apiId: string;
  password: string;
  siteId?: number;
  limiter: RateLimiter;
  timeoutMs?: number;
  logger?: WarningLog;
}): SitooPort {
  const { url, apiId, password, limiter, siteId = 1, timeoutMs = DEFAULT_TIMEOUT_MS, logger } = options;
  const transport = createTransport({ url: url.replace(/\/+$/, ''), apiId, password, timeoutMs, limiter });
  return {
    ...orderCalls(transport, siteId),
    ...stockCalls(transport, siteId, logger),
    ...journalCalls(transport, siteId, logger),
    ...productCalls(transport, siteId),
    clockSkewMs: transport.clockSkewMs,
  };
}
