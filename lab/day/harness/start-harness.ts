import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProductSync } from '../../../client/products/start-product-sync.js';
import { applySchedules } from '../../../client/schedules/schedules.js';
import { startFollowers } from '../../../client/start-followers.js';
import { startPublishers } from '../../../client/stock/start-publishers.js';
import { connect, type TemporalClient } from '../../../client/temporal.js';
import { childEnvironment, type Environment, readTemporal } from '../../../config/environment.js';
import { loadBrand } from '../../../config/load-brand.js';
import type { Brand } from '../../../domain/brand.js';
import { openRecords } from '../../../systems/database/open-database.js';
import type { Records } from '../../../systems/database/port.js';
import { freePort } from '../../local/free-port.js';
import { type Log, type ProcessGroup, startProcessGroup } from '../../local/process-group.js';
import type { World } from '../../simulators/kit/world.js';
import type { SimulatorsFile } from '../../simulators/main.js';
import { allSettledOrThrow } from './all-settled-or-throw.js';
import { keepAlive, type RestartingProcess } from './keep-alive.js';
import { type ServersOptions, startServers } from './start-servers.js';
import { type SimulatedSystems, type SimulatedWarehouse, startSimulators } from './start-simulators.js';
import { subscribe } from './subscribe.js';

export interface HarnessOptions
  extends Pick<
    ServersOptions,
    'temporalAddress' | 'databaseUrl' | 'temporalCliPath' | 'ui' | 'temporalPort' | 'uiPort'
  > {
  /** Where everything is kept; `throwAway` says that it dies with the run. */
  readonly folder: string;
  readonly throwAway: boolean;
  /** Text of the brand file to write into the folder, or the path of one that is there. */
  readonly brand: { readonly text: string } | { readonly path: string };
  readonly namespace: string;
  readonly world: World;
  readonly speed: number;
  readonly plan: SimulatorsFile['plan'];
  /** How long each answer of a simulated counterpart takes, ms. */
  readonly latencyMs?: number;
  readonly simulated: SimulatedSystems;
  readonly warehouse?: SimulatedWarehouse | undefined;
  readonly gatewayPort?: number;
  readonly env?: Environment | undefined;
  readonly log: Log;
}

/** Everything that runs of a brand on this machine. */
export interface Harness {
  readonly brand: Brand;
  readonly client: TemporalClient;
  readonly records: Records;
  readonly worker: RestartingProcess;
  readonly gatewayUrl: string;
  readonly uiUrl?: string;
  readonly temporalAddress: string;
  readonly urls: { readonly centra?: string; readonly sitoo?: string; readonly wms?: string };
  /** The variables by which other commands find this run, as far as it made them itself. Holds secrets. */
  readonly environment: Environment;
  stop(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('../../../client/cli/main.js', import.meta.url));

/** Starts simulators, Temporal, PostgreSQL, gateway and worker, as far as possible side by side. Ends all when one cannot start. */
export async function startHarness(options: HarnessOptions): Promise<Harness> {
  const family = startProcessGroup();
  // Also when we are stopped from outside: the folder goes with the processes that use it.
  if (options.throwAway) family.removeAfterwards(options.folder);
  try {
    return await start(options, family);
  } catch (problem) {
    await family.stop();
    throw problem;
  }
}

async function start(options: HarnessOptions, family: ProcessGroup): Promise<Harness> {
  const { folder, brand: source, namespace, log } = options;
  const brandPath = 'path' in source ? resolve(source.path) : join(folder, 'brand.yaml');
  if ('text' in source) await writeFile(brandPath, source.text);
  const brand = loadBrand(brandPath);
  const gatewayPort = options.gatewayPort ?? (await freePort());
  const [foundations, counterparts] = await allSettledOrThrow([
    startServers({ ...options, family }),
    startSimulators({ ...options, family, onLine: logTo(folder, 'simulators') }),
  ]);
  log('Temporal, PostgreSQL and the simulators are there');

  const settings = {
    ONEPOOL_BRAND: brandPath,
    DATABASE_URL: foundations.databaseUrl,
    TEMPORAL_ADDRESS: foundations.address,
    TEMPORAL_NAMESPACE: namespace,
    GATEWAY_PORT: String(gatewayPort),
    ONEPOOL_LOG_LEVEL: 'info',
    ...counterparts.environment,
  };
  const env = childEnvironment(settings, options.env);
  const program = (name: string, ready: RegExp) => ({
    name: `the ${name}`,
    command: process.execPath,
    args: [PROGRAM, name],
    env,
    onLine: logTo(folder, name),
    ready,
  });
  const connecting = connect(readTemporal(env));
  const [client, gateway, worker] = await allSettledOrThrow([
    connecting,
    keepAlive(family, program('gateway', /The gateway receives events/), log),
    keepAlive(family, program('worker', /worker ready/), log),
  ]);
  const records = openRecords({ databaseUrl: foundations.databaseUrl, maxConnections: 4 });
  const gatewayUrl = `http://127.0.0.1:${gatewayPort}`;
  await subscribe(counterparts, gatewayUrl);
  await startFollowers(client, brand);
  await startPublishers(client, brand);
  await startProductSync(client, brand);
  await applySchedules(client, brand);
  log('Gateway and worker are at work');
  return {
    brand,
    client,
    records,
    worker,
    gatewayUrl,
    urls: counterparts.urls,
    temporalAddress: foundations.address,
    environment: { ...settings, ...(foundations.uiUrl === undefined ? {} : { TEMPORAL_UI_URL: foundations.uiUrl }) },
    ...(foundations.uiUrl === undefined ? {} : { uiUrl: foundations.uiUrl }),
    async stop() {
      await Promise.all([worker.stop(), gateway.stop()]);
      await records.close();
      await client.connection.close();
      await family.stop();
    },
  };
}

/** What a process says goes to a file of its name beside its data. */
function logTo(folder: string, name: string): (line: string) => void {
  const file = createWriteStream(join(folder, `${name}.log`), { flags: 'a' });
  return (line) => void file.write(`${line}\n`);
}
