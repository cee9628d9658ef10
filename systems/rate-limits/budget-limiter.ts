import type { System } from '../../domain/names.js';
import { openDatabase } from '../database/database.js';
import { BudgetLedger } from './budget-ledger.js';
import { BudgetQueue } from './budget-queue.js';
import { GROWTH_PLAN, type Quota, rightsOf } from './centra-quota.js';
import { Cooldown } from './cooldown.js';
import { CostCorrections } from './cost-corrections.js';
import { limiterKey } from './limiter-key.js';
import { LocalPermits } from './local-permits.js';
import type { RateLimiter } from './port.js';
import { closing, databaseAway, throttled } from './refusals.js';

export interface BudgetLimiterOptions {
  /** A migrated database. */
  readonly databaseUrl: string;
  readonly system: System;
  /** What identifies the account; only a hash of it is stored. */
  readonly credential: string;
  /** Longest wait before a call is refused as `throttled`, milliseconds; default 20 000. */
  readonly maxWaitMs?: number;
  /** What is assumed until the counterpart gives its own figures; default Centra's smallest plan. */
  readonly plan?: readonly Quota[];
}

/**
 * A limiter through which calls pass while the budgets of the credential last, over all processes that use it: requests,
 * mutations and complexity, each in two windows. The less important a lane, the earlier it has to wait, but each
 * has a guarantee that no other can take. For Centra.
 */
export function budgetLimiter(options: BudgetLimiterOptions): RateLimiter & { close(): Promise<void> } {
  const { databaseUrl, system, maxWaitMs = 20_000, plan = GROWTH_PLAN } = options;
  const limiter = limiterKey('budget', system, options.credential);
  const database = openDatabase(databaseUrl, 2);
  const ledger = new BudgetLedger(database.query, limiter, plan);
  const cooldown = new Cooldown(database.query, limiter);
  const localPermits = new LocalPermits();
  const corrections = new CostCorrections();
  const stopping = new AbortController();

  const shared = { system, maxWaitMs, ledger, cooldown, localPermits, corrections, stopping: stopping.signal };
  // Two queues, so that reads still pass when the mutations of the hour are used up.
  const reads = new BudgetQueue(shared);
  const mutations = new BudgetQueue(shared);

  return {
    async pass(cost, send) {
      if (stopping.signal.aborted) throw closing(system);
      const remainingMs = cooldown.remainingMs();
      if (remainingMs > maxWaitMs) throw throttled(system, remainingMs, 'it asked us to wait');
      await (cost.mutation ? mutations : reads).admit(cost);
      const answer = await send();
      corrections.answered(cost.complexity);
      return answer;
    },
    async pauseUntil(untilMs) {
      localPermits.drop();
      await cooldown.pauseUntil(untilMs);
    },
    async recordCost(complexity) {
      corrections.record(complexity);
    },
    async allowances(lane) {
      try {
        return await ledger.allowances(rightsOf(lane));
      } catch (problem) {
        throw databaseAway(system, problem);
      }
    },
    async learnQuotas(readings) {
      await ledger.learnQuotas(readings);
      localPermits.drop();
      reads.recheck();
      mutations.recheck();
    },
    async close() {
      stopping.abort();
      await Promise.all([reads.close(), mutations.close()]);
      await database.close();
    },
  };
}
