/** Splits a list, without its duplicates, into pieces of at most `most`. */
export function chunk<T>(items: readonly T[], most: number): T[][] {
  const distinct = [...new Set(items)];
  return Array.from({ length: Math.ceil(distinct.length / most) }, (_, i) => distinct.slice(i * most, (i + 1) * most));
}
