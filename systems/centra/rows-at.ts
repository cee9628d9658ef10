/** A page of a list as Centra takes it, counted from 1. */
export interface PageOfRows {
  readonly limit: number;
  readonly page: number;
}

/**
 * The page that holds the row after `start` others. Whoever reads on later keeps the number of rows and never that of a page: how
 * many rows a page has is asked of the endpoint, and may be another number then. What comes before the row is in the page as well.
 */
export const pageAt = (start: number, limit: number): PageOfRows => ({ limit, page: Math.floor(start / limit) + 1 });

/** Where the page after this one begins; none when it was not full. */
export const rowsAfter = ({ limit, page }: PageOfRows, rows: number): { readonly next?: number } =>
  rows < limit ? {} : { next: page * limit };
