import type { Query } from '../database/database.js';

/** How long no call passes after a 429: known in this process immediately, and to the others through PostgreSQL. */
export class Cooldown {
  readonly #query: Query;
  readonly #limiter: string;
  #untilMs = 0;

  constructor(query: Query, limiter: string) {
    this.#query = query;
    this.#limiter = limiter;
  }

  /** Milliseconds until calls may pass again; 0 when they may. */
  remainingMs(): number {
    return Math.max(0, this.#untilMs - Date.now());
  }

  /** Takes over what the database says. It counts by its own clock, so only lengths of time are exchanged. */
  extend(remainingMs: number): void {
    if (remainingMs > 0) this.#untilMs = Math.max(this.#untilMs, Date.now() + remainingMs);
  }

  /**
   * Lets no process pass until `untilMs` (epoch); never shortens a cooldown. Does not fail: the caller has an answer to
   * deal with, and a process that is not told gets a 429 of its own.
   */
  async pauseUntil(untilMs: number): Promise<void> {
    const remainingMs = untilMs - Date.now();
    if (remainingMs <= 0) return;
    this.extend(remainingMs);
    await this.#query(
      `insert into limiter_cooldowns as p (limiter, until) values ($1, clock_timestamp() + make_interval(secs => $2))
       on conflict (limiter) do update set until = excluded.until where excluded.until > p.until`,
      [this.#limiter, remainingMs / 1000],
    ).catch(() => {});
  }
}
