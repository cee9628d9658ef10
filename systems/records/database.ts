import { createHash } from 'node:crypto';
import pg from 'pg';

/** One prepared statement: parsed and planned once per connection, then only executed. */
export type Query = <Row extends pg.QueryResultRow>(
  sql: string,
  values?: readonly unknown[],
) => Promise<pg.QueryResult<Row>>;

export interface Database {
  readonly query: Query;
  close(): Promise<void>;
}

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
  // The pool drops an idle connection that failed; without a listener the failure would end the process.
  pool.on('error', () => {});
  const names = new Map<string, string>();
  let closing: Promise<void> | undefined;
  return {
    query: (sql, values = []) => {
      let name = names.get(sql);
      if (name === undefined) {
        name = createHash('sha1').update(sql).digest('base64url');
        names.set(sql, name);
      }
      return pool.query({ name, text: sql, values: [...values] });
    },
    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
}
