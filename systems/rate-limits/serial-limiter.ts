import { setTimeout as pauseFor } from 'node:timers/promises';
import type { System } from '../../domain/names.js';
import { openDatabase } from '../database/database.js';
import { Cooldown } from './cooldown.js';
import { limiterKey } from './limiter-key.js';
import type { CallCost, RateLimiter } from './port.js';
import { closing, databaseAway, throttled } from './refusals.js';
import { SlotLock } from './slot-lock.js';
import { WaitingLine } from './wait-queue.js';

/** How long one process may go on calling while others wait. */
const BURST_MS = 100;

export interface OneAtATimeOptions {
  /** A migrated database, reached directly: a session lock does not survive a transaction pooler. */
  readonly databaseUrl: string;
  readonly system: System;
  /** What identifies the account; only a hash of it is stored. */
  readonly credential: string;
  /** Longest wait for a turn before the call is refused as `throttled`, milliseconds; default 20 000. */
  readonly maxWaitMs?: number;
}

/**
 * A gate through which calls pass one at a time, over all processes that use the credential. Within a process the
 * more important lane goes first; between processes the turn goes round. For Sitoo (one request per account) and a
 * WMS (one per goods owner).
 */
export function oneAtATime(options: OneAtATimeOptions): RateLimiter & { close(): Promise<void> } {
  const { databaseUrl, system, maxWaitMs = 20_000 } = options;
  const limiter = limiterKey('turn', system, options.credential);
  const database = openDatabase(databaseUrl, 1);
  const lock = new SlotLock(databaseUrl, limiter);
  const pause = new Cooldown(database.query, limiter);
  const stopping = new AbortController();
  let trouble: unknown;
  let atWork = false;
  let finished: Promise<void> = Promise.resolve();

  const line = new WaitingLine<Promise<void>>(maxWaitMs, () =>
    trouble === undefined
      ? throttled(system, pause.remainingMs() || 1_000, 'other calls with the same credential took too long')
      : databaseAway(system, trouble),
  );

  /** Lets the waiting calls of this process through, one after the other, while it has the turn. */
  async function letThrough(): Promise<void> {
    let since = 0;
    let failures = 0;
    while (line.first() !== undefined) {
      try {
        if (pause.remainingMs() > 0) {
          await lock.giveBack();
          await pauseFor(pause.remainingMs(), undefined, { signal: stopping.signal });
          continue;
        }
        if (!lock.held) {
          pause.heard(await lock.take());
          trouble = undefined;
          failures = 0;
          since = Date.now();
          continue;
        }
      } catch (problem) {
        if (stopping.signal.aborted) break;
        trouble = problem;
        failures += 1;
        await pauseFor(Math.min(1_000, 25 * 2 ** failures), undefined, { signal: stopping.signal }).catch(() => {});
        continue;
      }
      const next = line.first();
      next?.go();
      await next?.need;
      if (Date.now() - since > BURST_MS) await lock.giveBack();
    }
    await lock.giveBack();
  }

  function wake(): void {
    if (atWork) return;
    atWork = true;
    finished = letThrough().finally(() => {
      atWork = false;
      if (line.first() !== undefined) wake();
    });
  }

  return {
    async pass<T>(cost: CallCost, send: () => Promise<T>): Promise<T> {
      if (stopping.signal.aborted) throw closing(system);
      const shutFor = pause.remainingMs();
      if (shutFor > maxWaitMs) throw throttled(system, shutFor, 'it asked us to wait');
      let done = () => {};
      const turn = line.join(cost.lane, new Promise<void>((resolve) => (done = resolve)));
      wake();
      try {
        await turn;
        return await send();
      } finally {
        done();
      }
    },
    closeUntil: (untilMs) => pause.closeUntil(untilMs),
    spent: async () => {},
    // Calls are not counted, they take turns.
    allowances: async () => [],
    learn: async () => {},
    async close() {
      stopping.abort();
      line.refuseAll(closing(system));
      // A call that is on its way keeps the turn until it is answered.
      if (lock.held) await finished;
      await lock.close();
      await finished;
      await database.close();
    },
  };
}
