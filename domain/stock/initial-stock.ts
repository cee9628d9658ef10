/** One SKU in a row of a store's journal. */
export interface JournalItem {
  readonly sku: string;
  /** Signed units. */
  readonly quantity: number;
  /** The level after the row, where the journal says it. */
  readonly totalAfter?: number | undefined;
}

/**
 * What levels were before some rows of a journal: levels as they were read later, minus what the rows say happened since.
 * The level that a row itself says counts more than one that was read, since we may not have seen all rows yet.
 * @param items of all rows since then, the oldest first
 */
export function levelsBefore(levels: ReadonlyMap<string, number>, items: readonly JournalItem[]): Map<string, number> {
  const before = new Map(levels);
  const seen = new Set<string>();
  for (const { sku, quantity, totalAfter } of items) {
    // Of a SKU whose rows say its level, the first one after that moment says what it was before.
    if (seen.has(sku) && totalAfter !== undefined) continue;
    seen.add(sku);
    before.set(sku, totalAfter === undefined ? (before.get(sku) ?? 0) - quantity : totalAfter - quantity);
  }
  return before;
}
