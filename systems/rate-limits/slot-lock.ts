import pg from 'pg';

/**
 * The slot of a serial limiter, held by one process at a time: a session lock of PostgreSQL on a connection of its own.
 * When the process dies its session ends and the slot is free; nothing is left behind to clean up.
 */
export class SlotLock {
  readonly #databaseUrl: string;
  readonly #limiter: string;
  #session: pg.Client | undefined;
  #isHeld = false;

  constructor(databaseUrl: string, limiter: string) {
    this.#databaseUrl = databaseUrl;
    this.#limiter = limiter;
  }

  /** False also when the connection broke, and with it the lock. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Waits until no other process holds the slot, then takes it. Returns how long a cooldown still lasts, milliseconds. */
  async take(): Promise<number> {
    const session = this.#session ?? (await this.#connect());
    const { rows } = await session.query<{ cooldown: number }>({
      name: 'take_slot',
      text: 'select take_slot($1) as cooldown',
      values: [this.#limiter],
    });
    if (session !== this.#session) throw new Error('The connection broke while the slot was taken.');
    this.#isHeld = true;
    return rows[0]?.cooldown ?? 0;
  }

  /** Lets the next process have it. When that cannot be said, the session ends, which says the same. */
  async giveBack(): Promise<void> {
    const session = this.#session;
    if (!this.#isHeld || session === undefined) return;
    this.#isHeld = false;
    try {
      await session.query({ name: 'give_back', text: 'select pg_advisory_unlock($1)', values: [this.#limiter] });
    } catch {
      await this.close();
    }
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    this.#isHeld = false;
    await session?.end().catch(() => {});
  }

  async #connect(): Promise<pg.Client> {
    const session = new pg.Client({
      connectionString: this.#databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      application_name: 'onepool slot',
    });
    const lost = () => {
      if (this.#session !== session) return;
      this.#session = undefined;
      this.#isHeld = false;
    };
    session.on('error', lost);
    session.on('end', lost);
    await session.connect();
    // A holder whose machine vanished must not block the others: the server gives it up after about 25 s.
    // No timeout of the database may end a wait that is meant.
    await session.query(
      `set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3;
       set statement_timeout = 0; set lock_timeout = 0; set idle_session_timeout = 0`,
    );
    this.#session = session;
    return session;
  }
}
