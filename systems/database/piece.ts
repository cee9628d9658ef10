/**
 * A piece of a list: at most `limit` rows after a row of the piece before, or from the first on. Fewer than `limit` are the
 * last. The order is that of the keys, so a row that changes in the meantime moves no other out of its piece.
 */
export interface Piece<Key> {
  readonly after?: Key | undefined;
  readonly limit: number;
}
