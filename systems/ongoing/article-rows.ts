import type { LineId } from '../../domain/ids.js';
import { formatMoney, parseMoney } from '../../domain/money.js';
import type { NewWarehouseOrder, ReturnedUnits, WarehouseOrder } from '../../domain/order/warehouse-order.js';

type NewLine = NewWarehouseOrder['lines'][number];
type HeldLine = WarehouseOrder['lines'][number];

/** A row as it is sent: a line, or all lines of one article together. */
export type NewRow = NewLine & { readonly externalId: string };

/**
 * Lines as rows. The vendor's older interface takes an article once in an order, and whether this one takes it twice is not
 * said; so lines of one article become one row, named after the first, and `externalId` says what it is made of.
 */
export function rowsOf(lines: readonly NewLine[], articleTwice: 'merge' | 'rows'): NewRow[] {
  const groups = new Map<string, NewLine[]>();
  for (const line of lines) {
    const key = articleTwice === 'merge' ? line.sku : line.line;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return group.length === 1 ? [{ ...first, externalId: first.line }] : [merged(first, group)];
  });
}

const BETWEEN = '+';
const partOf = ({ line, quantity }: Pick<NewLine, 'line' | 'quantity'>): string => `${line}x${quantity}`;

function merged(first: NewLine, lines: readonly NewLine[]): NewRow {
  const { unitPrice: _price, customsValue: _value, comment: _comment, ...row } = first;
  const quantity = lines.reduce((units, line) => units + line.quantity, 0);
  const comment = lines.flatMap((line) => line.comment ?? []).join('; ');
  const price = sumOf(lines, (line) => [line.unitPrice, line.quantity]);
  const value = sumOf(lines, (line) => [line.customsValue, 1]);
  return {
    ...row,
    quantity,
    externalId: lines.map(partOf).join(BETWEEN),
    ...(comment === '' ? {} : { comment }),
    // The lines may cost different amounts, such as one that is free: the row says what a unit of it costs on average.
    ...(price === undefined ? {} : { unitPrice: formatMoney({ ...price, minor: Math.round(price.minor / quantity) }) }),
    ...(value === undefined ? {} : { customsValue: formatMoney(value) }),
  };
}

/** What the lines come to; undefined when one of them names no amount. */
function sumOf(
  lines: readonly NewLine[],
  amountOf: (line: NewLine) => readonly [amount: string | undefined, times: number],
): { minor: number; currency: string } | undefined {
  let sum: { minor: number; currency: string } | undefined;
  for (const line of lines) {
    const [amount, times] = amountOf(line);
    if (amount === undefined || line.currency === undefined) return undefined;
    const { minor } = parseMoney(amount, line.currency);
    sum = { minor: (sum?.minor ?? 0) + minor * times, currency: line.currency };
  }
  return sum;
}

/**
 * The lines that a row is made of, each with its share: what was picked and what came back fills them in their order. A back
 * order holds what was left, which is the end of the row.
 */
export function linesOfRow(row: HeldLine, externalId: string | null | undefined, isBackOrder: boolean): HeldLine[] {
  const parts = partsOf(externalId);
  if (parts.length < 2) return [row];
  const whole = parts.reduce((units, part) => units + part.units, 0);
  let before = isBackOrder ? Math.max(0, whole - row.ordered) : 0;
  const left = { ordered: row.ordered, picked: row.picked };
  let cameBack = [...(row.returned ?? [])];
  const take = (of: keyof typeof left, most: number): number => {
    const units = Math.min(most, left[of]);
    left[of] -= units;
    return units;
  };
  const lines: HeldLine[] = [];
  for (const { line, units } of parts) {
    const skipped = Math.min(before, units);
    before -= skipped;
    const ordered = take('ordered', units - skipped);
    if (ordered === 0) continue;
    const picked = take('picked', ordered);
    const { returned: _, ...common } = row;
    const returned = firstUnits(cameBack, picked);
    cameBack = returned.rest;
    lines.push({
      ...common,
      line,
      ordered,
      picked,
      ...(returned.first.length === 0 ? {} : { returned: returned.first }),
    });
  }
  // Units beyond those that we ordered are nobody's: the row they are on tells people where they are.
  return lines.length === 0 ? [row] : lines;
}

/** The first so many units of what came back, and the rest. */
function firstUnits(all: readonly ReturnedUnits[], most: number): { first: ReturnedUnits[]; rest: ReturnedUnits[] } {
  const [first, rest]: [ReturnedUnits[], ReturnedUnits[]] = [[], []];
  let left = most;
  for (const units of all) {
    const quantity = Math.min(left, units.quantity);
    if (quantity > 0) first.push({ ...units, quantity });
    if (units.quantity > quantity) rest.push({ ...units, quantity: units.quantity - quantity });
    left -= quantity;
  }
  return { first, rest };
}

function partsOf(externalId: string | null | undefined): { readonly line: LineId; readonly units: number }[] {
  const parts = (externalId ?? '').split(BETWEEN).map((part) => /^(\w+)x(\d+)$/.exec(part));
  return parts.flatMap((part) => (part === null ? [] : [{ line: part[1] as LineId, units: Number(part[2]) }]));
}
