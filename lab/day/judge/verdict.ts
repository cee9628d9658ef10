/** What became of one order by the end of a day, by the states of the counterparts. */
export interface Verdict {
  /** As a case names it: `centra 10045`, `sitoo 31`. */
  readonly subject: string;
  readonly state: 'completed' | 'cancelled' | 'waiting';
  /** What a waiting order waits for. `nobody`: it is lost. `status`: the goods have left, the origin does not know. */
  readonly waitsFor?: 'answer' | 'hold' | 'fulfiller' | 'status' | 'nobody';
  /** Sent or recorded more often than it should be; a sentence each. */
  readonly duplicates: readonly string[];
  /** Cancelled where it was placed and still alive where it is picked. */
  readonly stray: boolean;
}

export const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

/** How many more than one of each name there are. */
export function repeated(names: readonly string[]): string[] {
  return names.filter((name, i) => names.indexOf(name) !== i);
}
