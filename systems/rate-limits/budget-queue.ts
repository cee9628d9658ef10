import { setTimeout as pauseFor } from 'node:timers/promises';
import type { System } from '../../domain/names.js';
import type { BudgetLedger } from './budget-ledger.js';
import { SPARE_SHARE, shareOf } from './centra-quota.js';
import type { Cooldown } from './cooldown.js';
import type { PriceCorrections } from './cost-corrections.js';
import type { SparePermits } from './local-permits.js';
import { type CallCost, LANES } from './port.js';
import { closing, databaseAway, throttled } from './refusals.js';
import { type Waiter, WaitingLine } from './wait-queue.js';

export interface BudgetQueueOptions {
  readonly system: System;
  readonly maxWaitMs: number;
  readonly ledger: BudgetLedger;
  readonly pause: Cooldown;
  readonly spare: SparePermits;
  readonly corrections: PriceCorrections;
  readonly stopping: AbortSignal;
}

/** Calls of this process that wait for budget; asks the ledger for the most important of them, one at a time. */
export class BudgetQueue {
  readonly #parts: BudgetQueueOptions;
  readonly #line: WaitingLine<CallCost>;
  /** The wait for budget that is going on, and for whom. */
  #waiting: { readonly rank: number; readonly cut: AbortController; readonly untilMs: number } | undefined;
  #trouble: unknown;
  /** The budgets have changed since the ledger was asked. */
  #changed = false;
  #atWork = false;
  #finished: Promise<void> = Promise.resolve();

  constructor(parts: BudgetQueueOptions) {
    this.#parts = parts;
    this.#line = new WaitingLine(parts.maxWaitMs, () =>
      this.#trouble === undefined
        ? throttled(parts.system, this.#remainingMs(), 'the budget of calls is used up')
        : databaseAway(parts.system, this.#trouble),
    );
  }

  /** Resolves when the call may be sent. @throws SystemProblem `throttled` or `unreachable`. */
  async turn(cost: CallCost): Promise<void> {
    const { pause, spare } = this.#parts;
    if (this.#line.first() === undefined && pause.remainingMs() === 0 && spare.use(cost)) return;
    const turn = this.#line.join(cost.lane, cost);
    // What is more important may use what the one that waits may not.
    if (this.#waiting !== undefined && LANES[cost.lane] < this.#waiting.rank) this.#waiting.cut.abort();
    this.#wake();
    await turn;
  }

  /** The budgets have changed: what had to wait may not have to any more. */
  lookAgain(): void {
    if (this.#waiting === undefined) this.#changed = this.#atWork;
    else this.#waiting.cut.abort();
  }

  async close(): Promise<void> {
    this.#line.refuseAll(closing(this.#parts.system));
    this.#waiting?.cut.abort();
    await this.#finished;
  }

  #remainingMs(): number {
    const untilMs = this.#waiting?.untilMs ?? 0;
    return Math.max(this.#parts.pause.remainingMs(), untilMs - Date.now(), 100);
  }

  #wake(): void {
    if (this.#atWork) return;
    this.#atWork = true;
    this.#finished = this.#serve().finally(() => {
      this.#atWork = false;
      if (this.#line.first() !== undefined) this.#wake();
    });
  }

  async #serve(): Promise<void> {
    const { ledger, pause, spare, corrections, stopping } = this.#parts;
    let failures = 0;
    for (let next = this.#line.first(); next !== undefined && !stopping.aborted; next = this.#line.first()) {
      if (pause.remainingMs() > 0) {
        await this.#wait(next, pause.remainingMs());
        continue;
      }
      if (spare.use(next.need)) {
        next.go();
        continue;
      }
      const askedAt = performance.now();
      const settling = corrections.owed;
      try {
        const answer = await ledger.take(next.need, shareOf(next.lane), SPARE_SHARE, settling);
        this.#trouble = undefined;
        failures = 0;
        if (answer.granted) {
          corrections.settled(settling);
          spare.put(answer.spare, askedAt);
          next.go();
        } else if (answer.paused) {
          pause.heard(answer.waitMs);
        } else {
          await this.#wait(next, answer.waitMs);
        }
      } catch (problem) {
        this.#trouble = problem;
        failures += 1;
        await this.#wait(next, Math.min(1_000, 25 * 2 ** failures));
      }
    }
  }

  /** Waits, unless somebody more important comes. A wait that is too long for this caller ends for it at once. */
  async #wait(waiter: Waiter<CallCost>, forMs: number): Promise<void> {
    // Things may have changed while the ledger was asked.
    if (this.#changed || this.#line.first() !== waiter) {
      this.#changed = false;
      return;
    }
    const cut = new AbortController();
    this.#waiting = { rank: LANES[waiter.lane], cut, untilMs: Date.now() + forMs };
    if (forMs > this.#parts.maxWaitMs) {
      waiter.refuse(throttled(this.#parts.system, forMs, 'the budget of calls is used up'));
    } else {
      await pauseFor(forMs, undefined, { signal: cut.signal }).catch(() => {});
    }
    this.#waiting = undefined;
  }
}
