import type { Counterparts } from '../config/environment.js';
import type { Brand } from '../domain/brand.js';
import { createCentra } from './centra/adapter.js';
import type { CentraPort } from './centra/port.js';
import { createOngoing } from './ongoing/adapter.js';
import { budgeted } from './rate-limits/budget-limiter.js';
import { oneAtATime } from './rate-limits/serial-limiter.js';
import { createSitoo } from './sitoo/adapter.js';
import type { SitooPort } from './sitoo/port.js';
import type { WarehousePort } from './warehouse-port.js';

/** The three counterparts, each behind the gate that all processes with the same credential share. */
export interface Systems {
  readonly centra: CentraPort;
  readonly sitoo: SitooPort;
  readonly wms: WarehousePort;
  /** Lets go of the gates. Calls under way end first. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly brand: Pick<Brand, 'wms'>;
  readonly counterparts: Counterparts;
  /** The records' database; the gates meet there. */
  readonly databaseUrl: string;
  /** Hears what an adapter notices without failing. */
  readonly logger?: { warn(fields: object, message: string): void };
}

/** Longest wait for an answer, milliseconds. Below what activities are given, so that an attempt has ended before the next begins. */
const ANSWER_MS = 10_000;
/** Longest wait for a turn; then the step gives its place to others and comes back. */
const TURN_MS = 5_000;

/** Puts adapters and gates together. Nothing is sent, and the database is not asked, before the first call. */
export function connectSystems({ brand, counterparts, databaseUrl, logger }: ConnectOptions): Systems {
  const { centra, sitoo, wms } = counterparts;
  const heard = logger && { logger };
  // Centra counts by token, Sitoo allows one call per account (part of its address), a WMS one per goods owner.
  const centraLimiter = budgeted({
    databaseUrl,
    system: 'centra',
    credential: centra.token.reveal(),
    maxWaitMs: TURN_MS,
  });
  const sitooLimiter = oneAtATime({ databaseUrl, system: 'sitoo', credential: sitoo.url, maxWaitMs: TURN_MS });
  const wmsLimiter = oneAtATime({
    databaseUrl,
    system: 'wms',
    credential: `${wms.url} ${wms.goodsOwnerId}`,
    maxWaitMs: TURN_MS,
  });
  return {
    centra: createCentra({
      url: centra.url,
      token: centra.token.reveal(),
      limiter: centraLimiter,
      timeoutMs: ANSWER_MS,
      ...heard,
    }),
    sitoo: createSitoo({
      ...sitoo,
      password: sitoo.password.reveal(),
      limiter: sitooLimiter,
      timeoutMs: ANSWER_MS,
      ...heard,
    }),
    wms: createOngoing({
      ...wms,
      password: wms.password.reveal(),
      statuses: brand.wms.statuses,
      limiter: wmsLimiter,
      timeoutMs: ANSWER_MS,
      ...heard,
    }),
    async close() {
      await Promise.all([centraLimiter.close(), sitooLimiter.close(), wmsLimiter.close()]);
    },
  };
}
