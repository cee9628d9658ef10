import type { CallBudget } from './call-budget.js';
import type { Policy } from './policy.js';
import type { Call } from './unpublished-stock.js';

/** From our call until Centra shows it. */
const CALL_MS = 250;
/** A policy that reacts to changes looks at most this often. */
const LOOK_EVERY_MS = 100;

/** Makes the calls of a policy, one after the other, each when the budget has room for it. */
export class Caller {
  readonly #policy: Policy;
  readonly #budget: CallBudget;
  #underWay: { readonly call: Call; readonly arrivesAt: number } | undefined;
  #lookAt = Number.POSITIVE_INFINITY;
  #polledAt = Number.NEGATIVE_INFINITY;
  #silentSince: number | undefined;
  /** The longest time without a call although something waited. */
  longestSilenceMs = 0;

  constructor(policy: Policy, budget: CallBudget) {
    this.#policy = policy;
    this.#budget = budget;
  }

  get isIdle(): boolean {
    return this.#underWay === undefined;
  }

  /** When it acts next. */
  get nextAt(): number {
    return this.#underWay?.arrivesAt ?? this.#lookAt;
  }

  /** There is a change. */
  wake(at: number): void {
    if (!this.#policy.isDone && this.isIdle) this.#silentSince ??= at;
    if (this.#policy.reactsToChanges || this.#lookAt === Number.POSITIVE_INFINITY)
      this.#lookAt = Math.min(this.#lookAt, Math.max(at, this.#polledAt + LOOK_EVERY_MS));
  }

  /** Ends the call that arrives now and returns it, or looks whether there is one to make. */
  act(at: number): Call | undefined {
    const arrived = this.#underWay?.call;
    if (arrived !== undefined) {
      this.#underWay = undefined;
      this.#silentSince = this.#policy.isDone ? undefined : at;
      this.#lookAt = at;
      return arrived;
    }
    this.#polledAt = at;
    const waitMs = this.#budget.waitMs(at);
    const next = waitMs > 0 ? { lookAt: at + waitMs } : this.#policy.next(at);
    if ('lookAt' in next) {
      this.#lookAt = Math.max(at + 1, Math.ceil(next.lookAt));
      return undefined;
    }
    this.#budget.spend(at);
    this.longestSilenceMs = Math.max(this.longestSilenceMs, at - (this.#silentSince ?? at));
    this.#underWay = { call: next, arrivesAt: at + CALL_MS };
    return undefined;
  }
}
