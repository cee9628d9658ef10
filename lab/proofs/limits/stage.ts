import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import pg from 'pg';
import { type Activities, createActivities } from '../../../activities/index.js';
import type { Environment } from '../../../config/environment.js';
import { parseBrand } from '../../../config/load-brand.js';
import type { Brand } from '../../../domain/brand.js';
import { createCentra } from '../../../systems/centra/adapter.js';
import { type Database, openDatabase } from '../../../systems/database/database.js';
import { migrate } from '../../../systems/database/migrate.js';
import { recordsOver } from '../../../systems/database/open-database.js';
import type { Records } from '../../../systems/database/port.js';
import { createOngoing } from '../../../systems/ongoing/adapter.js';
import { USUAL_STATUSES } from '../../../systems/ongoing/statuses.js';
import { unlimited } from '../../../systems/rate-limits/port.js';
import { createSitoo } from '../../../systems/sitoo/adapter.js';
import { brandForWorld } from '../../day/harness/brand-for-world.js';
import { startSimulators } from '../../day/harness/start-simulators.js';
import { startProcessGroup } from '../../local/process-group.js';
import { type Controls, controlsOf } from '../../simulators/control.js';
import type { World } from '../../simulators/kit/world.js';
import { readCalls } from '../../simulators/read-states.js';
import { type CountedClient, countingClient } from './counting-client.js';

/** Widens the quotas of the simulators: how long a plan lasts is not what is measured. */
const QUOTAS = 10_000;
const ANSWER_MS = 60_000;

/** Simulators with a world, a database, and the product's own activities over both. No workflow runs. */
export interface Stage extends CountedClient {
  readonly brand: Brand;
  readonly world: World;
  readonly database: Pick<Database, 'query'>;
  readonly records: Records;
  readonly controls: Controls;
  /** The activities of a worker that has just started: what one of before remembered is forgotten. */
  worker(): Activities;
  /** Runs one as an attempt of an activity. */
  attempt<T>(run: () => Promise<T>, heartbeatDetails?: unknown): Promise<T>;
  /** Calls that all counterparts have received so far. */
  calls(): Promise<number>;
  close(): Promise<void>;
}

export interface StageOptions {
  /** A PostgreSQL server; each stage has a database of its own there. */
  readonly serverUrl: string;
  /** For the files of the simulators. */
  readonly folder: string;
  readonly world: World;
  /** Added to the text of the brand file. */
  readonly more?: string;
}

let made = 0;

async function openStage({ serverUrl, folder, world, more = '' }: StageOptions): Promise<Stage> {
  const brand = parseBrand(`${brandForWorld(world, { brand: 'limits', speed: 1 })}${more}`, 'the proof');
  const databaseUrl = await freshDatabase(serverUrl);
  // In a process of their own, as counterparts are: what they need must not stop ours.
  const family = startProcessGroup(() => {});
  const simulated = { centra: true, sitoo: true, wms: true };
  const { urls, environment } = await startSimulators({
    ...{ family, folder, world, speed: QUOTAS, plan: 'enterprise', simulated },
    onLine: () => {},
  });
  const systems = adaptersFor(environment);
  const database = openDatabase(databaseUrl);
  const records = recordsOver(database);
  const controls = controlsOf(urls);
  const counted = countingClient();
  const log = { info() {}, warn() {} };
  return {
    ...counted,
    brand,
    world,
    database,
    records,
    controls,
    worker: () => createActivities({ brand, ...systems, records, temporal: counted.client, log }),
    attempt: (run, heartbeatDetails) =>
      new MockActivityEnvironment({ heartbeatDetails }, { logger: new DefaultLogger('ERROR') }).run(run),
    async calls() {
      return Object.values(await readCalls(controls)).reduce((sum, { total }) => sum + total, 0);
    },
    async close() {
      await records.close();
      await family.stop();
    },
  };
}

function adaptersFor(environment: Environment) {
  const of = (name: string): string => environment[name] ?? '';
  const adapter = { limiter: unlimited, timeoutMs: ANSWER_MS };
  return {
    centra: createCentra({ url: of('CENTRA_URL'), token: of('CENTRA_TOKEN'), ...adapter }),
    sitoo: createSitoo({
      url: of('SITOO_URL'),
      apiId: of('SITOO_API_ID'),
      password: of('SITOO_PASSWORD'),
      siteId: 1,
      ...adapter,
    }),
    wms: createOngoing({
      url: of('WMS_URL'),
      user: of('WMS_USER'),
      password: of('WMS_PASSWORD'),
      goodsOwnerId: Number(of('WMS_GOODS_OWNER_ID')),
      statuses: USUAL_STATUSES,
      ...adapter,
    }),
  };
}

/** A stage that is closed afterwards, whatever happens. */
export async function onStage(options: StageOptions, work: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await openStage(options);
  try {
    await work(stage);
  } finally {
    await stage.close();
  }
}

async function freshDatabase(serverUrl: string): Promise<string> {
  made += 1;
  const name = `limits_${process.pid}_${made}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
  return url.href;
}
