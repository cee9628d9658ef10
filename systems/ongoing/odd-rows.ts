import { createHash } from 'node:crypto';
import type { WarningLog } from '../warning-log.js';

/** Odd rows that wait to be reported: more than these say that the interface is another one, which its own case says. */
const WAITING_AT_MOST = 200;
/** Rows that were reported and are read again with every look back. */
const REMEMBERED_AT_MOST = 5_000;
/** Reported in one round: a person works on a few at a time. */
const REPORTED_AT_ONCE = 20;

/** Characters of the mark of a problem: two problems of one row never have the same. */
const MARK_LENGTH = 12;

/** A row of a list that nobody could read. */
export interface OddRow {
  readonly what: 'order' | 'purchase order' | 'stock of article';
  /** Its id in the warehouse system; undefined when not even that can be read. */
  readonly id: string | number | undefined;
  /** Without personal data. */
  readonly problem: string;
}

/**
 * Rows of lists that cannot be read hold up no other. They are logged where they are read, and kept until the follower has
 * reported them: an order that nobody can read has left, or has not, and only a person can see it.
 */
export interface OddRows {
  note(row: OddRow): void;
  waiting(): { readonly name: string; readonly refusal: string; readonly at: string }[];
  reported(names: readonly string[]): void;
}

export function createOddRows(logger: WarningLog | undefined): OddRows {
  const waiting = new Map<string, string>();
  /** What was wrong with each when it was reported: something else is worth another question. */
  const known = new Map<string, string>();
  return {
    note({ what, id, problem }) {
      logger?.warn({ what, id, problem }, 'a row of the warehouse could not be read and was passed over');
      const name = `${what} ${id ?? 'without an id'}`;
      if (known.get(name) === problem || (waiting.size >= WAITING_AT_MOST && !waiting.has(name))) return;
      waiting.set(name, problem);
    },
    waiting: () =>
      [...waiting].slice(0, REPORTED_AT_ONCE).map(([name, problem]) => ({
        name,
        refusal: `The warehouse shows ${name} as nobody can read it: ${problem}`,
        at: createHash('sha256').update(problem).digest('hex').slice(0, MARK_LENGTH),
      })),
    reported(names) {
      for (const name of names) {
        const problem = waiting.get(name);
        if (problem === undefined) continue;
        waiting.delete(name);
        if (known.size >= REMEMBERED_AT_MOST) known.clear();
        known.set(name, problem);
      }
    },
  };
}
