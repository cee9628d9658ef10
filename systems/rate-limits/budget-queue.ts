import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from '../../domain/names.js';
import type { BudgetLedger } from './budget-ledger.js';
import { LOCAL_SHARE, shareOf } from './centra-quota.js';
import type { Cooldown } from './cooldown.js';
import type { CostCorrections } from './cost-corrections.js';
import type { LocalPermits } from './local-permits.js';
import { type CallCost, LANES } from './port.js';
import { closing, databaseAway, throttled } from './refusals.js';
import { type Waiter, WaitQueue } from './wait-queue.js';

export interface BudgetQueueOptions {
  readonly system: System;
  readonly maxWaitMs: number;
  readonly ledger: BudgetLedger;
  readonly cooldown: Cooldown;
  readonly localPermits: LocalPermits;
  readonly corrections: CostCorrections;
  readonly stopping: AbortSignal;
}

/** Calls of this process that wait for budget. Asks the ledger for the most important of them, one at a time. */
export class BudgetQueue {
  readonly #options: BudgetQueueOptions;
  readonly #queue: WaitQueue<CallCost>;
  /** The wait for budget that is going on, and for whom. */
  #wait: { readonly rank: number; readonly ended: AbortController; readonly untilMs: number } | undefined;
  #databaseProblem: unknown;
  /** The budgets have changed since the ledger was asked. */
  #budgetsChanged = false;
  #isServing = false;
  #served: Promise<void> = Promise.resolve();

  constructor(options: BudgetQueueOptions) {
    this.#options = options;
    this.#queue = new WaitQueue(options.maxWaitMs, () =>
      this.#databaseProblem === undefined
        ? throttled(options.system, this.#remainingMs(), 'the budget of calls is used up')
        : databaseAway(options.system, this.#databaseProblem),
    );
  }

  /** Resolves when the call may be sent. @throws SystemProblem `throttled` or `unreachable` */
  async admit(cost: CallCost): Promise<void> {
    const { cooldown, localPermits } = this.#options;
    if (this.#queue.first() === undefined && cooldown.remainingMs() === 0 && localPermits.use(cost)) return;
    const admitted = this.#queue.join(cost.lane, cost);
    // A more important call may use what the one that waits may not.
    if (this.#wait !== undefined && LANES[cost.lane] < this.#wait.rank) this.#wait.ended.abort();
    this.#serveSoon();
    await admitted;
  }

  /** The budgets have changed: a call that had to wait may not have to any more. */
  recheck(): void {
    if (this.#wait === undefined) this.#budgetsChanged = this.#isServing;
    else this.#wait.ended.abort();
  }

  async close(): Promise<void> {
    this.#queue.refuseAll(closing(this.#options.system));
    this.#wait?.ended.abort();
    await this.#served;
  }

  #remainingMs(): number {
    const untilMs = this.#wait?.untilMs ?? 0;
    return Math.max(this.#options.cooldown.remainingMs(), untilMs - Date.now(), 100);
  }

  #serveSoon(): void {
    if (this.#isServing) return;
    this.#isServing = true;
    this.#served = this.#serve().finally(() => {
      this.#isServing = false;
      if (this.#queue.first() !== undefined) this.#serveSoon();
    });
  }

  async #serve(): Promise<void> {
    const { cooldown, localPermits, stopping } = this.#options;
    let failures = 0;
    for (let next = this.#queue.first(); next !== undefined && !stopping.aborted; next = this.#queue.first()) {
      if (cooldown.remainingMs() > 0) await this.#waitFor(next, cooldown.remainingMs());
      else if (localPermits.use(next.need)) next.go();
      else {
        try {
          await this.#askLedger(next);
          failures = 0;
        } catch (problem) {
          this.#databaseProblem = problem;
          failures += 1;
          await this.#waitFor(next, Math.min(1_000, 25 * 2 ** failures));
        }
      }
    }
  }

  async #askLedger(next: Waiter<CallCost>): Promise<void> {
    const { ledger, cooldown, localPermits, corrections } = this.#options;
    const askedAt = performance.now();
    const correction = corrections.owed;
    const answer = await ledger.take({
      cost: next.need,
      share: shareOf(next.lane),
      localShare: LOCAL_SHARE,
      correction,
    });
    this.#databaseProblem = undefined;
    if (answer.granted) {
      corrections.settled(correction);
      localPermits.put(answer.local, askedAt);
      next.go();
    } else if (answer.cooldown) cooldown.extend(answer.waitMs);
    else await this.#waitFor(next, answer.waitMs);
  }

  /** Waits, unless a more important call comes. A wait that is too long for this caller is refused immediately. */
  async #waitFor(waiter: Waiter<CallCost>, forMs: number): Promise<void> {
    // Both may have happened while the ledger was asked.
    if (this.#budgetsChanged || this.#queue.first() !== waiter) {
      this.#budgetsChanged = false;
      return;
    }
    const ended = new AbortController();
    this.#wait = { rank: LANES[waiter.lane], ended, untilMs: Date.now() + forMs };
    if (forMs > this.#options.maxWaitMs) {
      waiter.refuse(throttled(this.#options.system, forMs, 'the budget of calls is used up'));
    } else {
      await sleep(forMs, undefined, { signal: ended.signal }).catch(() => {});
    }
    this.#wait = undefined;
  }
}
