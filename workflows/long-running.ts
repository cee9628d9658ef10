import {
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { MakeStep } from './calls.js';
import { openAlarms, pauseAfter } from './cases/alarms.js';
import { type CarriedOver, noLongerNeeded, wake } from './messages.js';

/** What people read while the counterpart of a loop refuses it. */
export interface LoopCase {
  /** Begins the ids of its cases, e.g. `follow-centra`. */
  readonly name: string;
  readonly subject: string;
  /** What fails, as a sentence: `Changes in centra cannot be read.` */
  readonly failing: string;
  /** What closes the case: `Changes can be read again.` */
  readonly recovered: string;
}

/** A process of rounds of work, each woken by a signal or by the clock. It ends only when its brand no longer needs it. */
export interface LongRunning {
  readonly isWoken: boolean;
  /** Its brand has what it is for. When it has not, nothing is waited for any more, and `end` is what is left to do. */
  readonly isNeeded: boolean;
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
   * Waits for the next round: until something wakes the loop, at most this long, ms. While rounds fail it waits a growing
   * pause, however often it is woken, unless a person wants it tried now.
   */
  untilNextRound(everyMs: number): Promise<void>;
  /**
   * Runs one round. When rounds have failed for longer than promised a case opens, and the first round that succeeds closes it.
   * @returns whether the round succeeded
   */
  attempt(round: (make: MakeStep) => Promise<void>): Promise<boolean>;
  /** Hands over to a new run with this input, if one must take over. */
  renewWhenDue<Input extends CarriedOver>(next: Input): Promise<void>;
  /** Closes what it has asked. To be called last. */
  end(): Promise<void>;
}

/**
 * Events after which a run hands over, long before the server asks for it: so many are replayed at once when a worker takes a
 * loop over from another.
 */
const EVENTS_OF_A_RUN = 2_000;

const NO_LONGER_NEEDED = 'The brand file no longer has what this was for, so it has ended.';
const REQUEST_IS_OVER = 'A new run took over, without the request. Ask in Temporal again to cancel it.';

/** A step of a round has failed: it ends the round, and its failure belongs to the alarm. */
class RoundFailed extends Error {
  override readonly name = 'RoundFailed';
  readonly failure: unknown;
  constructor(failure: unknown) {
    super('a step of the round failed');
    this.failure = failure;
  }
}

const make: MakeStep = async (step) => {
  const made = await step().outcome();
  if (made.ok) return made.done;
  throw new RoundFailed(made.failure);
};

/** Starts the life of a loop. Call before the first await of the workflow, so that `wake` finds its handler. */
export function longRunning(input: CarriedOver & { readonly brand: string }, loopCase: LoopCase): LongRunning {
  let isWoken = input.woken ?? true;
  let failures = input.failures ?? 0;
  /** A person wants it tried now. */
  let isPressed = false;
  let isNeeded = true;
  /** A call of the present round may wait for a system that is not there any more. */
  let presentRound: CancellationScope | undefined;
  /** The button that asks for a cancellation works only in a new run. */
  let wantsNewRun = false;
  const { brand } = input;
  const alarms = openAlarms({
    brand,
    subject: loopCase.subject,
    onRetry: () => {
      isPressed = true;
      isWoken = true;
    },
    onGoOn: () => {
      wantsNewRun = true;
      isWoken = true;
    },
  });
  const alarm = alarms.alarm({ ...loopCase, afterMs: input.alarmAfterMs, carried: input.alarm });
  setHandler(wake, () => {
    isWoken = true;
  });
  setHandler(noLongerNeeded, () => {
    isNeeded = false;
    isWoken = true;
    presentRound?.cancel();
  });
  const isRenewalDue = (): boolean => {
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    return wantsNewRun || continueAsNewSuggested || historyLength >= EVENTS_OF_A_RUN;
  };

  return {
    get isWoken() {
      return isWoken;
    },
    get isNeeded() {
      return isNeeded;
    },
    get failures() {
      return failures;
    },
    get hasOpenCase() {
      return alarm.hasOpenCase;
    },
    get isRenewalDue() {
      return isRenewalDue();
    },
    wake() {
      isWoken = true;
    },
    forgetFailures() {
      failures = 0;
    },
    async until(isDue, atMostMs) {
      // What ended the wait is not asked: a signal and the timer can arrive in the same task.
      const isOver = () => isDue() || !isNeeded;
      await (atMostMs === undefined ? condition(isOver) : condition(isOver, atMostMs));
      isWoken = false;
    },
    async untilNextRound(everyMs) {
      if (failures === 0) await condition(() => isWoken, everyMs);
      else await condition(() => isPressed || !isNeeded, Math.min(everyMs, pauseAfter(failures)));
      isWoken = false;
      isPressed = false;
    },
    async attempt(round) {
      if (!isNeeded) return false;
      presentRound = new CancellationScope();
      try {
        await presentRound.run(() => round(make));
      } catch (err) {
        if (!isNeeded && isCancellation(err)) return false;
        if (!(err instanceof RoundFailed)) throw err;
        failures += 1;
        alarm.failed(err.failure);
        return false;
      }
      failures = 0;
      await alarm.succeeded();
      return true;
    },
    async renewWhenDue(next) {
      if (!isNeeded || !isRenewalDue()) return;
      await alarms.untilRecorded(REQUEST_IS_OVER);
      await continueAsNew<(next: CarriedOver) => Promise<void>>({ ...next, failures, alarm: alarm.state() });
    },
    async end() {
      await alarm.succeeded(NO_LONGER_NEEDED);
      await alarms.untilRecorded(NO_LONGER_NEEDED);
    },
  };
}
