import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';
import { type Case, caseFrom, type Problem, type Resolution, whatHappened } from '../../domain/cases/case.js';
import type { Answer, CaseCode } from '../../domain/cases/catalogue.js';
import type { Timeline } from '../timeline.js';
import { sentenceOf } from './counterpart-case.js';
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
   * stays out of reach becomes `system.unreachable`. `retry` repeats the step: with the same key, so nothing is done twice.
   */
  runOrRaise<T>(code: CaseCode, step: () => Promise<T>, options?: RunOrRaiseOptions): Promise<Attempted<T>>;
  /** The same cases, raised with these options unless a call says otherwise. */
  with(options: RaiseOptions): Cases;
  open(): readonly Case[];
}

export interface RunOrRaiseOptions extends RaiseOptions {
  /** Comes before the words of what failed. */
  readonly sentence?: string;
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
}

/** Opens the cases of a process. Call before its first await, so that the handlers exist when a message arrives. */
export function openCases<OfStage extends string>(opening: OpenCases<OfStage>): Cases {
  const { name, brand, subject, context, timeline } = opening;
  /** The stage in which the process was when a case was opened. */
  const stagesBefore = new Map<string, OfStage>();
  const kept = keepCases({
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

  async function raise(
    problems: readonly [Problem, ...Problem[]],
    { autoResolved = () => undefined, ...about }: RaiseOptions,
  ): Promise<Resolution | AutoResolved> {
    const already = autoResolved();
    if (already) return { answer: 'auto-resolved', why: already };
    raised += 1;
    const open = caseFrom(`${name}-${raised}`, problems, { openedAt: Date.now(), ...about });
    return kept.untilAnswered(open, autoResolved);
  }

  const casesWith = (usual: RaiseOptions): Cases => ({
    open: kept.list,
    with: (options) => casesWith(merge(usual, options)),
    raise: (problems, options = {}) => raise(problems, merge(usual, options)),
    async runOrRaise(code, step, { sentence, ...options } = {}) {
      for (;;) {
        try {
          return { done: await step() };
        } catch (err) {
          if (isCancellation(err)) throw err;
          const answer = await raise([problemFrom(err, code, sentence)], merge(usual, options));
          if (answer.answer !== 'retry') return { answer };
        }
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
export function problemFrom(err: unknown, code: CaseCode, sentence?: string): Problem {
  const cause = err instanceof ActivityFailure ? err.cause : err;
  const refused = cause instanceof ApplicationFailure && cause.type === 'rejected';
  return {
    code: refused ? code : 'system.unreachable',
    sentence: sentence ? `${sentence} ${sentenceOf(err)}` : sentenceOf(err),
  };
}

const describeClosed = ({ code }: Case, outcome: Resolution | AutoResolved): string =>
  outcome.answer === 'auto-resolved'
    ? `Case ${code} closed itself: ${outcome.why}`
    : `Case ${code} was answered ${outcome.answer} by ${outcome.by}.`;
