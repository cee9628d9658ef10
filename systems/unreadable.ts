/** A row of a list that cannot be used, with what a person needs to find it. Neither holds personal data. */
export interface UnreadableRow {
  /** Its own id where it stands; empty when not even that can be read. */
  readonly id: string;
  readonly sentence: string;
}

/** One page of a list, its odd rows apart, so that they hold up no other. */
export interface ListPage<T, Next = number> {
  readonly rows: readonly T[];
  readonly unreadable: readonly UnreadableRow[];
  /** Where the next page begins; left out when there is none. */
  readonly next?: Next;
}

/** Reads each entry by itself. `read` gives what it holds, or why it cannot be used. */
export function eachRow<E, T extends object>(
  entries: readonly E[],
  { idOf, read }: { readonly idOf: (entry: E) => string; readonly read: (entry: E) => T | string },
): { readonly rows: T[]; readonly unreadable: UnreadableRow[] } {
  const rows: T[] = [];
  const unreadable: UnreadableRow[] = [];
  for (const entry of entries) {
    const one = read(entry);
    if (typeof one === 'string') unreadable.push({ id: idOf(entry), sentence: one });
    else rows.push(one);
  }
  return { rows, unreadable };
}
