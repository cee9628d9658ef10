/** What the eye sees of a SKU: neither blanks nor invisible characters nor the case of its letters. */
export const seenAs = (sku: string): string => sku.replace(/[\s\p{Cc}\p{Cf}]/gu, '').toUpperCase();

/** SKUs that a person takes for the same, in groups; each in quotes tells them apart. */
export function nearTwins(skus: Iterable<string>): string[][] {
  const groups = new Map<string, Set<string>>();
  for (const sku of skus) groups.set(seenAs(sku), (groups.get(seenAs(sku)) ?? new Set()).add(sku));
  return [...groups.values()].filter((group) => group.size > 1).map((group) => [...group].sort());
}

/** Two or more such SKUs, in a sentence. */
export const describeTwins = (twins: readonly string[]): string =>
  `${twins.map((sku) => `"${sku}"`).join(' and ')} differ only by blanks, invisible characters or the case of letters.`;
