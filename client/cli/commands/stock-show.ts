import type { StockPolicy } from '../../../domain/stock/policy.js';
import { stockPolicyOf } from '../../../domain/stock/policy.js';
import type { StockQueries, StockRow, TargetRow } from '../../../systems/database/stock-port.js';
import { describeSafetyStock } from '../../stock/describe-safety-stock.js';
import { brandIfAny } from '../brand-if-any.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { withRecords } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { table } from '../table.js';
import { clockOf, signed, TARGET_NAMES } from './format-stock.js';

/** Shows one SKU at every location, with what the counterparts should show and what is not published yet. */
export async function showSku(shell: Shell, sku: string, options: JsonOption): Promise<ExitCode> {
  const brand = brandIfAny(shell);
  const known = brand && { policy: stockPolicyOf(brand, Date.now), timeZone: brand.timezone };
  return withRecords(shell, ({ stockQueries }) => printSku(shell, stockQueries, { sku, ...options, ...known }));
}

export interface PrintSkuOptions extends JsonOption {
  readonly sku: string;
  readonly policy?: StockPolicy;
  readonly timeZone?: string;
}

/** Prints what {@link showSku} shows. */
export async function printSku(
  shell: Shell,
  queries: Pick<StockQueries, 'show'>,
  { sku, json, policy, timeZone }: PrintSkuOptions,
): Promise<ExitCode> {
  const rows = await queries.show(sku);
  if (rows.length === 0) return fail(`The ledger knows no SKU ${sku}. Check its spelling, and that the followers run.`);
  const why = (row: StockRow) => describeSafetyStock(row.safetyStock, policy?.safetyStockOf(row.location, row.sku));
  const refused = rows.some((row) => row.targets.some((target) => target.refused !== undefined));
  if (json)
    writeJson(
      shell,
      rows.map((row) => ({ ...row, rule: policy?.safetyStockOf(row.location, row.sku).rule ?? null })),
    );
  else {
    shell.write(
      table<StockRow>(rows, [
        { title: 'location', value: (row) => row.location },
        { title: 'physical', value: (row) => row.physical },
        { title: 'reserved', value: (row) => row.reserved },
        {
          title: 'safety stock',
          value: (row) => (policy === undefined ? row.safetyStock : `${row.safetyStock} (${why(row)})`),
        },
        { title: 'available', value: (row) => row.available },
      ]),
    );
    shell.write(`\nPublished to the counterparts\n${publishedTable(rows, clockOf(timeZone))}`);
    if (policy === undefined)
      shell.stderr('The rule behind the safety stock is in the brand file: set ONEPOOL_BRAND to see it.\n');
    if (refused) shell.stderr('A counterpart refuses it: onepool cases list\n');
  }
  return refused ? EXIT.needsPerson : EXIT.ok;
}

function publishedTable(rows: readonly StockRow[], clock: (atMs: number) => string): string {
  const published = rows.flatMap((row) => row.targets.map((target) => ({ row, target })));
  return table<(typeof published)[number]>(published, [
    { title: 'location', value: ({ row }) => row.location },
    { title: 'counterpart', value: ({ target }) => TARGET_NAMES[target.target] },
    { title: 'should show', value: ({ row, target }) => levelOf(row, target) },
    { title: 'published', value: ({ row, target }) => publishedLevel(row, target) },
    {
      title: 'to publish',
      value: ({ target }) => (target.pendingDelta === 0 ? undefined : signed(target.pendingDelta)),
    },
    { title: 'waits since', value: ({ target }) => target.pendingSince && clock(target.pendingSince) },
    { title: 'refused', value: ({ target }) => target.refused },
  ]);
}

/** Physical stock that a counterpart should show. */
export const levelOf = (row: StockRow, { target }: Pick<TargetRow, 'target'>): number =>
  target === 'centra' ? row.centraLevel : row.sitooLevel;

/** The level after all publications; undefined for an absolute level that was never published. Centra receives changes, so it has one from the start. */
export const publishedLevel = (row: StockRow, target: TargetRow): number | undefined =>
  target.target === 'sitoo' && target.published === null ? undefined : levelOf(row, target) - target.pendingDelta;
