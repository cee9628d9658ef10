import { listsOf, NESTED_LISTS } from './nested-lists.js';

/**
 * Adds the next page of an object's own lists to what was read of it. Lists that are never cut came whole the first time.
 * @param document its text, which says what the lists are called
 */
export function mergePages(document: string, before: unknown, next: unknown): unknown {
  const own = listsOf(document).filter(({ path, list }) => path.length === 2 && NESTED_LISTS[list] === 'unknown');
  const lists = new Set(own.map(({ path }) => path[1]));
  const mergeRow = (row: unknown, more: unknown): unknown =>
    isRecord(row) && isRecord(more)
      ? Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            lists.has(name) ? [...asList(value), ...asList(more[name])] : value,
          ]),
        )
      : row;
  if (!isRecord(before) || !isRecord(next)) return before;
  return Object.fromEntries(
    Object.entries(before).map(([root, rows]) => [
      root,
      asList(rows).map((row, i) => mergeRow(row, asList(next[root])[i])),
    ]),
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
