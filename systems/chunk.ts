/** Each thing that is wanted once, at most `most` in a call. */
export function chunk<T>(wanted: readonly T[], most: number): T[][] {
  const once = [...new Set(wanted)];
  return Array.from({ length: Math.ceil(once.length / most) }, (_, i) => once.slice(i * most, (i + 1) * most));
}
