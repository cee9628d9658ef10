import { childEnvironment, type Environment, readTemporalCliPath } from '../../config/environment.js';
import { ownDataDir } from '../local/data-dir.js';
import { controlsOf } from '../simulators/control.js';
import { hasSimulated } from '../simulators/kit/world.js';
import type { SimulatorsFile } from '../simulators/main.js';
import type { Feed } from './feed/feed.js';
import { readFeed } from './feed/read-feed.js';
import { bundledWorld } from './generate/bundled-world.js';
import { generateDay } from './generate/generate-day.js';
import { borrowDatabase, terminateRehearsal } from './harness/borrowed-servers.js';
import { brandForWorld } from './harness/brand-for-world.js';
import { startHarness } from './harness/start-harness.js';
import type { SimulatedWarehouse } from './harness/start-simulators.js';
import type { DaySummary } from './judge/summary.js';
import { dayOfPair, type Pair } from './pairs.js';
import { playDay } from './play-day.js';

export interface DemoOptions {
  readonly feed?: string | undefined;
  /** Two of the three systems, with the bundled day as it is with them; all three when left out. */
  readonly pair?: Pair | undefined;
  /** Which kind of warehouse; its usual one when left out. */
  readonly warehouse?: SimulatedWarehouse | undefined;
  readonly speed: number;
  readonly seed: number;
  readonly staffed: boolean;
  readonly operated: boolean;
  readonly plan: SimulatorsFile['plan'];
  readonly keep: boolean;
  readonly ui: boolean;
  readonly killWorkerEvery?: number | undefined;
  readonly loseAnswersEvery?: number | undefined;
  readonly env?: Environment | undefined;
  readonly report: (sentence: string) => void;
}

/**
 * Plays a whole day on this machine, with everything of its own: servers, counterparts, gateway, worker, customers,
 * staff and operators. Leaves nothing behind unless its data is to be kept.
 * @throws FeedError, or Error with the last words of what could not start
 */
export async function demo(options: DemoOptions): Promise<DaySummary> {
  const { speed, report } = options;
  const feed = await feedOf(options);
  for (const warning of feed.warnings) report(warning);
  const world = feed.world ?? bundledWorld();
  const data = await ownDataDir();
  const begun = Date.now();
  const env = childEnvironment({}, options.env);
  const temporalAddress = env.TEMPORAL_ADDRESS || undefined;
  // On servers of your own the day gets names of its own, so that it meets neither real orders nor an earlier day.
  const run = begun.toString(36);
  const brand = temporalAddress === undefined ? 'rehearsal' : `rehearsal-${run}`;
  const database = env.DATABASE_URL ? await borrowDatabase(env.DATABASE_URL, `onepool_rehearsal_${run}`) : undefined;
  try {
    const harness = await startHarness({
      folder: data.path,
      throwAway: !options.keep,
      brand: {
        text: brandForWorld(world, { brand, speed, ...(options.warehouse && { warehouse: options.warehouse.kind }) }),
      },
      namespace: (temporalAddress && env.TEMPORAL_NAMESPACE) || 'default',
      temporalAddress,
      databaseUrl: database?.databaseUrl,
      world,
      speed,
      plan: options.plan,
      simulated: {
        centra: hasSimulated(world, 'centra'),
        sitoo: hasSimulated(world, 'sitoo'),
        wms: hasSimulated(world, 'wms'),
      },
      warehouse: options.warehouse,
      ui: options.ui,
      temporalCliPath: readTemporalCliPath(options.env),
      env: options.env,
      log: report,
    });
    report(`Everything stood after ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    if (harness.uiUrl !== undefined) report(`Temporal Web UI: ${harness.uiUrl}`);
    try {
      return await playDay({
        ...options,
        feed,
        world,
        controls: controlsOf(harness.urls),
        client: harness.client,
        brand,
        records: harness.records,
        worker: harness.worker,
      });
    } finally {
      if (temporalAddress !== undefined) await terminateRehearsal(harness.client, brand);
      await harness.stop();
    }
  } finally {
    if (!options.keep) await database?.drop();
    if (options.keep) report(`Its data and logs are kept in ${data.path}`);
    else await data.release();
  }
}

async function feedOf({ feed, pair, seed }: Pick<DemoOptions, 'feed' | 'pair' | 'seed'>): Promise<Feed> {
  if (feed !== undefined) return readFeed(feed);
  const day = generateDay({ seed });
  return pair === undefined ? day : dayOfPair(day, pair);
}
