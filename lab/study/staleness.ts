/** How long changes took, ms. */
export interface Staleness {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export function stalenessOf(took: readonly number[]): Staleness {
  const sorted = Float64Array.from(took).sort();
  const at = (share: number) => Math.round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0);
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
