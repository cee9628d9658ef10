import type { WarehouseSettings } from '../domain/brand.js';
import type { Database } from './database/database.js';
import type { NewEvent } from './database/port.js';
import type { InferredFacts } from './inferred-facts.js';
import type { RateLimiter } from './rate-limits/port.js';
import type { WarehousePort } from './warehouse-port.js';
import type { WarningLog } from './warning-log.js';

export interface WarehouseOptions {
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  readonly goodsOwnerId?: number;
  readonly settings: WarehouseSettings;
  /** Must allow one call in flight per account, across all processes. */
  readonly limiter: RateLimiter;
  readonly timeoutMs: number;
  /** For a kind that must keep what its warehouse said; closed by whoever gives it. */
  readonly database: Pick<Database, 'query' | 'transaction'>;
  readonly logger?: WarningLog;
}

/** One kind of WMS: all that the rest of Onepool asks of it beside its port. */
export interface WarehouseAdapter {
  /** Nothing is sent before the first call. @throws Error when variables are missing that this kind needs */
  connect(options: WarehouseOptions): { readonly port: WarehousePort; close?(): Promise<void> };
  /** Left out where the warehouse sends no events. */
  readonly events?: {
    /** Whether a webhook with this header comes from the WMS. `tokens`: the present one and, while it is rotated, the former. */
    isGenuine(header: string | undefined, tokens: readonly string[]): boolean;
    /** @throws when the body does not follow the contract */
    read(body: string): readonly NewEvent[];
  };
  /** What its contract leaves open. */
  readonly facts: InferredFacts;
}
