import type { Answer } from '../../simulation/answer.js';

type Row = Record<string, unknown>;

/** Query parameters every list takes. */
export const LIST_PARAMETERS = ['start', 'num', 'sort', 'fields'];

/** A comma separated filter; undefined when it is not there. As in the field, a repeated parameter keeps its last value. */
export function filter(query: URLSearchParams, name: string): Set<string> | undefined {
  const last = query.getAll(name).at(-1);
  return last === undefined ? undefined : new Set(last.split(','));
}

/** A whole number out of the query, or what it is without. */
export function wholeNumber(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  return text === null || !/^-?\d+$/.test(text) ? otherwise : Number(text);
}

/** `{totalcount, items}`: start 0 and num 10 unless asked otherwise, sorted, reduced to the fields asked for. */
export function listed(rows: readonly Row[], query: URLSearchParams, defaultSort?: string): Answer {
  const sort = query.get('sort') ?? defaultSort;
  const sorted = sort === undefined ? [...rows] : [...rows].sort(by(sort));
  const start = wholeNumber(query, 'start', 0);
  const page = sorted.slice(start, start + wholeNumber(query, 'num', 10));
  const fields = filter(query, 'fields');
  const items = fields === undefined ? page : page.map((row) => pick(row, fields));
  return { status: 200, json: { totalcount: rows.length, items } };
}

function by(sort: string): (a: Row, b: Row) => number {
  const descending = sort.startsWith('-');
  const field = descending ? sort.slice(1) : sort;
  return (a, b) => {
    const difference = Number(a[field] ?? 0) - Number(b[field] ?? 0);
    return descending ? -difference : difference;
  };
}

const pick = (row: Row, fields: ReadonlySet<string>): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => fields.has(name)));
