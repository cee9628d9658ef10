/**
 * What the system that must pick a SKU says of it. A system that did not answer has said nothing: `could-not-ask` is never
 * a reason to ask a person about the order; whoever places it asks again.
 */
export type SkuKnowledge = 'known' | 'unknown' | 'could-not-ask';

/** What holds of a line that several locations pick: a clear no outweighs an answer that is missing. */
export function combined(all: readonly SkuKnowledge[]): SkuKnowledge {
  if (all.includes('unknown')) return 'unknown';
  return all.includes('could-not-ask') ? 'could-not-ask' : 'known';
}
