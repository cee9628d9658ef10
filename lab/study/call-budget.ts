import type { Allowance } from '../../domain/stock/pacing.js';
import { shareOf } from '../../systems/rate-limits/centra-quota.js';
import { Limits, type Plan } from '../simulators/centra/limits.js';

/** Whose way of counting: Centra's windows begin at round times, our limiter looks back from every call. */
export type Counting = 'round' | 'rolling';

interface Window {
  readonly ms: number;
  readonly limit: number;
  readonly counted: 'mutations' | 'requests';
  /** The first call that may still count. */
  first: number;
}

/** What the stock lane may call on a plan. Every call is one request and one mutation. */
export class CallBudget {
  readonly #windows: readonly Window[];
  readonly #counting: Counting;
  readonly #calls: number[] = [];

  constructor(plan: Plan, counting: Counting) {
    this.#counting = counting;
    this.#windows = new Limits(plan, 1).readings(0).flatMap(({ type, intervalSeconds, quota }) => {
      if (type === 'QUERY_COMPLEXITY') return [];
      const ms = intervalSeconds === 'ONE_HOUR' ? 3_600_000 : 10_000;
      const counted = type === 'MUTATION_COUNT' ? 'mutations' : 'requests';
      return [{ ms, limit: quota * shareOf('stock'), counted, first: 0 } as const];
    });
  }

  get calls(): number {
    return this.#calls.length;
  }

  /** When the last call was made; long ago when none was. */
  get lastCallAt(): number {
    return this.#calls.at(-1) ?? Number.NEGATIVE_INFINITY;
  }

  /** How long the next call must wait, ms; 0 when it may go. */
  waitMs(at: number): number {
    return Math.max(0, ...this.#windows.map((window) => this.#waitFor(window, at)));
  }

  spend(at: number): void {
    if (this.waitMs(at) > 0) throw new Error('a call was made beyond the budget');
    this.#calls.push(at);
  }

  /** As the limiter reports them to who publishes. */
  allowances(at: number): Allowance[] {
    return this.#windows
      .filter(({ counted }) => counted === 'mutations')
      .map((window) => ({ windowSeconds: window.ms / 1_000, limit: window.limit, used: this.#used(window, at) }));
  }

  #waitFor(window: Window, at: number): number {
    const used = this.#used(window, at);
    if (used + 1 <= window.limit) return 0;
    if (this.#counting === 'round') return window.ms - (at % window.ms);
    const leaves = this.#calls[window.first + Math.ceil(used + 1 - window.limit) - 1] ?? at;
    return Math.max(1, leaves + window.ms - at);
  }

  #used(window: Window, at: number): number {
    const since = this.#counting === 'round' ? at - (at % window.ms) - 1 : at - window.ms;
    while ((this.#calls[window.first] ?? Number.POSITIVE_INFINITY) <= since) window.first += 1;
    return this.#calls.length - window.first;
  }
}
