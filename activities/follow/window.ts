import type { Cursors } from '../../systems/database/port.js';

/** The first round of an installation goes back this far. */
const FIRST_ROUND_BACK_MS = 14 * 86_400_000;
/**
 * A change can show late: its time is that of the change, and a list is written a little after it. Events cover that; for
 * a lost one, now and then a round reads from so far back that a change which shows minutes late is still found.
 */
const LOOK_BACK_MS = 5 * 60_000;
/** Rare enough to cost one call in a hundred, often enough that each change lies in two such windows. */
const LOOK_BACK_EVERY_MS = 2 * 60_000;

/** From where a follower that reads by the time of the last change reads on. */
export interface ReadingWindow {
  /** ISO, by the clock of the counterpart. */
  readonly from: string;
  /** Call when the window is read, or noted to be read. */
  done(): Promise<void>;
}

/**
 * Each round overlaps the one before by `overlapMs`, which covers times without milliseconds and clocks that differ a
 * little; every few minutes one overlaps by minutes.
 */
export async function nextWindow(
  cursors: Cursors,
  { cursor, lookedBackAt, overlapMs }: { cursor: string | undefined; lookedBackAt: string; overlapMs: number },
): Promise<ReadingWindow> {
  const now = Date.now();
  const isLookBack = now - Number((await cursors.get(lookedBackAt)) ?? '0') >= LOOK_BACK_EVERY_MS;
  const from =
    cursor === undefined ? now - FIRST_ROUND_BACK_MS : Date.parse(cursor) - (isLookBack ? LOOK_BACK_MS : overlapMs);
  return {
    from: new Date(from).toISOString(),
    async done() {
      if (isLookBack) await cursors.set(lookedBackAt, String(now));
    },
  };
}
