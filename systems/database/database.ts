import { createHash } from 'node:crypto';
import pg from 'pg';
import { answerOf, DEADLINES, type Deadlines, SilentConnection, type Watching } from './answers.js';
import { storable } from './storable.js';

/** Runs one prepared statement: parsed and planned once per connection, then only executed. */
export type Query = <Row extends pg.QueryResultRow>(
  sql: string,
  values?: readonly unknown[],
) => Promise<pg.QueryResult<Row>>;

/**
 * Runs statements as one: all of them take effect, or none. `work` runs again when PostgreSQL gave it up in favour of
 * another transaction, so it must do nothing but query.
 */
export type Transaction = <Result>(work: (query: Query) => Promise<Result>) => Promise<Result>;

export interface Database {
  readonly query: Query;
  readonly transaction: Transaction;
  close(): Promise<void>;
}

/** PostgreSQL gave up one of several transactions (serialization failure, deadlock): a repeat may well succeed. */
const WORTH_REPEATING: readonly unknown[] = ['40001', '40P01'];
const MOST_ATTEMPTS = 5;

/**
 * Opens a pool, the only place that does. Connections are made when needed, an idle one never keeps the process alive, and one
 * that broke (the server was restarted) is replaced at the next query. Every statement has a deadline on both sides; when one
 * connection turns out to be silent, all are given up, since what drops the packets of one drops those of the others.
 */
export function openDatabase(databaseUrl: string, maxConnections = 10, deadlines: Deadlines = DEADLINES): Database {
  const watching = { databaseUrl, deadlines };
  const makePool = () => poolOf(watching, maxConnections);
  let pool = makePool();
  let closing: Promise<void> | undefined;

  /** A connection for as long as the work takes. */
  async function onConnection<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const mine = pool;
    const client = await mine.connect();
    const connection = connectionOf(client, watching);
    try {
      return await work(connection);
    } finally {
      connection.free();
      client.release(connection.isBroken);
      if (connection.isSilent && pool === mine && closing === undefined) {
        pool = makePool();
        mine.end().catch(() => {});
      }
    }
  }

  return {
    query: (sql, values) => onConnection(({ query }) => query(sql, values)),
    async transaction(work) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await onConnection((connection) => atomically(connection, work));
        } catch (problem) {
          if (attempt === MOST_ATTEMPTS || !WORTH_REPEATING.includes(codeOf(problem))) throw problem;
        }
      }
    },
    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
}

function poolOf({ databaseUrl, deadlines }: Watching, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    allowExitOnIdle: true,
    keepAlive: true,
    connectionTimeoutMillis: deadlines.connectMs,
    statement_timeout: deadlines.statementMs,
    idle_in_transaction_session_timeout: deadlines.idleInTransactionMs,
    application_name: 'onepool',
  });
  // The pool drops an idle connection that failed. Without a listener the failure would end the process.
  pool.on('error', () => {});
  return pool;
}

/** One connection of the pool while it is used. */
interface Connection {
  readonly query: Query;
  /** It must not be used again. */
  readonly isBroken: boolean;
  /** Nothing comes back over it. */
  readonly isSilent: boolean;
  free(): void;
}

const names = new Map<string, string>();

function nameOf(sql: string): string {
  let name = names.get(sql);
  if (name === undefined) {
    name = createHash('sha1').update(sql).digest('base64url');
    names.set(sql, name);
  }
  return name;
}

function connectionOf(client: pg.PoolClient, watching: Watching): Connection {
  let isBroken = false;
  let isSilent = false;
  // A failure between two statements reaches only listeners; the next statement fails by itself.
  const ignore = (): void => {
    isBroken = true;
  };
  client.on('error', ignore);
  return {
    async query(sql, values = []) {
      try {
        return await answerOf(
          client,
          client.query({ name: nameOf(sql), text: sql, values: values.map(storable) }),
          watching,
        );
      } catch (problem) {
        isSilent ||= problem instanceof SilentConnection;
        // What the server itself refuses leaves the connection as good as before.
        isBroken ||= !(problem instanceof pg.DatabaseError) || problem.severity !== 'ERROR';
        throw problem;
      }
    },
    get isBroken() {
      return isBroken;
    },
    get isSilent() {
      return isSilent;
    },
    free: () => {
      client.removeListener('error', ignore);
    },
  };
}

async function atomically<Result>(connection: Connection, work: (query: Query) => Promise<Result>): Promise<Result> {
  const { query } = connection;
  await query('begin');
  try {
    const result = await work(query);
    await query('commit');
    return result;
  } catch (problem) {
    // A connection that cannot even roll back is not put back into the pool.
    if (!connection.isBroken) await query('rollback').catch(() => {});
    throw problem;
  }
}

const codeOf = (problem: unknown): unknown =>
  typeof problem === 'object' && problem !== null && 'code' in problem ? problem.code : undefined;
