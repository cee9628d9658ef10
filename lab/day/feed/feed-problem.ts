/** A parsed line and its number in the feed. */
export interface Numbered<T> {
  readonly line: number;
  readonly value: T;
}

/** One thing wrong with one line of a feed. */
export interface FeedProblem {
  readonly line: number;
  /** Where in the line, e.g. `lines.0.sku`; empty for the whole line. */
  readonly path: string;
  readonly sentence: string;
}
