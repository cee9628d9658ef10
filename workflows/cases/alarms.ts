import { allHandlersFinished, condition, log, setCurrentDetails } from '@temporalio/workflow';
import { type Case, caseFrom } from '../../domain/cases/case.js';
import type { Step } from '../calls.js';
import type { AlarmState } from '../messages.js';
import { asMarkdown, showInSearch } from './as-markdown.js';
import { caseOfFailure, isForPerson, isThrottled, sentenceOf } from './failures.js';
import { keepCases } from './open-cases.js';

/**
 * Alarms of processes that go on for ever. What fails is repeated without a person; a case opens only when it has failed for
 * longer than promised, and closes itself with the first success. What only a person can fix is a case immediately.
 */

/** How long something may fail before a person is told, when nothing else is said. */
export const ALARM_AFTER_MS = 60 * 60_000;
/** Waiting for our own calls is expected and has an owner later than an outage. */
const THROTTLED_TIMES = 4;
/** Pauses of what is repeated, ms. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Pause after so many failures in a row: soon at first, then twice as long each time. */
export const pauseAfter = (failures: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(Math.max(0, failures - 1), 10));

export interface AlarmOptions {
  /** Begins the ids of its cases, e.g. `follow-centra`. */
  readonly name: string;
  /** What fails, as a sentence: `Changes in centra cannot be read.` */
  readonly failing: string;
  /** What closes the case: `Changes can be read again.` */
  readonly recovered: string;
  /** How long it may fail before a case opens, ms. */
  readonly afterMs?: number | undefined;
  readonly carried?: AlarmState | undefined;
}

export interface Alarm {
  readonly hasOpenCase: boolean;
  /** What was to be done has failed again. */
  failed(err: unknown): void;
  /**
   * It was done. Closes the case, and waits until that is recorded.
   * @param why what closes it; what the alarm says of a recovery when left out
   */
  succeeded(why?: string): Promise<void>;
  state(): AlarmState;
}

export interface Alarms {
  alarm(options: AlarmOptions): Alarm;
  /**
   * Nothing that a person answered is still being recorded: a new run may take over, or this one may end.
   * @param why closes the question about a cancellation, whose request ends with this run
   */
  untilRecorded(why: string): Promise<void>;
}

/** Opens the alarms of a process. Call before its first await, so that answers find their handler. */
export function openAlarms(about: {
  readonly brand: string;
  readonly subject: string;
  /** A person wants it tried now. */
  readonly onRetry: () => void;
  /** A cancellation that was asked for in Temporal was answered: a new run makes its button work again. */
  readonly onGoOn?: () => void;
}): Alarms {
  const { brand, subject, onRetry } = about;
  const show = (): void => {
    showInSearch(kept.list());
    setCurrentDetails(asMarkdown(kept.list()));
  };
  const kept = keepCases({
    name: `${brand}-${subject.replaceAll(' ', '-')}`,
    brand,
    subject,
    context: () => ({ couriers: [], locations: [], lines: [] }),
    opened: show,
    closed: show,
    onGoOn: about.onGoOn,
  });

  function alarm({ name, failing, recovered, afterMs = ALARM_AFTER_MS, carried = {} }: AlarmOptions): Alarm {
    let { failingSince, openCase, quietUntil = 0, retries = 0 } = carried;
    let goodBecause: string | undefined;
    let closing: Promise<void> = Promise.resolve();

    function open(question: Case): void {
      openCase = question;
      closing = kept
        .untilAnswered(question, () => goodBecause)
        .then(({ answer }) => {
          openCase = undefined;
          if (answer === 'auto-resolved') return;
          retries += 1;
          // The next case about the same waits longer each time: an answer that changed nothing is not asked for at once.
          quietUntil = Date.now() + afterMs * 2 ** Math.min(retries - 1, 5);
          onRetry();
        });
    }
    if (openCase) open(openCase);

    return {
      get hasOpenCase() {
        return openCase !== undefined;
      },
      failed(err) {
        const why = sentenceOf(err);
        log.warn(failing, { why });
        const now = Date.now();
        failingSince ??= now;
        const promise = isForPerson(err) ? 0 : isThrottled(err) ? afterMs * THROTTLED_TIMES : afterMs;
        if (openCase || now < quietUntil || now - failingSince < promise) return;
        goodBecause = undefined;
        const again = retries === 0 ? '' : ` Nothing has changed since the answer retry (${retries} in a row).`;
        const problem = {
          code: caseOfFailure(err),
          sentence: `${failing} ${why}${again}`,
        } as const;
        open(caseFrom(`${brand}-${name}-${now}`, [problem], { openedAt: now }));
      },
      async succeeded(why = recovered) {
        failingSince = undefined;
        quietUntil = 0;
        retries = 0;
        goodBecause = why;
        await closing;
      },
      state: () => ({
        ...(failingSince === undefined ? {} : { failingSince }),
        ...(openCase === undefined ? {} : { openCase }),
        ...(quietUntil > Date.now() ? { quietUntil } : {}),
        ...(retries === 0 ? {} : { retries }),
      }),
    };
  }

  async function untilRecorded(why: string): Promise<void> {
    await kept.closeQuestion(why);
    await condition(() => !kept.isRecording() && allHandlersFinished());
  }

  return { alarm, untilRecorded };
}

/** A process that is not a loop and still must not fail: its steps are repeated until they succeed, with an alarm. */
export interface Persistent {
  /** Makes a step until it succeeds. */
  persist<T>(step: () => Step<T>): Promise<T>;
  /** Closes what is open and waits until that is recorded. Call before the end. */
  end(): Promise<void>;
}

/** Call before the first await of the workflow. */
export function persistent(about: {
  readonly brand: string;
  readonly name: string;
  readonly subject: string;
  readonly failing: string;
}): Persistent {
  let isWoken = false;
  const alarms = openAlarms({
    ...about,
    onRetry: () => {
      isWoken = true;
    },
  });
  const alarm = alarms.alarm({ ...about, recovered: 'It works again.' });
  return {
    async persist(step) {
      for (let failures = 1; ; failures += 1) {
        const made = await step().outcome();
        if (made.ok) {
          await alarm.succeeded();
          return made.done;
        }
        alarm.failed(made.failure);
        isWoken = false;
        await condition(() => isWoken, pauseAfter(failures));
      }
    },
    end: () => alarms.untilRecorded('What was to be cancelled has ended.'),
  };
}
