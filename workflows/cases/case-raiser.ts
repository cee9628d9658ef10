import { type Case, caseFrom, type Problem, type Resolution, whatHappened } from '../../domain/cases/case.js';
import type { Answer } from '../../domain/cases/catalogue.js';
import { type CaseKeeper, keepCases, type Overtaken } from './open-cases.js';

export type { Overtaken } from './open-cases.js';

export interface AskOptions {
  readonly part?: number;
  readonly location?: string;
  /** Answers that make no sense here. */
  readonly without?: readonly Answer[];
  /** Says why the question has answered itself, as soon as it has. */
  readonly overtaken?: () => string | undefined;
}

/** Where a process asks people: opens a case, waits in place, and hands the answer to the step that asked. */
export interface CaseDesk {
  ask(problems: readonly [Problem, ...Problem[]], options?: AskOptions): Promise<Resolution | Overtaken>;
  open(): readonly Case[];
}

/**
 * Opens the desk of a process. Its cases are named `NAME-1`, `NAME-2` and so on. Call before the first await of the workflow,
 * so that the handlers exist when a message arrives.
 */
export function openDesk(name: string, keeper: CaseKeeper, usually: Pick<AskOptions, 'location'> = {}): CaseDesk {
  const cases = keepCases(keeper);
  let opened = 0;
  return {
    open: cases.list,
    async ask(problems, { overtaken = () => undefined, ...at } = {}) {
      const already = overtaken();
      if (already) return { answer: 'overtaken', why: already };
      opened += 1;
      const question = caseFrom(`${name}-${opened}`, problems, { ...usually, openedAt: Date.now(), ...at });
      return cases.untilAnswered(question, overtaken);
    },
  };
}

/** What the process waits for while a case is open. */
export const askedInWords = (question: Case): string => `${question.owner} is asked: ${whatHappened(question)}`;

export const openedInWords = ({ code, owner }: Case): string => `Case ${code} opened for ${owner}.`;

export const closedInWords = ({ code }: Case, outcome: Resolution | Overtaken): string =>
  outcome.answer === 'overtaken'
    ? `Case ${code} closed itself: ${outcome.why}`
    : `Case ${code} was answered ${outcome.answer} by ${outcome.by}.`;
