import {
  type ActivityOptions,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  proxyActivities,
  type SignalDefinition,
  sleep,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { brandOfTaskQueue, standaloneCaseWorkflowId } from '../domain/names.js';
import { sentenceOf } from './cases/failures.js';
import { caseAutoResolved, type StandaloneCase } from './messages.js';

/**
 * The one place where workflows get at activities, in the only two ways there are:
 * - `steps`: a call that may fail. It is prepared and not made; only what asks a person (`cases.runOrRaise`) and what goes on
 *   with an alarm (`loop.attempt`, `persist`) can make it. So no failure of it is without an owner.
 * - `endless`: a call that only concerns our own records. It never fails: it is repeated until it succeeds, and a person is
 *   asked when the records refuse it again and again.
 */

/** A call that was prepared and not made. It is no promise, and waiting for it is an error of types and of running code. */
export class Step<T> {
  readonly #run: () => Promise<T>;

  constructor(run: () => Promise<T>) {
    this.#run = run;
  }

  /** Makes the call. A failure is a value, so that whoever makes the call must say what becomes of it. */
  async outcome(): Promise<StepOutcome<T>> {
    try {
      return { ok: true, done: await this.#run() };
    } catch (err) {
      // A scope of our own was cancelled on purpose; no outside request gets here (see keep-running.ts).
      if (isCancellation(err)) throw err;
      return { ok: false, failure: err };
    }
  }

  /** Whoever waits for a step has forgotten to say who owns its failure. */
  // biome-ignore lint/suspicious/noThenProperty: it exists to be refused, by types and at run time.
  then(_notAPromise: never): never {
    throw new TypeError(
      'A step was waited for: cases.runOrRaise, loop.attempt or persist make it, and own its failure.',
    );
  }
}

export type StepOutcome<T> =
  | { readonly ok: true; readonly done: T }
  | { readonly ok: false; readonly failure: unknown };

// biome-ignore lint/suspicious/noExplicitAny: any function, whatever it takes; only its result is looked at.
type Activity = (...input: any[]) => Promise<unknown>;
type Prepared<A> = {
  [Name in keyof A]: A[Name] extends (...input: infer Input) => Promise<infer Result>
    ? (...input: Input) => Step<Result>
    : never;
};

/** Activities whose failure a person or an alarm owns. */
export const steps = <A extends object>(options: ActivityOptions): Prepared<A> =>
  wrapped<Prepared<A>>(proxyActivities<Record<string, Activity>>(options), (call) => new Step(call));

/** The longest pause of an endless call after a failure that is said to be for good, ms. */
const ENDLESS_AT_MOST_MS = 10 * 60_000;

/** Activities that only concern our own records, repeated until they succeed. */
export const endless = <A extends object>(options: ActivityOptions): A =>
  wrapped<A>(proxyActivities<Record<string, Activity>>(options), async (call) => {
    // The options retry for ever; what gets here is said to be for good, and is for good only until the next release.
    let pauseMs = 1_000;
    for (let refused = 1; ; refused += 1) {
      const made = await new Step(call).outcome();
      if (made.ok) {
        if (refused > ASK_AFTER) await closeQuestion();
        return made.done;
      }
      log.warn('our records refuse a call; it is repeated', { why: String(made.failure), pauseMs });
      if (refused === ASK_AFTER || (refused > ASK_AFTER && refused % ASK_AGAIN_AFTER === 0)) await ask(made.failure);
      await sleep(pauseMs);
      pauseMs = Math.min(pauseMs * 2, ENDLESS_AT_MOST_MS);
    }
  });

/** Refusals in a row after which a person is asked: some seconds. */
const ASK_AFTER = 3;
/** Once the pauses are at their longest, so many are an hour. A question that is still open is not asked again. */
const ASK_AGAIN_AFTER = 6;

const questionId = (): string =>
  standaloneCaseWorkflowId(brandOfTaskQueue(workflowInfo().taskQueue), 'not-recorded', workflowInfo().workflowId);

/**
 * Asks a person, in a process of its own: this one waits for its records and can record no case. A case that cannot be
 * recorded asks nobody about itself: the list of executions shows it.
 */
async function ask(failure: unknown): Promise<void> {
  const { workflowId, workflowType, taskQueue } = workflowInfo();
  if (workflowType === 'standaloneCase') return;
  const sentence = `${workflowId} cannot write down where it is, and waits: ${sentenceOf(failure)}`;
  const question: StandaloneCase = {
    brand: brandOfTaskQueue(taskQueue),
    subject: workflowId,
    problem: { code: 'system.not-recorded', sentence },
    about: { kind: 'not-recorded', workflowId },
  };
  try {
    await startChild('standaloneCase', {
      workflowId: questionId(),
      args: [question],
      // It outlives whoever asked.
      parentClosePolicy: 'ABANDON',
      staticSummary: `case system.not-recorded, ${workflowId}`,
    });
  } catch (err) {
    if (isCancellation(err)) throw err;
    log.info('the question is open already', { why: String(err) });
  }
}

async function closeQuestion(): Promise<void> {
  const question = getExternalWorkflowHandle(questionId());
  // It may have been answered, or never have been asked.
  await question.signal(caseAutoResolved, { why: 'Its records take it by now.' }).catch(() => {});
}

function wrapped<A>(activities: Record<string, Activity>, wrap: (call: () => Promise<unknown>) => unknown): A {
  const byName = (_: object, name: string | symbol) => {
    const activity = activities[String(name)];
    if (activity === undefined) throw new TypeError(`There is no activity ${String(name)}.`);
    return (...input: unknown[]) => wrap(() => activity(...input));
  };
  return new Proxy({}, { get: byName }) as A;
}

/** A signal to another workflow, which may not run. */
export const signalling = <Payload>(
  workflowId: string,
  signal: SignalDefinition<[Payload]>,
  payload: Payload,
): Step<void> => new Step(() => getExternalWorkflowHandle(workflowId).signal(signal, payload));

/** Makes steps for a round of work; a failure ends the round, and belongs to whoever runs it. */
export type MakeStep = <T>(step: () => Step<T>) => Promise<T>;
