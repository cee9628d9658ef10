import { createHash } from 'node:crypto';
import { parseId } from '../../domain/ids.js';
import { type PageCursor, pageCursor } from '../../systems/warehouse-page.js';

/** Digits of a hash in base 16 that stay below 2^53: of a hundred thousand articles, two share a number once in a million times. */
const DIGITS = 13;

/**
 * The number under which our records keep a product of a master that is no web shop. Where its id is a number it is that one;
 * where the master names its articles by words, it is made of the word, always the same.
 */
export const numberOfProduct = (id: string): number =>
  parseId(id) === undefined
    ? Number.parseInt(createHash('sha256').update(id).digest('hex').slice(0, DIGITS), 16)
    : Number(id);

/** Where the articles of a warehouse are read on, as it was kept; from the first without. */
export const articlesAt = (position: string | undefined): PageCursor | undefined =>
  position === undefined ? undefined : pageCursor(position);
