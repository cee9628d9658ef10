import { expect, it } from '@jest/globals';
import type { Reader } from './bounds.js';

/** How a reader is tried: makes so many of something, reads them all, and gives how many distinct ones came. */
export interface LimitedReader {
  readonly limit: number;
  readonly read: (count: number) => Promise<number>;
}

/** Tests every reader at its limit, one beyond it, and at three times the limit. */
export function testAtLimits<Name extends Reader>(readers: Readonly<Record<Name, LimitedReader>>): void {
  const sizes = Object.entries<LimitedReader>(readers).flatMap(([name, { limit, read }]) =>
    [limit, limit + 1, 3 * limit].map((count) => ({ name, count, read })),
  );
  it.each(sizes)('All $count are read of $name', async ({ count, read }) => {
    expect(await read(count)).toBe(count);
  });
}

/** All rows of a list that is read in pieces, each piece after the last row of the one before. */
export async function inPieces<Row>(
  limit: number,
  read: (after: Row | undefined) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (;;) {
    const piece = await read(all.at(-1));
    all.push(...piece);
    if (piece.length < limit) return all;
  }
}

/** All rows of pages that say where the next one begins. */
export async function inPages<Row, At>(
  first: At,
  read: (at: At) => Promise<{ readonly rows: readonly Row[]; readonly next?: At }>,
): Promise<Row[]> {
  const all: Row[] = [];
  // A first page may be asked for without saying where it begins.
  let page = await read(first);
  all.push(...page.rows);
  while (page.next !== undefined) {
    page = await read(page.next);
    all.push(...page.rows);
  }
  return all;
}

export const distinct = (rows: readonly unknown[]): number => new Set(rows).size;

export const some = <T>(count: number, of: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));

export const skuOf = (i: number): string => `P-${String(i).padStart(5, '0')}`;
