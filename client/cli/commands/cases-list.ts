import type { CaseRow, CaseStore } from '../../../systems/database/port.js';
import { EXIT, type ExitCode } from '../exit.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { table } from '../table.js';

export interface CasesListOptions extends JsonOption {
  readonly owner?: string;
  readonly code?: string;
  readonly subject?: string;
  readonly all?: true;
  readonly limit: number;
}

/** Lists cases. The exit code says whether any is open. */
export async function listCases(
  shell: Shell,
  records: { readonly cases: Pick<CaseStore, 'list'> },
  options: CasesListOptions,
): Promise<ExitCode> {
  const { owner, code, subject, all, limit } = options;
  const rows = await records.cases.list(
    {
      ...(owner !== undefined && { owner }),
      ...(code !== undefined && { code }),
      ...(subject !== undefined && { subject }),
      ...(all === undefined && { open: true }),
    },
    limit,
  );
  const open = rows.filter(isOpen);
  if (options.json) writeJson(shell, rows);
  else if (rows.length === 0) shell.write(all ? 'No cases.\n' : 'No open cases.\n');
  else {
    shell.write(
      table<CaseRow>(rows, [
        { title: 'case', value: (row) => row.caseId },
        { title: 'code', value: (row) => row.code },
        { title: 'owner', value: (row) => row.owner },
        { title: 'about', value: (row) => row.subject },
        { title: 'location', value: (row) => row.location },
        { title: isOpenOnly(all) ? 'answer by' : 'state', value: (row) => stateOf(row, isOpenOnly(all)) },
      ]),
    );
    if (rows.length === limit) shell.stderr(`There may be more: try --limit ${limit * 2}.\n`);
    if (open.length > 0) shell.stderr(`${open.length} open. Read one with: onepool cases show CASE\n`);
  }
  return open.length > 0 ? EXIT.needsPerson : EXIT.ok;
}

const isOpen = (row: CaseRow): boolean => row.closedAt === undefined;
const isOpenOnly = (all: true | undefined): boolean => all === undefined;

function stateOf(row: CaseRow, openOnly: boolean): string | undefined {
  if (openOnly) return row.answerBy;
  return isOpen(row)
    ? `open, answer by ${row.answerBy ?? '-'}`
    : `${row.outcome ?? 'closed'} by ${row.resolvedBy ?? '-'}`;
}
