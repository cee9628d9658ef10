import type { Allowance } from '../../domain/stock/publish-order.js';
import type { Query } from '../database/database.js';
import type { Quota } from './centra-quota.js';
import type { BudgetReading } from './port.js';

export interface Permits {
  readonly requests: number;
  readonly mutations: number;
  readonly complexity: number;
}

export type Answer =
  | { readonly granted: true; readonly spare: Permits }
  /** Ask again in `waitMs`; `paused` when the counterpart asked for it. */
  | { readonly granted: false; readonly waitMs: number; readonly paused: boolean };

interface TakeColumns {
  wait_ms: number;
  paused_ms: number;
  spare_requests: string | null;
  spare_mutations: string | null;
  spare_complexity: string | null;
}

/** The spending of one credential as PostgreSQL keeps it for all processes; each question is one atomic statement. */
export class BudgetLedger {
  readonly #query: Query;
  readonly #limiter: string;
  readonly #plan: readonly Quota[];
  #ready = false;

  constructor(query: Query, limiter: string, plan: readonly Quota[]) {
    this.#query = query;
    this.#limiter = limiter;
    this.#plan = plan;
  }

  /** Asks for one call of this cost. `correction` is complexity that earlier calls really cost beyond what was asked. */
  async take(
    cost: { mutation: boolean; complexity: number },
    share: number,
    spareShare: number,
    correction: number,
  ): Promise<Answer> {
    await this.#prepare();
    const { rows } = await this.#query<TakeColumns>('select * from take_budget($1, $2, $3, $4, $5, $6)', [
      this.#limiter,
      share,
      spareShare,
      cost.mutation ? 1 : 0,
      Math.ceil(cost.complexity),
      Math.round(correction),
    ]);
    const [row] = rows;
    if (row === undefined) throw new Error('the database gave no answer about a budget');
    if (row.paused_ms > 0) return { granted: false, waitMs: row.paused_ms, paused: true };
    if (row.wait_ms > 0) return { granted: false, waitMs: row.wait_ms, paused: false };
    const spare = {
      requests: Number(row.spare_requests ?? 0),
      mutations: Number(row.spare_mutations ?? 0),
      complexity: Number(row.spare_complexity ?? 0),
    };
    return { granted: true, spare };
  }

  /** What a lane with this share may spend on mutations, by window, and what is used of it; others' use counts in both. */
  async allowances(share: number): Promise<Allowance[]> {
    await this.#prepare();
    const { rows } = await this.#query<{ window_seconds: number; allowed: string; used: string }>(
      'select * from mutation_allowances($1, $2)',
      [this.#limiter, share],
    );
    return rows.map(({ window_seconds, allowed, used }) => ({
      windowSeconds: window_seconds,
      limit: Number(allowed),
      used: Number(used),
    }));
  }

  /**
   * Takes over what the counterpart says of its budgets. What it counts beyond our own spending was used by others;
   * that part is not ours to spend until the next reading, or until it is forgotten.
   */
  async learn(readings: readonly BudgetReading[]): Promise<void> {
    if (readings.length === 0) return;
    await this.#query(
      `insert into limiter_quotas as q (limiter, type, window_seconds, quota, external_used, read_at)
       select $1, r.type, r.window_seconds, r.quota, greatest(0, r.quota - r.remaining - coalesce((
         select sum(case r.type when 'requests' then requests when 'mutations' then mutations else complexity end)
         from limiter_spending s where s.limiter = $1 and s.window_seconds = r.window_seconds
           and s.slot >= first_slot(r.window_seconds, extract(epoch from clock_timestamp())::double precision)), 0)),
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

  /** Writes down the assumed plan unless the real one has been learned. */
  async #prepare(): Promise<void> {
    if (this.#ready) return;
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
    this.#ready = true;
  }
}
