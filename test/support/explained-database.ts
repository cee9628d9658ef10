import pg from 'pg';
import { type Database, openDatabase, type Query } from '../../systems/database/database.js';
import { recordsOver } from '../../systems/database/open-database.js';
import type { Records } from '../../systems/database/port.js';
import { freshDatabase } from './fresh-database.js';

/** What PostgreSQL had to do for one statement. */
export interface StatementCost {
  readonly sql: string;
  /** Pages of 8 kB that were touched, of tables and of indexes. */
  readonly pages: number;
  /** Rows that were read, and pairs of rows that were compared in vain. */
  readonly rows: number;
  /** Tables that are read from their first row to their last where the values are not known to the planner, as in a prepared statement. */
  readonly readWhole: readonly string[];
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Records over a fresh database that is filled first, of which every statement is explained; `close` drops it. */
export async function explainedRecords(fill: (query: Query) => Promise<void>): Promise<{
  readonly records: Records;
  take(): StatementCost[];
  close(): Promise<void>;
}> {
  const fresh = await freshDatabase();
  const filling = openDatabase(fresh.databaseUrl, 1);
  await fill(filling.query);
  await filling.close();
  const { database, take } = await explainedDatabase(fresh.databaseUrl);
  const records = recordsOver(database);
  return {
    records,
    take,
    async close() {
      await records.close();
      await fresh.drop();
    },
  };
}

/**
 * A database of one connection that has every statement explained and run before it is really run, and notes what it took.
 * What only the explained run changed is undone.
 */
async function explainedDatabase(
  databaseUrl: string,
): Promise<{ readonly database: Database; take(): StatementCost[] }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  let costs: StatementCost[] = [];
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: statements of one connection must not come between each other's savepoints. */
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const next = last.then(run, run);
    last = next.catch(() => {});
    return next;
  };

  const run: Query = async (sql, values = []) => {
    const text = sql.trim();
    const generic = await planOf(client, `explain (generic_plan, format json) ${text}`);
    await client.query('savepoint explained');
    const plan = await planOf(client, `explain (analyze, buffers, timing off, format json) ${text}`, values);
    await client.query('rollback to savepoint explained');
    const pages = (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
    costs.push({ sql: text, pages, rows: rowsOf(plan), readWhole: [...new Set(seqScansIn(generic))] });
    return client.query(text, [...values]);
  };
  const transaction: Database['transaction'] = (work) =>
    inTurn(async () => {
      await client.query('begin');
      try {
        const result = await work(run);
        await client.query('commit');
        return result;
      } catch (problem) {
        await client.query('rollback');
        throw problem;
      }
    });
  return {
    database: {
      query: (sql, values) => transaction((query) => query(sql, values)),
      transaction,
      close: () => client.end(),
    },
    take() {
      const taken = costs;
      costs = [];
      return taken;
    },
  };
}

async function planOf(client: pg.Client, sql: string, values: readonly unknown[] = []): Promise<PlanNode> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(sql, [...values]);
  const plan = rows[0]?.['QUERY PLAN'][0].Plan;
  if (!plan) throw new Error(`PostgreSQL explains nothing about ${sql}`);
  return plan;
}

/** PostgreSQL says what a step came to on average of the times that it was taken. */
const rowsOf = (node: PlanNode): number =>
  ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Join Filter'] ?? 0)) *
    (node['Actual Loops'] ?? 1) +
  (node.Plans ?? []).reduce((sum, below) => sum + rowsOf(below), 0);

const seqScansIn = (node: PlanNode): string[] => [
  ...(node['Node Type'] === 'Seq Scan' && node['Relation Name'] ? [node['Relation Name']] : []),
  ...(node.Plans ?? []).flatMap(seqScansIn),
];
