import { nearestName } from '../../../config/nearest-name.js';
import type { Brand } from '../../../domain/brand.js';
import { locationsOf } from '../../../domain/locations.js';
import { stockPolicyOf } from '../../../domain/stock/policy.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { StockQueries } from '../../../systems/database/stock-port.js';
import { lastPublished } from '../../stock/last-published.js';
import { readMoment } from '../../stock/moment.js';
import { brandIfAny } from '../brand-if-any.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { withRecords } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { explanationInText } from './stock-explain-print.js';

export interface StockExplainOptions extends JsonOption {
  readonly at?: string;
  readonly limit: number;
}

/** Explains one figure, now or as it was. */
export async function explainFigure(shell: Shell, key: PositionKey, options: StockExplainOptions): Promise<ExitCode> {
  const brand = brandIfAny(shell);
  return withRecords(shell, ({ stockQueries }) =>
    printFigure(shell, stockQueries, { ...key, ...options, ...(brand && { brand }) }),
  );
}

/** Prints what {@link explainFigure} shows. */
export async function printFigure(
  shell: Shell,
  queries: Pick<StockQueries, 'explain'>,
  options: PositionKey & StockExplainOptions & { readonly brand?: Brand },
): Promise<ExitCode> {
  const { sku, location, brand, limit } = options;
  const key = { location, sku };
  const at = options.at === undefined ? undefined : momentOf(options.at, brand);
  const explanation = await queries.explain(key, { limit, ...(at !== undefined && { at }) });
  if (explanation === undefined) return fail(unknown(key, at !== undefined, brand));
  const safetyStock = brand && stockPolicyOf(brand, Date.now).safetyStockOf(key.location, key.sku);
  if (options.json)
    writeJson(shell, {
      ...explanation,
      ...(at === undefined ? { rule: safetyStock?.rule ?? null } : { lastPublished: lastPublished(explanation, at) }),
    });
  else {
    shell.write(
      explanationInText(explanation, {
        limit,
        ...(at !== undefined && { at }),
        ...(safetyStock && { safetyStock }),
        ...(brand && { timeZone: brand.timezone, locationName: locationsOf(brand).byId(key.location)?.name }),
      }),
    );
    if (brand === undefined)
      shell.stderr(
        'Without the brand file the rule of the safety stock is unknown, and times are UTC: set ONEPOOL_BRAND.\n',
      );
  }
  const refused = explanation.now?.targets.some((target) => target.refused !== undefined) ?? false;
  return refused ? EXIT.needsPerson : EXIT.ok;
}

function momentOf(text: string, brand: Brand | undefined): number {
  const at = readMoment(text, brand?.timezone ?? 'UTC', Date.now());
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(text.trim()) && text.includes('-');
  if (brand === undefined && !hasZone)
    return fail(
      `${text} needs a time zone: set ONEPOOL_BRAND, or write the time as 2026-11-27T14:02:00+01:00.`,
      EXIT.usage,
    );
  if (at === undefined)
    return fail(
      `"${text}" is not a time. Write 14:02, or 2026-11-27T14:02, or with a zone 2026-11-27T14:02:00+01:00.`,
      EXIT.usage,
    );
  if (at > Date.now()) return fail(`${text} is in the future. Write the day as well: 2026-11-27T14:02.`, EXIT.usage);
  return at;
}

function unknown({ sku, location }: PositionKey, asOfThen: boolean, brand: Brand | undefined): string {
  const known = brand?.locations.map(({ id }) => id);
  if (known !== undefined && !known.includes(location)) {
    const meant = nearestName(location, known);
    return `No location is called ${location}${meant === undefined ? `. Locations: ${known.join(', ')}` : `; did you mean ${meant}?`}`;
  }
  return `The ledger has nothing about ${sku} at ${location}${asOfThen ? ' up to then' : ''}. List its locations with onepool stock show ${sku}.`;
}
