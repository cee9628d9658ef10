import type { Allowance } from '../../domain/stock/pacing.js';

/**
 * Importance of a call. When a budget is short, the lower number goes first. What tills have sold is one small read a second at
 * the most: it goes before everything, since until then the web shop offers what is gone.
 */
export const LANES = { sales: 0, orders: 1, returns: 2, stock: 3, bulk: 4 } as const;
export type Lane = keyof typeof LANES;

/** What one call will cost at the counterpart, as far as it is known beforehand. */
export interface CallCost {
  readonly lane: Lane;
  readonly mutation: boolean;
  /** Expected query complexity (Centra); 0 where the counterpart does not count it. */
  readonly complexity: number;
}

/** What the counterpart says about one of its budgets (Centra `rateLimits`). */
export interface QuotaReading {
  readonly type: 'requests' | 'mutations' | 'complexity';
  readonly windowSeconds: 10 | 3600;
  readonly quota: number;
  readonly remaining: number;
}

/**
 * Stands before every call to one credential, and is shared by all processes that use it.
 * `pass` runs `send` when its time has come, or throws a `throttled` SystemProblem when that would take too long.
 */
export interface RateLimiter {
  pass<T>(cost: CallCost, send: () => Promise<T>): Promise<T>;
  /** The counterpart answered 429: no call passes before `untilMs` (epoch milliseconds). */
  pauseUntil(untilMs: number): Promise<void>;
  /** The real complexity of an answered call (Centra `extensions.complexity`). */
  recordCost(complexity: number): Promise<void>;
  /** What a lane may still spend on mutations, by window; empty where calls are not counted. */
  allowances(lane: Lane): Promise<Allowance[]>;
  /** Takes over the counterpart's own figures of its budgets, which include the use of others. */
  learnQuotas(readings: readonly QuotaReading[]): Promise<void>;
}

/** Lets every call through: for tests of one adapter alone. */
export const unlimited: RateLimiter = {
  pass: (_cost, send) => send(),
  pauseUntil: async () => {},
  recordCost: async () => {},
  allowances: async () => [],
  learnQuotas: async () => {},
};
