import type { PositionKey } from '../../domain/stock/position.js';

/** Units that Centra has deducted for orders of others, and of which nothing says where they left. */
export interface UnplacedStock {
  /**
   * Where something fell, at most `withinMs` before, that may be units which Centra has deducted for an order of others and
   * of which nothing says where they left: levels must be compared there. Each is given once, and those that fell shortly
   * before once more after `againAfterMs`: the first comparison may have come while something was under way.
   * @returns `newest`: the id of the newest movement among them
   */
  claimUnplaced(times: {
    readonly withinMs: number;
    readonly againAfterMs: number;
  }): Promise<{ readonly positions: readonly PositionKey[]; readonly newest: number }>;
}
