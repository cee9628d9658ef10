import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { FollowerOfBrand } from '../../domain/followers.js';

export interface Waker {
  /** Asks for a wake of a follower; returns at once. */
  ask(follower: FollowerOfBrand): void;
  /** Resolves when every requested wake has been tried. */
  close(): Promise<void>;
}

/**
 * A wake that was not taken is repeated after this long, then after twice as long, and so on up to the longest: nothing
 * but a follower that ended while no worker ran needs it.
 */
const FIRST_REPEAT_MS = 30_000;
const LONGEST_REPEAT_MS = 16 * 60_000;

export interface WakerOptions {
  readonly wake: (follower: FollowerOfBrand) => Promise<void>;
  readonly log: Logger;
  /** At most one wake of a follower starts in this time, ms. */
  readonly gatherMs?: (follower: FollowerOfBrand) => number;
  /** So much later than the others it is woken, ms. */
  readonly delayMs?: (follower: FollowerOfBrand) => number;
  /** How many rounds a follower has begun. Without it every wake counts as taken. */
  readonly roundsBegun?: (follower: FollowerOfBrand) => Promise<number>;
  /** Our clock, epoch milliseconds. */
  readonly nowMs?: () => number;
}

/** The last wake that was sent to a follower. */
interface SentWake {
  /** Rounds that it had begun before. */
  readonly rounds: number;
  readonly atMs: number;
  /** Wakes in a row that were not taken. */
  readonly untaken: number;
}

/**
 * Batches wakes, so that a flood of events becomes few signals: for each follower at most one is under way, and at most
 * one starts every `gatherMs` of it. While the last one was not taken, since no worker runs, no further one is sent: signals
 * that pile up at a workflow are all handed to its worker in one piece. A wake that fails is logged and dropped: the
 * follower also wakes by its own timer.
 */
export function createWaker(options: WakerOptions): Waker {
  const { wake, log, gatherMs = () => 50, delayMs = () => 0 } = options;
  const isNeeded = untakenWakes(options);
  const asked = new Set<FollowerOfBrand>();
  const running = new Map<FollowerOfBrand, Promise<void>>();
  const closing = new AbortController();

  async function run(follower: FollowerOfBrand): Promise<void> {
    while (asked.has(follower)) {
      if (delayMs(follower) > 0) await pause(delayMs(follower), undefined, { signal: closing.signal }).catch(() => {});
      asked.delete(follower);
      const rest = pause(gatherMs(follower), undefined, { signal: closing.signal }).catch(() => {});
      try {
        const noteSent = await isNeeded(follower);
        if (noteSent !== undefined) {
          await wake(follower);
          noteSent();
        }
      } catch (err) {
        log.warn({ follower, err }, 'The follower could not be woken; its timer will wake it');
      }
      await rest;
    }
    running.delete(follower);
  }

  return {
    ask(follower) {
      asked.add(follower);
      if (!running.has(follower)) running.set(follower, run(follower));
    },
    async close() {
      closing.abort();
      await Promise.all(running.values());
    },
  };
}

/**
 * Remembers which wakes were taken: a round that began after a wake was sent has read all that was stored before. Returns what
 * notes that a wake was sent, or undefined when the last one still does.
 */
function untakenWakes({ roundsBegun, nowMs = Date.now }: WakerOptions) {
  const sent = new Map<FollowerOfBrand, SentWake>();
  return async (follower: FollowerOfBrand): Promise<(() => void) | undefined> => {
    if (roundsBegun === undefined) return () => {};
    const rounds = await roundsBegun(follower);
    const last = sent.get(follower);
    const isUntaken = last !== undefined && rounds <= last.rounds;
    if (isUntaken) {
      const repeatMs = Math.min(LONGEST_REPEAT_MS, FIRST_REPEAT_MS * 2 ** last.untaken);
      if (nowMs() - last.atMs < repeatMs) return undefined;
    }
    const atMs = nowMs();
    return () => sent.set(follower, { rounds, atMs, untaken: isUntaken ? last.untaken + 1 : 0 });
  };
}
