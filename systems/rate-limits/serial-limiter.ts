import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from '../../domain/names.js';
import { openDatabase } from '../database/database.js';
import { Cooldown } from './cooldown.js';
import { limiterKey } from './limiter-key.js';
import type { CallCost, RateLimiter } from './port.js';
import { closing, databaseAway, throttled } from './refusals.js';
import { SlotLease } from './slot-lease.js';
import { WaitQueue } from './wait-queue.js';

/** How long one process may go on calling while others wait. */
const BURST_MS = 100;

export interface SerialLimiterOptions {
  /** A migrated database, reached directly: a session lock does not survive a transaction pooler. */
  readonly databaseUrl: string;
  readonly system: System;
  /** What identifies the account; only a hash of it is stored. */
  readonly credential: string;
  /** Longest wait before a call is refused as `throttled`, milliseconds; default 20 000. */
  readonly maxWaitMs?: number;
}

/**
 * A limiter through which calls pass one at a time, over all processes that use the credential. Within a process the
 * more important lane goes first; the processes take turns. For Sitoo (one request per account) and a WMS (one per
 * goods owner).
 */
export function serialLimiter(options: SerialLimiterOptions): RateLimiter & { close(): Promise<void> } {
  const { databaseUrl, system, maxWaitMs = 20_000 } = options;
  const limiter = limiterKey('slot', system, options.credential);
  const database = openDatabase(databaseUrl, 1);
  const slot = new SlotLease(databaseUrl, limiter, database.query);
  const cooldown = new Cooldown(database.query, limiter);
  const stopping = new AbortController();
  const { signal } = stopping;
  let databaseProblem: unknown;

  /** What a waiting call needs: a promise that ends when it is answered. */
  const queue = new WaitQueue<Promise<void>>(maxWaitMs, () =>
    databaseProblem === undefined
      ? throttled(system, cooldown.remainingMs() || 1_000, 'other calls with the same credential took too long')
      : databaseAway(system, databaseProblem),
  );

  let takenAt = 0;
  /** One step towards a call: waits out a cooldown, or takes the slot. True when this process holds it and may call. */
  async function isReady(): Promise<boolean> {
    if (cooldown.remainingMs() > 0) {
      await slot.giveBack();
      await sleep(cooldown.remainingMs(), undefined, { signal });
      return false;
    }
    if (slot.isHeld) return true;
    cooldown.extend(await slot.take());
    databaseProblem = undefined;
    takenAt = Date.now();
    return false;
  }

  /** Lets the waiting calls of this process go, one after the other, while it holds the slot. */
  async function serve(): Promise<void> {
    let failures = 0;
    while (queue.first() !== undefined) {
      try {
        const ready = await isReady();
        failures = 0;
        if (!ready) continue;
      } catch (problem) {
        if (signal.aborted) break;
        databaseProblem = problem;
        failures += 1;
        await sleep(Math.min(1_000, 25 * 2 ** failures), undefined, { signal }).catch(() => {});
        continue;
      }
      const next = queue.first();
      next?.go();
      await next?.need;
      if (Date.now() - takenAt > BURST_MS) await slot.giveBack();
    }
    await slot.giveBack();
  }

  let isServing = false;
  let served: Promise<void> = Promise.resolve();
  function serveSoon(): void {
    if (isServing) return;
    isServing = true;
    served = serve().finally(() => {
      isServing = false;
      if (queue.first() !== undefined) serveSoon();
    });
  }

  return {
    async pass<T>(cost: CallCost, send: () => Promise<T>): Promise<T> {
      if (signal.aborted) throw closing(system);
      const remainingMs = cooldown.remainingMs();
      if (remainingMs > maxWaitMs) throw throttled(system, remainingMs, 'it asked us to wait');
      for (const lastMs = Date.now() + maxWaitMs; ; ) {
        let done = () => {};
        const admitted = queue.join(cost.lane, new Promise<void>((resolve) => (done = resolve)));
        serveSoon();
        try {
          await admitted;
          // This process may have been frozen since it was admitted, and another may call by now.
          if (slot.isHeld) return await send();
        } finally {
          done();
        }
        if (Date.now() > lastMs) throw throttled(system, 1_000, 'its turn was over before it could be sent');
      }
    },
    pauseUntil: (untilMs) => cooldown.pauseUntil(untilMs),
    // Calls are not counted here.
    recordCost: async () => {},
    allowances: async () => [],
    learnQuotas: async () => {},
    async close() {
      stopping.abort();
      queue.refuseAll(closing(system));
      // A call that is under way keeps the slot until it is answered.
      if (slot.isHeld) await served;
      await slot.close();
      await served;
      await database.close();
    },
  };
}
