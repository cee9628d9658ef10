import { type Answer, CASES, type CaseCode, type CaseKind, type Owner } from './catalogue.js';

/** One thing that is wrong, in a sentence without personal data. */
export interface Problem {
  readonly code: CaseCode;
  readonly sentence: string;
  /** Lines of the order it concerns; none means the whole order. */
  readonly lines?: readonly string[];
}

/** An exception that waits for a person. Plain JSON: it crosses Temporal. */
export interface Case {
  readonly caseId: string;
  readonly code: CaseCode;
  /** All codes of the problems it lists; the first is `code`. */
  readonly codes: readonly CaseCode[];
  readonly owner: Owner;
  readonly problems: readonly Problem[];
  readonly answers: readonly Answer[];
  readonly fulfilment?: number;
  readonly location?: string;
  /** ISO. */
  readonly openedAt: string;
  readonly answerBy: string;
}

/** What a person answered, by Update or by Signal `resolveCase`. */
export interface Resolution {
  readonly caseId: string;
  readonly answer: Answer;
  readonly by: string;
  readonly note?: string;
  readonly data?: ResolutionData;
}

export interface ResolutionData {
  readonly mapSku?: { readonly from: string; readonly to: string };
  readonly courier?: string;
  /** Where the gift message is kept outside the history; the command line fills this in. */
  readonly giftMessageRef?: string;
  /** The words themselves, for people who answer in the Temporal Web UI. They stay in the history. */
  readonly giftMessage?: string;
  readonly location?: string;
  readonly lines?: readonly string[];
  /** Number of a web order. */
  readonly order?: string;
}

const kindOf = (code: CaseCode): CaseKind => CASES[code];

/** Builds a case from its problems: the first names it, and it takes every answer that fits at least one of them. */
export function caseFrom(
  caseId: string,
  problems: readonly [Problem, ...Problem[]],
  at: { openedAt: number; fulfilment?: number; location?: string; without?: readonly Answer[] },
): Case {
  const codes = [...new Set(problems.map((p) => p.code))];
  const first = kindOf(problems[0].code);
  // An answer must make sense for at least one problem; what it leaves open is asked again.
  const answers = [...new Set(codes.flatMap((code) => kindOf(code).answers))].filter((a) => !at.without?.includes(a));
  const withinHours = Math.min(...codes.map((code) => kindOf(code).answerWithinHours));
  return {
    caseId,
    code: problems[0].code,
    codes,
    owner: first.owner,
    problems,
    answers,
    ...(at.fulfilment === undefined ? {} : { fulfilment: at.fulfilment }),
    ...(at.location === undefined ? {} : { location: at.location }),
    openedAt: new Date(at.openedAt).toISOString(),
    answerBy: new Date(at.openedAt + withinHours * 3_600_000).toISOString(),
  };
}

export const whatHappened = (open: Case): string => open.problems.map((p) => p.sentence).join(' ');

/** What the person who is asked can do. An answer that is usual for the kind and makes no sense here is said not to be offered. */
export function whatToDo({ codes, answers }: Pick<Case, 'codes' | 'answers'>): string {
  const kinds = [...new Set(codes)].map(kindOf);
  const text = [...new Set(kinds.map((kind) => kind.whatToDo))].join(' ');
  const usual = new Set(kinds.flatMap((kind) => kind.answers));
  const missing = [...usual].filter((answer) => !answers.includes(answer) && names(text, answer));
  return missing.length === 0 ? text : `${text} Not offered here: ${missing.join(', ')}.`;
}

/** Whether a text names an answer as a word of its own: cancel-line is none of cancel-line-and-refund. */
const names = (text: string, answer: Answer): boolean => new RegExp(`(?<![\\w-])${answer}(?![\\w-])`).test(text);
