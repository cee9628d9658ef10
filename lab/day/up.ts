import { StartupError } from '../../client/startup-error.js';
import { stopSignal } from '../../client/stop-signal.js';
import { childEnvironment, type Environment } from '../../config/environment.js';
import { loadBrand } from '../../config/load-brand.js';
import type { Brand } from '../../domain/brand.js';
import { SYSTEMS, systemsOf } from '../../domain/installation.js';
import { ownDataDir } from '../local/data-dir.js';
import { freePort, isPortTaken } from '../local/free-port.js';
import { controlsOf } from '../simulators/control.js';
import { hasSimulated, type World } from '../simulators/kit/world.js';
import type { Feed } from './feed/feed.js';
import { readFeed } from './feed/read-feed.js';
import { bundledWorld } from './generate/bundled-world.js';
import { addressesOf } from './harness/addresses.js';
import { brandForWorld } from './harness/brand-for-world.js';
import { defaultDataFolder, folderWithin } from './harness/data-folder.js';
import { writeEnvironmentFile } from './harness/environment-file.js';
import { type Harness, type HarnessOptions, startHarness } from './harness/start-harness.js';
import { playDay } from './play-day.js';

export interface UpOptions {
  readonly brand?: string | undefined;
  readonly feed?: string | undefined;
  readonly speed?: number | undefined;
  readonly data?: string | undefined;
  readonly env?: Environment | undefined;
  /** Results a person reads: addresses, and how a played feed went. */
  readonly write: (text: string) => void;
  readonly report: (sentence: string) => void;
}

/** A feed is played ten hours in a minute; without one, time is real. */
const FEED_SPEED = 600;
const PORTS = { temporal: 7233, ui: 8233, gateway: 8080 };

/**
 * Runs a brand on this machine until SIGTERM or Ctrl-C: Temporal, PostgreSQL, gateway and worker, and a simulator for each
 * counterpart that the environment does not name.
 * @throws ConfigurationProblem, FeedError, or Error with the last words of what could not start
 */
export async function up(options: UpOptions): Promise<void> {
  const stopped = stopSignal();
  const env = childEnvironment({}, options.env);
  const feed = options.feed === undefined ? undefined : await readFeed(options.feed);
  for (const warning of feed?.warnings ?? []) options.report(warning);
  const setting = chooseWorld(options, env, feed);
  const systems = SYSTEMS.filter((system) => hasSimulated(setting.world, system));
  const simulated = {
    centra: systems.includes('centra') && !env.CENTRA_URL,
    sitoo: systems.includes('sitoo') && !env.SITOO_URL,
    wms: systems.includes('wms') && !env.WMS_URL,
  };
  if (feed !== undefined && !systems.every((system) => simulated[system]))
    throw new StartupError(
      'A feed can only be played when all counterparts are simulated: unset CENTRA_URL, SITOO_URL and WMS_URL.',
    );

  const data = await ownDataDir(options.data ?? defaultDataFolder(env.XDG_DATA_HOME));
  // A simulator forgets its state when it ends, so our records of it must not meet its next run.
  const run = `rehearsal-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  try {
    const isRehearsal = Object.values(simulated).some(Boolean);
    const folder = isRehearsal ? await folderWithin(data.path, run) : data.path;
    const harness = await startHarness({
      ...setting,
      folder,
      throwAway: false,
      namespace: env.TEMPORAL_NAMESPACE || 'default',
      temporalAddress: env.TEMPORAL_ADDRESS || undefined,
      databaseUrl: env.DATABASE_URL || undefined,
      temporalCliPath: env.TEMPORAL_CLI_PATH || undefined,
      ui: true,
      temporalPort: await portOr(PORTS.temporal),
      uiPort: await portOr(PORTS.ui),
      gatewayPort: await portOr(Number(env.GATEWAY_PORT || PORTS.gateway)),
      plan: 'growth',
      simulated,
      env: options.env,
      log: options.report,
    });
    try {
      const environmentFile = await writeEnvironmentFile(folder, harness.environment);
      options.write(addressesOf(harness, simulated, { folder, environmentFile, systems }));
      if (feed !== undefined) void playFeed(feed, { harness, setting, options });
      await stopped;
      options.report('Stopping: what is under way is finished first');
    } finally {
      await harness.stop();
    }
  } finally {
    await data.release();
  }
}

/** Brand and world that fit each other: the brand's file decides, else the feed's world, else the bundled one. */
function chooseWorld(
  options: UpOptions,
  env: Environment,
  feed: Feed | undefined,
): Pick<HarnessOptions, 'brand' | 'world' | 'speed'> {
  const path = options.brand ?? (env.ONEPOOL_BRAND || undefined);
  if (path !== undefined) {
    const brand = loadBrand(path);
    return { brand: { path }, world: feed?.world ?? worldOf(brand), speed: options.speed ?? brand.rehearsalSpeed };
  }
  const world = feed?.world ?? bundledWorld();
  const speed = options.speed ?? (feed === undefined ? 1 : FEED_SPEED);
  return { brand: { text: brandForWorld(world, { brand: 'rehearsal', speed }) }, world, speed };
}

function worldOf(brand: Brand): World {
  const locations = brand.locations.map(({ id, kind, name, centra, sitoo, wms }, i) => ({
    id,
    kind,
    name,
    // Any number will do for a place in a system that is not there: nobody asks for it.
    centraWarehouse: centra ?? i + 1,
    sitooWarehouse: sitoo ?? i + 1,
    // The simulator of the WMS numbers its warehouses; one that exchanges files is called what the brand file calls it.
    ...(wms === undefined ? {} : { wmsWarehouse: Number(wms) }),
  }));
  return { ...bundledWorld(locations, brand.currency), systems: [...systemsOf(brand)] };
}

async function playFeed(
  feed: Feed,
  { harness, setting, options }: { harness: Harness; setting: { world: World; speed: number }; options: UpOptions },
): Promise<void> {
  try {
    const summary = await playDay({
      ...harness,
      ...setting,
      brand: harness.brand.brand,
      feed,
      controls: controlsOf(harness.urls),
      plan: 'growth',
      staffed: true,
      // A person sits at this machine: the cases are theirs.
      operated: false,
      seed: 1,
      report: options.report,
    });
    const { asTable } = await import('./judge/as-table.js');
    options.write(asTable(summary));
  } catch (problem) {
    options.report(
      `The feed could not be played to its end: ${problem instanceof Error ? problem.message : String(problem)}`,
    );
  }
}

/** The usual port, when nobody has it. */
async function portOr(usual: number): Promise<number> {
  return (await isPortTaken(usual)) ? freePort() : usual;
}
