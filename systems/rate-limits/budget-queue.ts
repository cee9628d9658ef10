import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from '../../domain/names.js';
import type { BudgetAnswer, BudgetLedger } from './budget-ledger.js';
import { LOCAL_SHARE, rightsOf } from './centra-quota.js';
import type { Cooldown } from './cooldown.js';
import type { CostCorrections } from './cost-corrections.js';
import type { LocalPermits } from './local-permits.js';
import type { CallCost, Lane } from './port.js';
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

/** Calls that wait, and how long each has to, ms. */
type Waits = ReadonlyMap<Waiter<CallCost>, number>;

/**
 * Calls of this process that wait for budget. Asks the ledger for the most important of them, one at a time; while that one
 * has to wait, the first of each other lane may pass by what is its lane's alone.
 */
export class BudgetQueue {
  readonly #options: BudgetQueueOptions;
  readonly #queue: WaitQueue<CallCost>;
  /** The wait for budget that is going on, and for which lanes. */
  #wait: { readonly lanes: ReadonlySet<Lane>; readonly ended: AbortController; readonly untilMs: number } | undefined;
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
    // A call of another lane may use what those that wait may not.
    if (this.#wait?.lanes.has(cost.lane) === false) this.#wait.ended.abort();
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
      if (cooldown.remainingMs() > 0) await this.#waitFor(this.#everyoneFor(cooldown.remainingMs()));
      else if (localPermits.use(next.need)) next.go();
      else {
        try {
          const waits = await this.#letOneGo();
          failures = 0;
          if (waits.size > 0) await this.#waitFor(waits);
        } catch (problem) {
          this.#databaseProblem = problem;
          failures += 1;
          await this.#waitFor(this.#everyoneFor(Math.min(1_000, 25 * 2 ** failures)));
        }
      }
    }
  }

  /** Lets the most important call go that may. @returns how long each has to wait when none may; nothing when one went */
  async #letOneGo(): Promise<Waits> {
    const waits = new Map<Waiter<CallCost>, number>();
    for (const waiter of this.#queue.firstOfEach()) {
      const answer = await this.#askLedger(waiter, waits.size > 0);
      if (answer.granted) {
        waiter.go();
        return new Map();
      }
      if (answer.cooldown) {
        this.#options.cooldown.extend(answer.waitMs);
        return new Map();
      }
      waits.set(waiter, answer.waitMs);
    }
    return waits;
  }

  async #askLedger({ need, lane }: Waiter<CallCost>, guaranteedOnly: boolean): Promise<BudgetAnswer> {
    const { ledger, localPermits, corrections } = this.#options;
    const askedAt = performance.now();
    const correction = corrections.owed;
    const rights = rightsOf(lane);
    const answer = await ledger.take({ cost: need, rights, guaranteedOnly, localShare: LOCAL_SHARE, correction });
    this.#databaseProblem = undefined;
    if (answer.granted) {
      corrections.settled(correction);
      localPermits.put(answer.local, askedAt);
    }
    return answer;
  }

  #everyoneFor(ms: number): Waits {
    return new Map(this.#queue.firstOfEach().map((waiter) => [waiter, ms]));
  }

  /** Waits, unless a call of another lane comes. A wait that is too long for a caller is refused immediately. */
  async #waitFor(waits: Waits): Promise<void> {
    // Both may have happened while the ledger was asked.
    const asked = this.#queue.firstOfEach();
    if (this.#budgetsChanged || asked.some((waiter) => !waits.has(waiter))) {
      this.#budgetsChanged = false;
      return;
    }
    const { system, maxWaitMs } = this.#options;
    const tooLong = asked.filter((waiter) => (waits.get(waiter) ?? 0) > maxWaitMs);
    for (const waiter of tooLong)
      waiter.refuse(throttled(system, waits.get(waiter) ?? maxWaitMs, 'the budget of calls is used up'));
    if (tooLong.length > 0) return;
    const forMs = Math.min(...waits.values());
    const ended = new AbortController();
    this.#wait = { lanes: new Set(asked.map(({ lane }) => lane)), ended, untilMs: Date.now() + forMs };
    await sleep(forMs, undefined, { signal: ended.signal }).catch(() => {});
    this.#wait = undefined;
  }
}
