import { SystemProblem } from '../problem.js';
import { type PageOfRows, rowsAfter } from './rows-at.js';

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

/** A page as it was read, and after how many rows of the list the reading begins, which may be in its midst. */
export interface CutPage extends CutRows {
  readonly at: PageOfRows;
  readonly start: number;
}

/**
 * The same of a page of a list that is read on. Rows that are read alone cost much, and a page may hold many: where the budget of
 * calls ends at one of them, the page ends before it, and whoever reads on keeps what there was. Read from its beginning again, as
 * often as the budget ends, such a page would never be read to its end.
 * @throws SystemProblem `throttled` when not even the first row could be had
 */
export async function wholePage(
  { rows, cut, at, start }: CutPage,
  readAlone: (row: unknown) => Promise<readonly unknown[]> | undefined,
): Promise<{ readonly whole: readonly WholeRow[]; readonly next?: number }> {
  const whole: WholeRow[] = [];
  const before = start - (at.page - 1) * at.limit;
  for (const [index, row] of rows.entries()) {
    if (index < before) continue;
    try {
      whole.push(cut.has(index) ? await wholeRow(row, readAlone(row)) : { row });
    } catch (error) {
      if (!(error instanceof SystemProblem && error.kind === 'throttled') || whole.length === 0) throw error;
      return { whole, next: start + whole.length };
    }
  }
  return { whole, ...rowsAfter(at, rows.length) };
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
