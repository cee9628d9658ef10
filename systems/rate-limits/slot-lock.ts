import pg from 'pg';

/**
 * The right to call, held by one process at a time: a session lock of PostgreSQL on a connection of its own. When the
 * process dies its session ends and the lock is free; nothing is left behind to clean up.
 */
export class SlotLock {
  readonly #databaseUrl: string;
  readonly #limiter: string;
  #session: pg.Client | undefined;
  #held = false;

  constructor(databaseUrl: string, limiter: string) {
    this.#databaseUrl = databaseUrl;
    this.#limiter = limiter;
  }

  /** False also when the connection broke, and with it the lock. */
  get held(): boolean {
    return this.#held;
  }

  /** Waits until no other process holds it, then takes it. Returns how long a pause still lasts, milliseconds. */
  async take(): Promise<number> {
    const session = this.#session ?? (await this.#connect());
    const { rows } = await session.query<{ paused: number }>({
      name: 'take_turn',
      text: 'select take_slot($1) as paused',
      values: [this.#limiter],
    });
    if (session !== this.#session) throw new Error('the connection broke while the turn was taken');
    this.#held = true;
    return rows[0]?.paused ?? 0;
  }

  /** Lets the next process have it. When that cannot be said, the session ends, which says the same. */
  async giveBack(): Promise<void> {
    const session = this.#session;
    if (!this.#held || session === undefined) return;
    this.#held = false;
    try {
      await session.query({ name: 'give_back', text: 'select pg_advisory_unlock($1)', values: [this.#limiter] });
    } catch {
      await this.close();
    }
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    this.#held = false;
    await session?.end().catch(() => {});
  }

  async #connect(): Promise<pg.Client> {
    const session = new pg.Client({
      connectionString: this.#databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      application_name: 'onepool turn',
    });
    const lost = () => {
      if (this.#session !== session) return;
      this.#session = undefined;
      this.#held = false;
    };
    session.on('error', lost);
    session.on('end', lost);
    await session.connect();
    // A holder whose machine vanished must not block the others: the server gives it up after about 25 s.
    // No time limit of the database may end a wait that is meant.
    await session.query(
      `set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3;
       set statement_timeout = 0; set lock_timeout = 0; set idle_session_timeout = 0`,
    );
    this.#session = session;
    return session;
  }
}
