import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { System } from '../../domain/names.js';

export interface Waker {
  /** Asks for a wake of a system's follower; returns at once. */
  ask(system: System): void;
  /** Resolves when every requested wake has been tried. */
  close(): Promise<void>;
}

/**
 * Batches wakes, so that a flood of events becomes few signals: for each system at most one is under way, and at most
 * one starts every `gatherMs`. A wake that fails is logged and dropped: the follower also wakes by its own timer.
 */
export function createWaker(options: {
  wake: (system: System) => Promise<void>;
  log: Logger;
  gatherMs?: number;
}): Waker {
  const { wake, log, gatherMs = 50 } = options;
  const asked = new Set<System>();
  const running = new Map<System, Promise<void>>();
  const closing = new AbortController();

  async function run(system: System): Promise<void> {
    while (asked.delete(system)) {
      const rest = pause(gatherMs, undefined, { signal: closing.signal }).catch(() => {});
      try {
        await wake(system);
      } catch (err) {
        log.warn({ system, err }, 'The follower could not be woken; its timer will wake it');
      }
      await rest;
    }
    running.delete(system);
  }

  return {
    ask(system) {
      asked.add(system);
      if (!running.has(system)) running.set(system, run(system));
    },
    async close() {
      closing.abort();
      await Promise.all(running.values());
    },
  };
}
