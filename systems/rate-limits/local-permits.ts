import type { Permits } from './budget-ledger.js';
import type { CallCost } from './port.js';

/** How long local permits may be used; the database counts its windows that much longer. */
const LIFETIME_MS = 500;

/** Permits from a large budget that this process may use without asking. They are spent already: unused ones lapse. */
export class LocalPermits {
  #left: Permits = { requests: 0, mutations: 0, complexity: 0 };
  #untilMs = 0;

  /** `asOfMs`: when they were asked for, on the monotonic clock; their life counts from then. */
  put(permits: Permits, asOfMs: number): void {
    this.#left = permits;
    this.#untilMs = asOfMs + LIFETIME_MS;
  }

  /** True when the call was covered; its permits are gone then. */
  use(cost: Pick<CallCost, 'mutation' | 'complexity'>): boolean {
    const { requests, mutations, complexity } = this.#left;
    const mutation = cost.mutation ? 1 : 0;
    if (performance.now() >= this.#untilMs) return false;
    if (requests < 1 || mutations < mutation || complexity < cost.complexity) return false;
    this.#left = {
      requests: requests - 1,
      mutations: mutations - mutation,
      complexity: complexity - cost.complexity,
    };
    return true;
  }

  drop(): void {
    this.#untilMs = 0;
  }
}
