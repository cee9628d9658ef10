import type { Allowance } from '../../domain/stock/pacing.js';
import type { Query } from '../database/database.js';
import { BUDGET_RULES, type LaneRights, type Quota } from './centra-quota.js';
import type { CallCost, QuotaReading } from './port.js';

export interface Permits {
  readonly requests: number;
  readonly mutations: number;
  readonly complexity: number;
}

/** One call that asks for budget. */
export interface BudgetRequest {
  readonly cost: Pick<CallCost, 'mutation' | 'complexity'>;
  readonly rights: LaneRights;
  /** A more important call waits: this one may take nothing but what is its lane's alone. */
  readonly guaranteedOnly: boolean;
  /** The share up to which permits are granted for local use. */
  readonly localShare: number;
  /** Complexity that earlier calls really cost beyond what was expected of them. */
  readonly correction: number;
}

export type BudgetAnswer =
  | { readonly granted: true; readonly local: Permits }
  /** Ask again in `waitMs`; `cooldown` when the counterpart asked all to wait. */
  | { readonly granted: false; readonly waitMs: number; readonly cooldown: boolean };

interface TakeColumns {
  wait_ms: number;
  cooldown_ms: number;
  local_requests: string | null;
  local_mutations: string | null;
  local_complexity: string | null;
}

interface AllowanceColumns {
  window_seconds: number;
  allowed: string;
  used: string;
  guaranteed_in_ms: number | null;
}

/** The spending of one credential, as PostgreSQL keeps it for all processes; each question is one atomic statement. */
export class BudgetLedger {
  readonly #query: Query;
  readonly #limiter: string;
  readonly #plan: readonly Quota[];
  #isReady = false;

  constructor(query: Query, limiter: string, plan: readonly Quota[]) {
    this.#query = query;
    this.#limiter = limiter;
    this.#plan = plan;
  }

  /** Asks for one call, and records it when it is granted. */
  async take({ cost, rights, guaranteedOnly, localShare, correction }: BudgetRequest): Promise<BudgetAnswer> {
    await this.#prepare();
    const { all, guarantees, lanes } = BUDGET_RULES;
    const { rows } = await this.#query<TakeColumns>(
      'select * from take_budget($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
      [
        ...[
          this.#limiter,
          rights.lane,
          rights.share,
          rights.guarantee,
          guaranteedOnly,
          localShare,
          all,
          guarantees,
          lanes,
        ],
        ...[cost.mutation ? 1 : 0, Math.ceil(cost.complexity), Math.round(correction)],
      ],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('The database gave no answer about a budget: a bug.');
    if (row.cooldown_ms > 0) return { granted: false, waitMs: row.cooldown_ms, cooldown: true };
    if (row.wait_ms > 0) return { granted: false, waitMs: row.wait_ms, cooldown: false };
    const local = {
      requests: Number(row.local_requests ?? 0),
      mutations: Number(row.local_mutations ?? 0),
      complexity: Number(row.local_complexity ?? 0),
    };
    return { granted: true, local };
  }

  /** What a lane may spend on mutations, by window, and what is used of it; the use of others counts in both. */
  async allowances({ lane, share, guarantee }: LaneRights): Promise<Allowance[]> {
    await this.#prepare();
    const { all, guarantees, lanes } = BUDGET_RULES;
    const { rows } = await this.#query<AllowanceColumns>(
      'select * from mutation_allowances($1, $2, $3, $4, $5, $6, $7)',
      [this.#limiter, lane, share, guarantee, all, guarantees, lanes],
    );
    return rows.map(({ window_seconds, allowed, used, guaranteed_in_ms }) => ({
      windowSeconds: window_seconds,
      limit: Number(allowed),
      used: Number(used),
      ...(guaranteed_in_ms === null ? {} : { guaranteedInMs: guaranteed_in_ms }),
    }));
  }

  /**
   * Takes over the counterpart's figures. What it counts beyond our own spending was used by others; that part is not
   * ours to spend until the next reading, or until it has faded.
   */
  async learnQuotas(readings: readonly QuotaReading[]): Promise<void> {
    if (readings.length === 0) return;
    await this.#query(
      `insert into limiter_quotas as q (limiter, type, window_seconds, quota, external_used, read_at)
       select $1, r.type, r.window_seconds, r.quota, greatest(0, r.quota - r.remaining - coalesce((
         select sum(case r.type when 'requests' then requests when 'mutations' then mutations else complexity end)
         from limiter_spending s where s.limiter = $1 and s.window_seconds = r.window_seconds
           and s.bucket >= first_bucket(r.window_seconds, extract(epoch from clock_timestamp())::double precision)), 0)),
         clock_timestamp()
       from unnest($2::text[], $3::integer[], $4::bigint[], $5::bigint[]) as r (type, window_seconds, quota, remaining)
       on conflict (limiter, type, window_seconds) do update
         set quota = excluded.quota, external_used = excluded.external_used, read_at = excluded.read_at`,
      [
        this.#limiter,
        readings.map((reading) => reading.type),
        readings.map((reading) => reading.windowSeconds),
        readings.map((reading) => Math.floor(reading.quota)),
        readings.map((reading) => Math.floor(reading.remaining)),
      ],
    );
  }

  /** Records the assumed plan unless the counterpart's own figures are known. */
  async #prepare(): Promise<void> {
    if (this.#isReady) return;
    await this.#query(
      `insert into limiter_quotas (limiter, type, window_seconds, quota)
       select $1, * from unnest($2::text[], $3::integer[], $4::bigint[])
       on conflict (limiter, type, window_seconds) do nothing`,
      [
        this.#limiter,
        this.#plan.map((quota) => quota.type),
        this.#plan.map((quota) => quota.windowSeconds),
        this.#plan.map((quota) => quota.quota),
      ],
    );
    this.#isReady = true;
  }
}
