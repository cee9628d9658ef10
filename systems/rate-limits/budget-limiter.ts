import type { System } from '../../domain/names.js';
import { openDatabase } from '../database/database.js';
import { BudgetLedger } from './budget-ledger.js';
import { BudgetQueue } from './budget-queue.js';
import { GROWTH_PLAN, type Quota, shareOf } from './centra-quota.js';
import { Cooldown } from './cooldown.js';
import { PriceCorrections } from './cost-corrections.js';
import { limiterKey } from './limiter-key.js';
import { SparePermits } from './local-permits.js';
import type { RateLimiter } from './port.js';
import { closing, databaseAway, throttled } from './refusals.js';

export interface BudgetedOptions {
  /** A migrated database. */
  readonly databaseUrl: string;
  readonly system: System;
  /** What identifies the account; only a hash of it is stored. */
  readonly credential: string;
  /** Longest wait before a call is refused as `throttled`, milliseconds; default 20 000. */
  readonly maxWaitMs?: number;
  /** What is assumed until the counterpart says better; default Centra's smallest plan. */
  readonly plan?: readonly Quota[];
}

/**
 * A gate through which calls pass while the budgets of the credential last, over all processes that use it: requests,
 * mutations and complexity, each in two windows. The less important a lane, the earlier it has to wait. For Centra.
 */
export function budgeted(options: BudgetedOptions): RateLimiter & { close(): Promise<void> } {
  const { databaseUrl, system, maxWaitMs = 20_000, plan = GROWTH_PLAN } = options;
  const limiter = limiterKey('budget', system, options.credential);
  const database = openDatabase(databaseUrl, 2);
  const ledger = new BudgetLedger(database.query, limiter, plan);
  const pause = new Cooldown(database.query, limiter);
  const spare = new SparePermits();
  const stopping = new AbortController();

  const corrections = new PriceCorrections();
  const parts = { system, maxWaitMs, ledger, pause, spare, corrections, stopping: stopping.signal };
  // Of their own, so that reads still pass when the mutations of the hour are used up.
  const reads = new BudgetQueue(parts);
  const mutations = new BudgetQueue(parts);

  return {
    async pass(cost, send) {
      if (stopping.signal.aborted) throw closing(system);
      const shutFor = pause.remainingMs();
      if (shutFor > maxWaitMs) throw throttled(system, shutFor, 'it asked us to wait');
      await (cost.mutation ? mutations : reads).turn(cost);
      const answer = await send();
      corrections.answered(cost.complexity);
      return answer;
    },
    async closeUntil(untilMs) {
      spare.drop();
      await pause.closeUntil(untilMs);
    },
    async spent(complexity) {
      corrections.record(complexity);
    },
    async allowances(lane) {
      try {
        return await ledger.allowances(shareOf(lane));
      } catch (problem) {
        throw databaseAway(system, problem);
      }
    },
    async learn(readings) {
      await ledger.learn(readings);
      spare.drop();
      reads.lookAgain();
      mutations.lookAgain();
    },
    async close() {
      stopping.abort();
      await Promise.all([reads.close(), mutations.close()]);
      await database.close();
    },
  };
}
