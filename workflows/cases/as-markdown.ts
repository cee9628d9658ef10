import { upsertSearchAttributes } from '@temporalio/workflow';
import { type Case, whatHappened, whatToDo } from '../../domain/cases/case.js';
import { CaseCodes, CaseOwners } from '../search-attributes.js';

/** Makes a workflow findable by the codes and owners of its open cases. */
export function showInSearch(cases: readonly Case[]): void {
  const list = (values: readonly string[]): string[] | null => (values.length > 0 ? [...new Set(values)] : null);
  upsertSearchAttributes([
    { key: CaseCodes, value: list(cases.flatMap((c) => c.codes)) },
    { key: CaseOwners, value: list(cases.map((c) => c.owner)) },
  ]);
}

/** Open cases for the page of their workflow, in words and with the answers that they take. */
export const asMarkdown = (cases: readonly Case[]): string => cases.map(oneAsMarkdown).join('\n\n');

const oneAsMarkdown = (c: Case): string =>
  [
    `### ${c.code} (${c.owner}), case \`${c.caseId}\``,
    whatHappened(c),
    whatToDo(c),
    `Answers: ${c.answers.map((a) => `\`${a}\``).join(', ')}. Promised by ${c.answerBy}.`,
  ].join('\n\n');
