import type { Counterparts } from '../config/environment.js';
import type { Brand } from '../domain/brand.js';
import { createCentra } from './centra/adapter.js';
import type { CentraPort } from './centra/port.js';
import { ANSWER_MS } from './latest-effect.js';
import { createOngoing } from './ongoing/adapter.js';
import { USUAL_STATUSES } from './ongoing/statuses.js';
import { budgetLimiter } from './rate-limits/budget-limiter.js';
import { serialLimiter } from './rate-limits/serial-limiter.js';
import { createSitoo } from './sitoo/adapter.js';
import type { SitooPort } from './sitoo/port.js';
import { underOurSkus } from './sku-names.js';
import type { WarehousePort } from './warehouse-port.js';
import type { WarningLog } from './warning-log.js';

/** The three counterparts, each behind the limiter that all processes with the same credential share. */
export interface Systems {
  readonly centra: CentraPort;
  readonly sitoo: SitooPort;
  readonly wms: WarehousePort;
  /** Closes the limiters. Calls under way end first. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly brand: Pick<Brand, 'wms' | 'webOrders' | 'customerEmails' | 'skus'>;
  readonly counterparts: Counterparts;
  /** The database through which the limiters of all processes agree. */
  readonly databaseUrl: string;
  readonly logger?: WarningLog;
}

/** Longest wait for the limiter; then the step frees its slot and is tried again. */
const LIMITER_WAIT_MS = 5_000;

/** Puts adapters and limiters together. Nothing is sent, and the database is not opened, before the first call. */
export function connectSystems({ brand, counterparts, databaseUrl, logger }: ConnectOptions): Systems {
  const { centra, sitoo, wms } = counterparts;
  const logging = logger && { logger };
  // Centra counts by token, Sitoo allows one call per account (part of its address), a WMS one per goods owner.
  const centraLimiter = budgetLimiter({
    databaseUrl,
    system: 'centra',
    credential: centra.token.reveal(),
    maxWaitMs: LIMITER_WAIT_MS,
  });
  const sitooLimiter = serialLimiter({
    databaseUrl,
    system: 'sitoo',
    credential: sitoo.url,
    maxWaitMs: LIMITER_WAIT_MS,
  });
  const wmsLimiter = serialLimiter({
    databaseUrl,
    system: 'wms',
    credential: `${wms.url} ${wms.goodsOwnerId}`,
    maxWaitMs: LIMITER_WAIT_MS,
  });
  return {
    centra: createCentra({
      url: centra.url,
      token: centra.token.reveal(),
      limiter: centraLimiter,
      timeoutMs: ANSWER_MS,
      emails: brand.customerEmails,
      ...(centra.tokenExpiresAtMs === undefined ? {} : { tokenExpiresAtMs: centra.tokenExpiresAtMs }),
      ...(brand.webOrders.store === undefined ? {} : { store: brand.webOrders.store }),
      ...logging,
    }),
    sitoo: underOurSkus(
      createSitoo({
        ...sitoo,
        password: sitoo.password.reveal(),
        limiter: sitooLimiter,
        timeoutMs: ANSWER_MS,
        ...logging,
      }),
      brand.skus.sitoo,
    ),
    wms: underOurSkus(
      createOngoing({
        ...wms,
        password: wms.password.reveal(),
        statuses: brand.wms.statuses ?? USUAL_STATUSES,
        writing: brand.wms,
        limiter: wmsLimiter,
        timeoutMs: ANSWER_MS,
        ...logging,
      }),
      brand.skus.wms,
    ),
    async close() {
      await Promise.all([centraLimiter.close(), sitooLimiter.close(), wmsLimiter.close()]);
    },
  };
}
