import { Socket } from 'node:net';
import pg from 'pg';
import type { Query } from '../database/database.js';

/**
 * How long a holder may be silent before those who wait end its session. Far above a busy event loop, far below what a till
 * can wait.
 */
const LEASE_MS = 5_000;
/** A holder renews this often, so that one renewal may be lost. */
const RENEW_EVERY_MS = 1_500;
/** A holder believes in its lease a little shorter than the others do: its last renewal may have taken effect this much earlier. */
const SAFETY_MS = 1_000;
/** Those who wait look this often for a holder whose lease is over. */
const WATCH_EVERY_MS = 1_000;
/** A connection, and an answer that waits for nobody, take milliseconds. */
const ANSWER_WITHIN_MS = 3_000;
/** A goodbye that is not answered is not waited for. */
const END_WITHIN_MS = 500;
/** Longest wait on one session: after that a new one is made, in case nothing reaches this one any more. */
const TURN_WITHIN_MS = 15_000;

/** Milliseconds by two clocks: one jumps when the time is set, the other stands still while a machine sleeps. */
const now = () => ({ wallMs: Date.now(), steadyMs: performance.now() });
type Moment = ReturnType<typeof now>;

interface Lease {
  /** No later than its last renewal took effect. */
  renewedAt: Moment;
  readonly renewing: NodeJS.Timeout;
}

/** A connection of its own, with the socket under it: a connection that swallows everything never says that it has ended. */
interface Session {
  readonly client: pg.Client;
  readonly socket: Socket;
}

interface TakenSlot {
  waited: number;
  cooldown: number;
}

/**
 * The slot of a serial limiter, held by one process at a time: a session lock of PostgreSQL, which hands it on in order
 * without delay, with a lease that each statement of its holder renews. When the process dies its session ends and the slot is free; when it is
 * frozen, or its packets are swallowed, its lease runs out and those who wait end its session.
 *
 * A frozen process that goes on finds its lease over by its own clock, before it sends. What it sent before it froze may
 * still be under way while the next holder calls: nothing on our side can call that back.
 */
export class SlotLease {
  readonly #databaseUrl: string;
  readonly #limiter: string;
  /** Asks over another connection than the one that waits. */
  readonly #query: Query;
  #session: Session | undefined;
  #lease: Lease | undefined;

  constructor(databaseUrl: string, limiter: string, query: Query) {
    this.#databaseUrl = databaseUrl;
    this.#limiter = limiter;
    this.#query = query;
  }

  /** Whether a call may be sent now. False when the lease is over by either clock, or the connection broke. */
  get isHeld(): boolean {
    if (this.#lease === undefined) return false;
    const { wallMs, steadyMs } = now();
    const { renewedAt } = this.#lease;
    return Math.max(wallMs - renewedAt.wallMs, steadyMs - renewedAt.steadyMs) < LEASE_MS - SAFETY_MS;
  }

  /**
   * Waits until no other process holds the slot, then takes it. Returns how long a cooldown still lasts, milliseconds.
   * @throws Error when the database does not answer, or the turn does not come within its deadline
   */
  async take(): Promise<number> {
    // A lease that ran out here may be another's by now.
    if (this.#lease !== undefined) await this.close();
    const session = this.#session ?? (await this.#connect());
    const watching = setInterval(() => this.#endStaleHolder(), WATCH_EVERY_MS);
    const { wallMs, steadyMs } = now();
    try {
      const { rows } = await within(
        TURN_WITHIN_MS,
        session.client.query<TakenSlot>({
          name: 'take_slot',
          text: 'select waited, cooldown from take_slot($1)',
          values: [this.#limiter],
        }),
      );
      const [taken] = rows;
      if (session !== this.#session || taken === undefined)
        throw new Error('The connection broke while the slot was taken.');
      // The answer may have lain here while this process was frozen, so the database says when the lease began.
      const renewedAt = { wallMs: wallMs + taken.waited, steadyMs: steadyMs + taken.waited };
      const renewing = setInterval(() => this.#renew(), RENEW_EVERY_MS).unref();
      this.#lease = { renewedAt, renewing };
      return taken.cooldown;
    } catch (problem) {
      await this.close();
      throw problem;
    } finally {
      clearInterval(watching);
    }
  }

  /** Lets the next process have it. When that cannot be said, the session ends, which says the same. */
  async giveBack(): Promise<void> {
    const session = this.#session;
    if (this.#lease === undefined || session === undefined) return;
    this.#forgetLease();
    try {
      const unlock = { name: 'give_back', text: 'select pg_advisory_unlock($1)', values: [this.#limiter] };
      await within(ANSWER_WITHIN_MS, session.client.query(unlock));
    } catch {
      await this.close();
    }
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    this.#forgetLease();
    if (session !== undefined) await end(session);
  }

  #forgetLease(): void {
    clearInterval(this.#lease?.renewing);
    this.#lease = undefined;
  }

  #renew(): void {
    const lease = this.#lease;
    const session = this.#session;
    if (lease === undefined || session === undefined) return;
    const renewedAt = now();
    // Any statement will do: a session that was ended cannot answer, and one that answers holds its lock.
    within(ANSWER_WITHIN_MS, session.client.query({ name: 'renew_slot', text: 'select' })).then(
      () => {
        lease.renewedAt = renewedAt;
      },
      // The lease runs out; the next call takes the slot over a new session.
      () => {},
    );
  }

  #endStaleHolder(): void {
    this.#query('select end_stale_slot($1, $2)', [this.#limiter, LEASE_MS]).catch(() => {});
  }

  async #connect(): Promise<Session> {
    const socket = new Socket();
    const client = new pg.Client({
      connectionString: this.#databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      application_name: 'onepool slot',
      stream: () => socket,
    });
    const session = { client, socket };
    const lost = () => {
      if (this.#session !== session) return;
      this.#session = undefined;
      this.#forgetLease();
    };
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      // Nobody may ask for a slot while its machine has vanished: the server gives such a session up after about 25 s.
      // No timeout of the database may end a wait that is meant; it has a deadline here.
      await within(
        ANSWER_WITHIN_MS,
        client.query(
          `set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3;
           set statement_timeout = 0; set lock_timeout = 0; set idle_session_timeout = 0`,
        ),
      );
    } catch (problem) {
      await end(session);
      throw problem;
    }
    this.#session = session;
    return session;
  }
}

async function end({ client, socket }: Session): Promise<void> {
  await within(END_WITHIN_MS, client.end()).catch(() => {});
  socket.destroy();
}

/** The result of the work, or a failure after `ms`. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The database did not answer within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
