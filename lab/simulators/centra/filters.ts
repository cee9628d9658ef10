/** A range of times as filters take it; either end may be left out. */
export interface TimeRange {
  readonly from?: string;
  readonly to?: string;
}

/** Centra keeps whole seconds. */
export function within(ms: number, range: TimeRange | undefined): boolean {
  const at = Math.floor(ms / 1000) * 1000;
  return !range || (at >= Date.parse(range.from ?? '1970-01-01') && at <= Date.parse(range.to ?? '9999-12-31'));
}

/** A text as filters take it: the whole of it, or some of it. */
export interface Match {
  readonly equals?: string;
  readonly contains?: string;
}

export const fits = (match: Match | undefined, text: string): boolean =>
  !match || text === match.equals || (match.contains !== undefined && text.includes(match.contains));
