import type { Case } from '../../domain/cases/case.js';

/** The timeline, one line for each entry. */
export const printTimeline = (timeline: readonly { readonly at: string; readonly what: string }[]): string =>
  `Timeline\n${timeline.map(({ at, what }) => `  ${at}  ${what}\n`).join('')}`;

/** An open case, with the line that answers it. */
export const printOpenCase = ({ caseId, owner, answerBy, problems, answers }: Case): string =>
  [
    `Case ${caseId}, for ${owner}, answer by ${answerBy}\n`,
    ...problems.map((problem) => `  ${problem.sentence}\n`),
    `  onepool cases resolve ${caseId} --by NAME --answer ${answers.join('|')}\n`,
  ].join('');
