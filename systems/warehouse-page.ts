import type { Id } from '../domain/ids.js';

/**
 * Where a list is read on. Only the adapter that made it knows what it says: everybody else keeps the text and hands it back, also
 * days later and in another process.
 */
export type PageCursor = Id<'PageCursor'>;

/** Cursors are kept one a line, and with many others in one row. */
const CURSOR = /^[^\p{Cc}\p{Cs}]{1,500}$/u;

/** @throws Error when it is no text of one line of at most 500 characters: the adapter that makes it is wrong */
export function pageCursor(text: string): PageCursor {
  if (CURSOR.test(text)) return text as PageCursor;
  throw new Error('A cursor of a warehouse is a text of one line and at most 500 characters.');
}

/** A page of a list. `next`: where the one after it begins; left out on the last. */
export interface WarehousePage<Row> {
  readonly rows: readonly Row[];
  readonly next?: PageCursor;
}
