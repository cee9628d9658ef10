import { SystemProblem } from '../problem.js';

/** A row as it came, or read again with all of its lists; `why` it cannot be had whole. */
export interface WholeRow {
  readonly row: unknown;
  readonly why?: string;
}

export interface CutRows {
  readonly rows: readonly unknown[];
  /** Indexes of rows whose nested lists may go on. */
  readonly cut: ReadonlySet<number>;
}

/**
 * The one rule for rows that came cut: each is read again, alone and whole. One that cannot be read so, or is not found again, is
 * unreadable, never short of some; no other row of the page waits for it.
 * @param readAlone reads a row by itself; undefined for one that has no id
 */
export async function wholeRows(
  { rows, cut }: CutRows,
  readAlone: (row: unknown) => Promise<readonly unknown[]> | undefined,
): Promise<WholeRow[]> {
  const whole: WholeRow[] = [];
  for (const [index, row] of rows.entries()) whole.push(cut.has(index) ? await wholeRow(row, readAlone(row)) : { row });
  return whole;
}

async function wholeRow(row: unknown, alone: Promise<readonly unknown[]> | undefined): Promise<WholeRow> {
  if (alone === undefined) return { row };
  try {
    const [found] = await alone;
    return found === undefined ? { row, why: 'It was not found again to be read whole.' } : { row: found };
  } catch (error) {
    if (error instanceof SystemProblem && (error.kind === 'malformed-answer' || error.kind === 'rejected'))
      return { row, why: error.message };
    throw error;
  }
}
