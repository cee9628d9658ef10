import type { Answer } from '../kit/answer.js';

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

/** Rows whose id is at least `from` and below `to`, of rows that lie in ascending order of their ids. */
export function between<T>(
  rows: readonly T[],
  idOf: (row: T) => number,
  { from, to }: { readonly from: number; readonly to: number },
): T[] {
  const firstAtLeast = (id: number): number => {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = rows[middle];
      if (row !== undefined && idOf(row) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return rows.slice(firstAtLeast(from), firstAtLeast(to));
}

/**
 * As {@link listed}, for rows that lie in ascending order of the field `id`, newest first unless asked otherwise. A
 * follower that reads on from a cursor must not make us shape the whole day each time.
 */
export function listedById<T>(
  rows: readonly T[],
  query: URLSearchParams,
  { id, shape }: { readonly id: string; readonly shape: (row: T) => Row },
): Answer {
  const sort = query.get('sort') ?? `-${id}`;
  if (sort !== id && sort !== `-${id}`) return listed(rows.map(shape), query);
  const [start, num] = [wholeNumber(query, 'start', 0), wholeNumber(query, 'num', 10)];
  const last = rows.length - start;
  const page = sort === id ? rows.slice(start, start + num) : rows.slice(Math.max(0, last - num), Math.max(0, last));
  return answered(rows.length, (sort === id ? page : page.reverse()).map(shape), query);
}

/** `{totalcount, items}`: start 0 and num 10 unless asked otherwise, sorted, reduced to the fields asked for. */
export function listed(rows: readonly Row[], query: URLSearchParams, defaultSort?: string): Answer {
  const sort = query.get('sort') ?? defaultSort;
  const sorted = sort === undefined ? [...rows] : [...rows].sort(by(sort));
  const start = wholeNumber(query, 'start', 0);
  const page = sorted.slice(start, start + wholeNumber(query, 'num', 10));
  return answered(rows.length, page, query);
}

function answered(totalcount: number, page: readonly Row[], query: URLSearchParams): Answer {
  const fields = filter(query, 'fields');
  const items = fields === undefined ? page : page.map((row) => pick(row, fields));
  return { status: 200, json: { totalcount, items } };
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
