import type { JournalRow, SitooPort } from '../../../systems/sitoo/port.js';

/** 1,000 rows per page are known to work; half of that keeps one transaction short. */
export const ROWS_PER_PAGE = 500;

export interface JournalPage {
  readonly rows: readonly JournalRow[];
  /** Id of the newest row of the page, unreadable ones included; that of `after` when there is none. */
  readonly newest: number;
  readonly isLast: boolean;
}

/** Reads the page of Sitoo's stock journal that follows the row `after`. Rows that cannot be read are passed to `skip`. */
export async function readJournalPage(
  sitoo: Pick<SitooPort, 'journal'>,
  after: number,
  skip: (row: { readonly id: number; readonly sentence: string }) => void,
): Promise<JournalPage> {
  let skipped = 0;
  let newest = after;
  const rows = await sitoo.journal(after + 1, ROWS_PER_PAGE, (row) => {
    skipped += 1;
    newest = Math.max(newest, row.id);
    skip(row);
  });
  newest = Math.max(newest, ...rows.map(({ id }) => id));
  return { rows, newest, isLast: rows.length + skipped < ROWS_PER_PAGE };
}
