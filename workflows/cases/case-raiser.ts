import { type Case, caseFrom, type Problem, type Resolution, whatHappened } from '../../domain/cases/case.js';
import type { Answer } from '../../domain/cases/catalogue.js';
import { type AutoResolved, type CaseKeeper, keepCases } from './open-cases.js';

export type { AutoResolved } from './open-cases.js';

export interface AskOptions {
  readonly fulfilment?: number;
  readonly location?: string;
  /** Answers that make no sense here. */
  readonly without?: readonly Answer[];
  /** Says why the question has answered itself, as soon as it has. */
  readonly autoResolved?: () => string | undefined;
}

/** Where a process asks people: opens a case, waits in place, and hands the answer to the step that asked. */
export interface CaseRaiser {
  ask(problems: readonly [Problem, ...Problem[]], options?: AskOptions): Promise<Resolution | AutoResolved>;
  open(): readonly Case[];
}

/**
 * Opens the desk of a process. Its cases are named `NAME-1`, `NAME-2` and so on. Call before the first await of the workflow,
 * so that the handlers exist when a message arrives.
 */
export function openCaseRaiser(
  name: string,
  keeper: CaseKeeper,
  usually: Pick<AskOptions, 'location'> = {},
): CaseRaiser {
  const cases = keepCases(keeper);
  let opened = 0;
  return {
    open: cases.list,
    async ask(problems, { autoResolved = () => undefined, ...at } = {}) {
      const already = autoResolved();
      if (already) return { answer: 'auto-resolved', why: already };
      opened += 1;
      const question = caseFrom(`${name}-${opened}`, problems, { ...usually, openedAt: Date.now(), ...at });
      return cases.untilAnswered(question, autoResolved);
    },
  };
}

/** What the process waits for while a case is open. */
export const describeAsked = (question: Case): string => `${question.owner} is asked: ${whatHappened(question)}`;

export const describeOpened = ({ code, owner }: Case): string => `Case ${code} opened for ${owner}.`;

export const describeClosed = ({ code }: Case, outcome: Resolution | AutoResolved): string =>
  outcome.answer === 'auto-resolved'
    ? `Case ${code} closed itself: ${outcome.why}`
    : `Case ${code} was answered ${outcome.answer} by ${outcome.by}.`;
