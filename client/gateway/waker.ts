import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Follower } from '../../domain/followers.js';

export interface Waker {
  /** Asks for a wake of a follower; returns at once. */
  ask(follower: Follower): void;
  /** Resolves when every requested wake has been tried. */
  close(): Promise<void>;
}

/**
 * Batches wakes, so that a flood of events becomes few signals: for each follower at most one is under way, and at most
 * one starts every `gatherMs` of it. A wake that fails is logged and dropped: the follower also wakes by its own timer.
 */
export function createWaker(options: {
  wake: (follower: Follower) => Promise<void>;
  log: Logger;
  gatherMs?: (follower: Follower) => number;
}): Waker {
  const { wake, log, gatherMs = () => 50 } = options;
  const asked = new Set<Follower>();
  const running = new Map<Follower, Promise<void>>();
  const closing = new AbortController();

  async function run(follower: Follower): Promise<void> {
    while (asked.delete(follower)) {
      const rest = pause(gatherMs(follower), undefined, { signal: closing.signal }).catch(() => {});
      try {
        await wake(follower);
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
