import { type Case, caseFrom, type Problem, type Resolution, whatHappened } from '../../domain/cases/case.js';
import type { Answer, CaseCode } from '../../domain/cases/catalogue.js';
import type { Step } from '../calls.js';
import type { Timeline } from '../timeline.js';
import { caseOfFailure, isRefusal, sentenceOf } from './failures.js';
import { type AutoResolved, type CaseContext, keepCases } from './open-cases.js';

export type { AutoResolved } from './open-cases.js';

/** What people and the list of cases learn of a case beside its problems. */
export interface RaiseOptions {
  readonly fulfilment?: number;
  readonly location?: string;
  /** Answers that make no sense here. */
  readonly without?: readonly Answer[];
  /** Says why the case has resolved itself, as soon as it has. */
  readonly autoResolved?: () => string | undefined;
}

/** A step that was done, or the answer that took its place. */
export type Attempted<T> =
  | { readonly done: T; readonly answer?: never }
  | { readonly done?: never; readonly answer: Resolution | AutoResolved };

/** The cases of one process. Each waits in place, and the step that raised it goes on with the answer. */
export interface Cases {
  raise(problems: readonly [Problem, ...Problem[]], options?: RaiseOptions): Promise<Resolution | AutoResolved>;
  /**
   * Runs a step until it succeeds or a person decides otherwise. A refusal becomes a case with `code`; a counterpart that
   * stays out of reach becomes `system.unreachable`, and one whose answers break the contract `system.contract-broken`. `retry` repeats the step: with the same key, so nothing is done twice.
   */
  runOrRaise<T>(code: CaseCode, step: () => Step<T>, options?: RunOrRaiseOptions): Promise<Attempted<T>>;
  /** The same cases, raised with these options unless a call says otherwise. */
  with(options: RaiseOptions): Cases;
  open(): readonly Case[];
  /** The process ends: every case closes itself. */
  /** The process may be about to end: the question about its cancellation closes itself, other cases can still be opened. */
  closeQuestion(why: string): Promise<void>;
  end(why: string): Promise<void>;
  /** It goes on after all. */
  goOn(): void;
}

export interface RunOrRaiseOptions extends RaiseOptions {
  /** Comes before the words of what failed. */
  readonly sentence?: string;
  /** `retry` is an answer like any other: the caller begins earlier than with this step. */
  readonly once?: boolean;
}

export interface OpenCases<OfStage extends string> {
  /** Cases are named `NAME-1`, `NAME-2` and so on. */
  readonly name: string;
  readonly brand: string;
  /** Whom they are about, e.g. `centra 10045`. */
  readonly subject: string;
  readonly context: CaseContext;
  readonly timeline: Timeline<OfStage>;
  /** The stage while a case is open. */
  readonly waiting: OfStage;
  /** The stage once none is open, when the process was in no other before. */
  readonly goingOn: OfStage;
  /** What the process waits for once a case is closed, in a sentence. */
  readonly next: string;
  readonly options?: RaiseOptions;
  /** Cancels what the process is about, when a person who asked for it in Temporal says so. */
  readonly onCancelOrder?: () => Promise<void>;
}

/** Opens the cases of a process. Call before its first await, so that the handlers exist when a message arrives. */
export function openCases<OfStage extends string>(opening: OpenCases<OfStage>): Cases {
  const { name, brand, subject, context, timeline } = opening;
  /** The stage in which the process was when a case was opened. */
  const stagesBefore = new Map<string, OfStage>();
  const kept = keepCases({
    name,
    onCancelOrder: opening.onCancelOrder,
    brand,
    subject,
    context,
    refused: (why) => timeline.add(`An answer was refused: ${why}`),
    opened(open) {
      stagesBefore.set(open.caseId, timeline.stage);
      timeline.expect(`${open.owner} must answer: ${whatHappened(open)}`);
      timeline.add(`Case ${open.code} opened for ${open.owner}.`);
      timeline.setStage(opening.waiting);
      timeline.showCases(kept.list());
    },
    closed(closed, outcome) {
      timeline.add(describeClosed(closed, outcome));
      timeline.expect(opening.next);
      const before = stagesBefore.get(closed.caseId);
      const stage = before === undefined || before === opening.waiting ? opening.goingOn : before;
      if (kept.list().length === 0) timeline.setStage(stage);
      timeline.showCases(kept.list());
    },
  });
  let raised = 0;
  const retried = retriedQuestions();

  async function raise(
    problems: readonly [Problem, ...Problem[]],
    { autoResolved = () => undefined, ...about }: RaiseOptions,
  ): Promise<Resolution | AutoResolved> {
    const already = autoResolved();
    if (already) return { answer: 'auto-resolved', why: already };
    raised += 1;
    const question = retried.inWords(problems, about.fulfilment);
    const open = caseFrom(`${name}-${raised}`, question, { openedAt: Date.now(), ...about });
    const answer = await kept.untilAnswered(open, autoResolved);
    retried.answered(problems, about.fulfilment, answer);
    return answer;
  }

  const casesWith = (usual: RaiseOptions): Cases => ({
    open: kept.list,
    closeQuestion: kept.closeQuestion,
    end: kept.end,
    goOn: kept.goOn,
    with: (options) => casesWith(merge(usual, options)),
    raise: (problems, options = {}) => raise(problems, merge(usual, options)),
    async runOrRaise(code, step, { sentence, once = false, ...options } = {}) {
      for (;;) {
        const made = await step().outcome();
        if (made.ok) return { done: made.done };
        const answer = await raise([problemFrom(made.failure, code, sentence)], merge(usual, options));
        if (once || answer.answer !== 'retry') return { answer };
      }
    },
  });
  return casesWith(opening.options ?? {});
}

const merge = (usual: RaiseOptions, { without = [], ...options }: RaiseOptions): RaiseOptions => ({
  ...usual,
  ...options,
  without: [...(usual.without ?? []), ...without],
});

/** Reads the problem for a person out of what an activity threw. */
function problemFrom(err: unknown, code: CaseCode, sentence?: string): Problem {
  return {
    code: isRefusal(err) ? code : caseOfFailure(err),
    sentence: sentence ? `${sentence} ${sentenceOf(err)}` : sentenceOf(err),
  };
}

/** Questions that were answered `retry`. The same question again says that nothing has changed since. */
function retriedQuestions() {
  const times = new Map<string, { count: number; by: string }>();
  const keyOf = (problems: readonly Problem[], fulfilment: number | undefined): string =>
    JSON.stringify([fulfilment, problems.map((p) => [p.code, p.sentence, p.lines])]);
  return {
    inWords(problems: readonly [Problem, ...Problem[]], fulfilment?: number): readonly [Problem, ...Problem[]] {
      const before = times.get(keyOf(problems, fulfilment));
      if (!before) return problems;
      const [first, ...others] = problems;
      const since = `Nothing has changed since ${before.by} answered retry (${before.count} in a row).`;
      return [{ ...first, sentence: `${first.sentence} ${since}` }, ...others];
    },
    answered(problems: readonly Problem[], fulfilment: number | undefined, answer: Resolution | AutoResolved): void {
      const key = keyOf(problems, fulfilment);
      if (answer.answer === 'retry') times.set(key, { count: (times.get(key)?.count ?? 0) + 1, by: answer.by });
      else times.delete(key);
    },
  };
}

const describeClosed = ({ code }: Case, outcome: Resolution | AutoResolved): string =>
  outcome.answer === 'auto-resolved'
    ? `Case ${code} closed itself: ${outcome.why}`
    : `Case ${code} was answered ${outcome.answer} by ${outcome.by}.`;
