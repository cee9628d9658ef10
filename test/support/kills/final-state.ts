import type pg from 'pg';
import type { Controls } from '../../../lab/simulators/control.js';
import { readCentraState, readSitooState, readWmsState } from '../../../lab/simulators/read-states.js';
import type { PlayedTemporal } from './played-temporal.js';

/** Tables that say how something came about, not what is so: a repeat may leave more in them. */
const HOW_IT_CAME_ABOUT: Readonly<Record<string, string>> = {
  migrations: 'the database itself',
  intents: 'calls that left, and when: a repeat leaves again',
  stock_batches: 'batches that were given up are kept',
  stock_publications: 'so are their lines; what is published in the end is in stock_targets',
  follower_rounds: 'which process reads at the moment',
};

/** Columns that number attempts, not facts. */
const ATTEMPTS = new Set(['attempted', 'attempts', 'epoch', 'batch', 'reading', 'last_movement', 'version']);

/** Database, counterparts and workflows as they are in the end, without times and without numbers that only count. */
export async function finalState(
  client: pg.Client,
  controls: Controls,
  temporal: PlayedTemporal,
): Promise<Readonly<Record<string, unknown>>> {
  const [centra, sitoo, wms, tables] = await Promise.all([
    readCentraState(controls.centra),
    readSitooState(controls.sitoo),
    readWmsState(controls.wms),
    tablesOf(client),
  ]);
  const { webhooks: _, ...shop } = centra;
  const { started, signals } = temporal.state();
  const systems = { centra: plain(shop), sitoo: plain(sitoo), wms: plain(wms) };
  return { ...systems, started: plain(started), signals: plain(signals), ...tables };
}

async function tablesOf(client: pg.Client): Promise<Record<string, unknown>> {
  const tables: Record<string, unknown> = {};
  for (const table of await tableNames(client)) {
    if (HOW_IT_CAME_ABOUT[table] !== undefined || table.startsWith('limiter_')) continue;
    const { rows } = await client.query(`select * from ${table}`);
    tables[table] = plain(rows.map(withoutCounters));
  }
  return tables;
}

const withoutCounters = (row: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !ATTEMPTS.has(column) && column !== 'id'));

/** Empties all tables, so that the next story begins as the first one did. */
export async function emptyTables(client: pg.Client): Promise<void> {
  const names = (await tableNames(client)).filter((name) => name !== 'migrations');
  // Movements are never removed, but from a world that begins again.
  await client.query('set session_replication_role = replica');
  await client.query(names.map((name) => `delete from ${name}`).join('; '));
  await client.query('set session_replication_role = origin');
}

/** Makes everything that was begun look as if an hour had passed since. */
export async function letTimePass(client: pg.Client): Promise<void> {
  await client.query(
    `update intents set sent_at = sent_at - interval '1 hour', may_end_at = may_end_at - interval '1 hour'`,
  );
  await client.query(`update stock_batches set sent_at = sent_at - interval '1 minute' where sent_at is not null`);
}

async function tableNames(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = current_schema() order by 1`,
  );
  return rows.map(({ name }) => name);
}

const ISO = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d)?)?/g;
const EPOCH = /\b1[6-9]\d{8}(\d{3})?\b/g;
/** Our batches of stock are numbered, those that were given up included. */
const BATCH = /( stock )\d+ /g;
const ONE_TIME = /^(createdAt|updatedAt|handled_at|log|seq)$/;

/** A value without its times, lists in an order of their own. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return 'time';
  if (typeof value === 'number') return String(value).replace(EPOCH, 'time') === 'time' ? 'time' : value;
  if (typeof value === 'string') return value.replace(ISO, 'time').replace(EPOCH, 'time').replace(BATCH, '$1');
  if (Array.isArray(value)) return value.map(plain).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !ONE_TIME.test(key))
      .map(([key, held]) => [key, plain(held)]),
  );
}
