import type { CaseStore } from '../../../systems/database/port.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { fields } from '../table.js';

/** Shows one case with its trail, and for an open one the command that answers it. */
export async function showCase(
  shell: Shell,
  records: { readonly cases: Pick<CaseStore, 'show'> },
  { caseId, json }: JsonOption & { readonly caseId: string },
): Promise<ExitCode> {
  const found = await records.cases.show(caseId);
  if (found === undefined) return fail(`There is no case ${caseId}. List the open ones with onepool cases list.`);
  const { row, trail } = found;
  if (json) {
    writeJson(shell, found);
    return EXIT.ok;
  }
  shell.write(
    fields([
      ['Case', row.caseId],
      ['Code', row.codes.join(', ')],
      ['About', row.subject],
      ['Location', row.location],
      ['Owner', `${row.owner} (${row.severity})`],
      ['Opened', row.openedAt],
      ['Answer by', row.closedAt === undefined ? row.answerBy : undefined],
      ['Closed', row.closedAt],
      ['Outcome', row.outcome === undefined ? undefined : `${row.outcome} by ${row.resolvedBy ?? 'an unknown person'}`],
      ['Process', row.workflowId],
    ]),
  );
  shell.write(`\nWhat happened\n  ${row.whatHappened}\n\nWhat to do\n  ${row.whatToDo}\n`);
  if (trail.length > 0) {
    shell.write('\nTrail\n');
    for (const { at, what, by, note } of trail)
      shell.write(`  ${at}  ${what}, by ${by}${note === undefined ? '' : `: ${note}`}\n`);
  }
  if (row.closedAt === undefined)
    shell.write(`\nAnswer with\n  onepool cases resolve ${row.caseId} --by NAME --answer ${row.answers.join('|')}\n`);
  return EXIT.ok;
}
