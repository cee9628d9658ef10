import { EXIT, type ExitCode } from '../exit.js';
import { withRecords } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { table } from '../table.js';

const DAY_MS = 86_400_000;
/** More refunds without a receipt than a person looks through. */
const AT_MOST = 500;

/** Lists refunds that named no order, the newest first. */
export async function listReturns(shell: Shell, options: JsonOption & { readonly days: number }): Promise<ExitCode> {
  const since = Date.now() - options.days * DAY_MS;
  const rows = await withRecords(shell, (records) => records.returns.inStage('without-receipt', since, AT_MOST));
  if (options.json) writeJson(shell, rows);
  else if (rows.length === 0) shell.write('No refund without a receipt.\n');
  else
    shell.write(
      table(rows, [
        { title: 'refund', value: (row) => row.refund },
        { title: 'store', value: (row) => row.location },
        { title: 'at', value: (row) => row.updatedAt },
        { title: 'process', value: (row) => row.workflowId },
      ]),
    );
  return EXIT.ok;
}
