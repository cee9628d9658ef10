import pg from 'pg';

/** How long statements may take, and how soon a connection that answers nothing is found. Tests give others. */
export interface Deadlines {
  /** A statement that takes longer is looked after: whether the server still works at it. */
  readonly probeAfterMs: number;
  /** No statement needs longer; work that does is done in pieces. */
  readonly statementMs: number;
  /** A free connection, and a new one, take milliseconds; under load they take a little longer. */
  readonly connectMs: number;
  /** A transaction whose process is frozen between two statements holds its locks no longer than this. */
  readonly idleInTransactionMs: number;
}

export const DEADLINES: Deadlines = {
  probeAfterMs: 2_000,
  statementMs: 60_000,
  connectMs: 5_000,
  idleInTransactionMs: 10_000,
};

/** An answer that is on its way arrives within this, once the server has finished. */
const ARRIVES_WITHIN_MS = 1_000;
/** The server ends a statement that is too long by itself; its error gets this long to arrive. */
const GRACE_MS = 2_000;

/** Nothing comes back over this connection any more. Whether the statement took effect is not known. */
export class SilentConnection extends Error {
  override readonly name = 'SilentConnection';
}

/**
 * The result of a statement, or a failure once it is certain that none will come: the server says over another connection
 * that it does not work at it, or its time is over. A network that drops packets without a word says nothing by itself for minutes.
 * @throws SilentConnection, or what the statement throws
 */
export async function answerOf<T>(client: pg.ClientBase, work: Promise<T>, watching: Watching): Promise<T> {
  const { probeAfterMs, statementMs } = watching.deadlines;
  const begunAt = Date.now();
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const silent = new Promise<never>((_, reject) => {
    const fail = (why: string) => reject(new SilentConnection(`PostgreSQL does not answer over a connection: ${why}.`));
    const look = async (seenIdle: boolean): Promise<void> => {
      if (Date.now() - begunAt > statementMs + GRACE_MS) return fail(`a statement took longer than ${statementMs} ms`);
      const isIdle = await isIdleOnServer(client, watching);
      if (isOver) return;
      if (isIdle && seenIdle) return fail('the server waits for a statement that was sent');
      timer = setTimeout(look, isIdle ? ARRIVES_WITHIN_MS : probeAfterMs, isIdle);
    };
    timer = setTimeout(look, probeAfterMs, false);
  });
  try {
    return await Promise.race([work, silent]);
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}

export interface Watching {
  readonly databaseUrl: string;
  readonly deadlines: Deadlines;
}

/** Whether the server says that the session of this connection does nothing, or is gone. False when nobody can be asked. */
async function isIdleOnServer(client: pg.ClientBase, { databaseUrl, deadlines }: Watching): Promise<boolean> {
  const pid = 'processID' in client ? client.processID : undefined;
  if (typeof pid !== 'number') return false;
  const other = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: deadlines.connectMs,
    query_timeout: deadlines.connectMs,
    application_name: 'onepool probe',
  });
  other.on('error', () => {});
  try {
    await other.connect();
    const { rows } = await other.query<{ works: boolean }>(
      `select exists (select from pg_stat_activity where pid = $1 and (state is null or state not like 'idle%')) as works`,
      [pid],
    );
    return rows[0]?.works === false;
  } catch {
    return false;
  } finally {
    other.end().catch(() => {});
  }
}
