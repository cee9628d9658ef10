/** Reads a list to its end; a page with fewer than `limit` rows is the last. Pages count from 1. */
export async function allPages<T>(limit: number, read: (page: number) => Promise<readonly T[]>): Promise<T[]> {
  const rows: T[] = [];
  for (let page = 1; ; page += 1) {
    const some = await read(page);
    rows.push(...some);
    if (some.length < limit) return rows;
  }
}

/** A time as the filter of a list takes it, cut to whole seconds so that nothing of that second is missed. */
export const wholeSeconds = (time: string): string => `${new Date(time).toISOString().slice(0, 19)}+00:00`;
