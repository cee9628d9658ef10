import { condition, continueAsNew, isCancellation, log, setHandler, workflowInfo } from '@temporalio/workflow';
import {
  type CounterpartTrouble,
  closeCounterpartCase,
  openCounterpartCase,
  sentenceOf,
} from './cases/counterpart-case.js';
import { type CarriedOver, wake } from './messages.js';

/** What people read while the counterpart of a loop refuses it. */
export interface LoopCase extends Omit<CounterpartTrouble, 'brand' | 'sentence'> {
  /** What fails, as a sentence: `Changes in centra cannot be read.` */
  readonly failing: string;
  /** What closes the case: `Changes can be read again.` */
  readonly recovered: string;
}

/** A process that never ends: rounds of work, each woken by a signal or by the clock. */
export interface LongRunning {
  readonly isWoken: boolean;
  /** Rounds that failed in a row. */
  readonly failures: number;
  readonly hasOpenCase: boolean;
  /** The history of this run has grown so long that a new run must take over. */
  readonly isRenewalDue: boolean;
  /** There is something to do now. */
  wake(): void;
  forgetFailures(): void;
  /** Waits until `isDue`, at most this long, ms. A wake that came before or during the wait counts as served. */
  until(isDue: () => boolean, atMostMs?: number): Promise<void>;
  /**
   * Runs one round. While rounds fail one case is open, and the first round that succeeds closes it.
   * @returns whether the round succeeded
   */
  attempt(round: () => Promise<void>): Promise<boolean>;
  /** Hands over to a new run with this input, if one must take over. */
  renewWhenDue<Input extends CarriedOver>(next: Input): Promise<void>;
}

/** Starts the life of a loop. Call before the first await of the workflow, so that `wake` finds its handler. */
export function longRunning(input: CarriedOver & { readonly brand: string }, loopCase: LoopCase): LongRunning {
  const { failing, recovered, ...about } = loopCase;
  let isWoken = input.woken ?? true;
  let failures = input.failures ?? 0;
  let openCase = input.openCase;
  setHandler(wake, () => {
    isWoken = true;
  });

  return {
    get isWoken() {
      return isWoken;
    },
    get failures() {
      return failures;
    },
    get hasOpenCase() {
      return openCase !== undefined;
    },
    get isRenewalDue() {
      return workflowInfo().continueAsNewSuggested;
    },
    wake() {
      isWoken = true;
    },
    forgetFailures() {
      failures = 0;
    },
    async until(isDue, atMostMs) {
      // What ended the wait is not asked: a signal and the timer can arrive in the same task.
      await (atMostMs === undefined ? condition(isDue) : condition(isDue, atMostMs));
      isWoken = false;
    },
    async attempt(round) {
      try {
        await round();
        failures = 0;
        if (openCase) await closeCounterpartCase(openCase, recovered);
        openCase = undefined;
        return true;
      } catch (err) {
        if (isCancellation(err)) throw err;
        failures += 1;
        const why = sentenceOf(err);
        log.warn(failing, { why });
        openCase ??= await openCounterpartCase({ ...about, brand: input.brand, sentence: `${failing} ${why}` });
        return false;
      }
    },
    async renewWhenDue(next) {
      if (!workflowInfo().continueAsNewSuggested) return;
      await continueAsNew<(next: CarriedOver) => Promise<never>>({ ...next, failures, openCase });
    },
  };
}
