import { EXIT, type ExitCode } from '../exit.js';
import { withRecords } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { table } from '../table.js';

const DAY_MS = 86_400_000;
/** More refunds without a receipt than a person looks through. */
const AT_MOST = 500;

interface ListOptions extends JsonOption {
  readonly days: number;
  readonly unknownAtTills?: true;
}

/** Lists refunds that named no order, or shipments that the tills did not take; the newest first. */
export async function listReturns(shell: Shell, options: ListOptions): Promise<ExitCode> {
  const since = Date.now() - options.days * DAY_MS;
  if (options.unknownAtTills) return listUnknownAtTills(shell, since, options);
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

async function listUnknownAtTills(shell: Shell, since: number, { json }: JsonOption): Promise<ExitCode> {
  const rows = await withRecords(shell, (records) => records.returns.unknownAtTills(since, AT_MOST));
  if (json) writeJson(shell, rows);
  else if (rows.length === 0) shell.write('The tills know all shipments.\n');
  else
    shell.write(
      table(rows, [
        { title: 'order', value: (row) => row.orderNumber },
        { title: 'shipment', value: (row) => row.shipment },
        { title: 'at', value: (row) => row.at },
        { title: 'why', value: (row) => row.refusal },
      ]),
    );
  return EXIT.ok;
}
