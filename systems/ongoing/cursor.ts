import { type PageCursor, pageCursor } from '../warehouse-page.js';

/** Lists of this vendor come by ids that grow: a cursor holds the lowest that was not read. */
export const cursorAt = (id: number): PageCursor => pageCursor(String(id));

/** The lowest id that is to be read; the first of all without a cursor. */
export const idAt = (cursor: PageCursor | undefined): number => (cursor === undefined ? 0 : Number(cursor));
