import { createHash } from 'node:crypto';
import pg from 'pg';

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
 * Opens a pool. Connections are made when needed, an idle one never keeps the process alive, and one that broke
 * (the server was restarted) is replaced at the next query.
 */
export function openDatabase(databaseUrl: string, maxConnections = 10): Database {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: maxConnections,
    allowExitOnIdle: true,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    application_name: 'onepool',
  });
  // The pool drops an idle connection that failed. Without a listener the failure would end the process.
  pool.on('error', () => {});
  const names = new Map<string, string>();
  const queryOn =
    (connection: pg.Pool | pg.PoolClient): Query =>
    (sql, values = []) => {
      let name = names.get(sql);
      if (name === undefined) {
        name = createHash('sha1').update(sql).digest('base64url');
        names.set(sql, name);
      }
      return connection.query({ name, text: sql, values: [...values] });
    };
  let closing: Promise<void> | undefined;
  return {
    query: queryOn(pool),
    async transaction(work) {
      for (let attempt = 1; ; attempt += 1) {
        const client = await pool.connect();
        let broken = false;
        // A failure between two statements reaches only listeners; the next statement fails by itself.
        const ignore = (): void => {};
        client.on('error', ignore);
        try {
          await client.query('begin');
          const result = await work(queryOn(client));
          await client.query('commit');
          return result;
        } catch (problem) {
          await client.query('rollback').catch(() => {
            broken = true;
          });
          if (attempt === MOST_ATTEMPTS || !WORTH_REPEATING.includes(codeOf(problem))) throw problem;
        } finally {
          // A connection that cannot even roll back is not put back into the pool.
          client.removeListener('error', ignore);
          client.release(broken);
        }
      }
    },
    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
}

const codeOf = (problem: unknown): unknown =>
  typeof problem === 'object' && problem !== null && 'code' in problem ? problem.code : undefined;
