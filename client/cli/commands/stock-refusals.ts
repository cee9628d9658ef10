import type { Refusal, StockQueries } from '../../../systems/database/stock-port.js';
import { brandIfAny } from '../brand-if-any.js';
import { EXIT, type ExitCode } from '../exit.js';
import { withRecords } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { table } from '../table.js';
import { clockOf, TARGET_NAMES } from './format-stock.js';

/** Lists the SKUs whose stock a counterpart refuses. */
export async function showRefusals(shell: Shell, options: JsonOption): Promise<ExitCode> {
  const timeZone = brandIfAny(shell)?.timezone;
  return withRecords(shell, ({ stockQueries }) =>
    printRefusals(shell, stockQueries, { ...options, ...(timeZone && { timeZone }) }),
  );
}

/** Prints what {@link showRefusals} shows. */
export async function printRefusals(
  shell: Shell,
  queries: Pick<StockQueries, 'refusals'>,
  { json, timeZone }: JsonOption & { readonly timeZone?: string },
): Promise<ExitCode> {
  const refusals = await queries.refusals();
  const clock = clockOf(timeZone);
  if (json) writeJson(shell, refusals);
  else if (refusals.length === 0) shell.write('Nothing is refused.\n');
  else {
    shell.write(
      table<Refusal>(refusals, [
        { title: 'counterpart', value: (row) => TARGET_NAMES[row.target] },
        { title: 'location', value: (row) => row.location },
        { title: 'sku', value: (row) => row.sku },
        { title: 'since', value: (row) => clock(row.since) },
        { title: 'reason', value: (row) => row.sentence },
      ]),
    );
    shell.stderr('Each has a case; its answer publishes the SKU again: onepool cases list\n');
  }
  return refusals.length > 0 ? EXIT.needsPerson : EXIT.ok;
}
