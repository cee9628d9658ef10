import { type Environment, readBrandPath, readGatewayEnvironment } from '../../config/environment.js';
import { loadBrand } from '../../config/load-brand.js';
import { createLog } from '../../config/log.js';
import { followersOf } from '../../domain/followers.js';
import { systemsOf } from '../../domain/installation.js';
import { openRecords } from '../../systems/database/open-database.js';
import { claimDatabase, DatabaseOfAnotherBrand } from '../../systems/database/served-brand.js';
import { startPublishers } from '../stock/start-publishers.js';
import { stopSignal } from '../stop-signal.js';
import { connect, type TemporalClient } from '../temporal.js';
import { gatherMsOf, wakeDelayMsOf, wakeFollower } from '../wake-follower.js';
import { type GatewayOptions, startGateway } from './start-gateway.js';

/**
 * Runs the gateway of a brand until SIGTERM or Ctrl-C. It receives events while Temporal is down, too: they wait in the
 * inbox, and the followers read them when it is back.
 * @throws ConfigurationProblem
 */
export async function runGateway(environment?: Environment): Promise<void> {
  const brand = loadBrand(readBrandPath(environment));
  const env = readGatewayEnvironment(systemsOf(brand), environment);
  const log = createLog('gateway');
  const stopped = stopSignal();
  let connecting: Promise<TemporalClient> | undefined;
  const temporal = () => {
    connecting ??= connect(env.temporal).catch((error: unknown) => {
      connecting = undefined;
      throw error;
    });
    return connecting;
  };
  let starting: Promise<unknown> | undefined;
  // With the first follower that can be woken: Temporal may be down when the gateway starts.
  const startPublishersOnce = (client: TemporalClient) => {
    starting ??= startPublishers(client, brand).catch((error: unknown) => {
      starting = undefined;
      throw error;
    });
    return starting;
  };
  const databaseUrl = env.databaseUrl.reveal();
  const ensureOwnDatabase = ofOwnDatabase(databaseUrl, brand.brand);
  // A gateway starts while PostgreSQL is away, too: it then asks before it stores the first event.
  await ensureOwnDatabase().catch((problem: unknown) => {
    if (problem instanceof DatabaseOfAnotherBrand) throw problem;
    log.warn({ err: problem }, 'PostgreSQL does not answer; events are refused until it does');
  });
  const records = openRecords({ databaseUrl });
  const inbox: GatewayOptions['records']['inbox'] = {
    ...records.inbox,
    store: async (system, events) => {
      await ensureOwnDatabase();
      return records.inbox.store(system, events);
    },
  };
  try {
    const gateway = await startGateway({
      host: env.host,
      port: env.port,
      brand,
      records: { inbox },
      secrets: env.secrets,
      followers: followersOf(brand),
      wake: async (follower) => {
        const client = await temporal();
        await wakeFollower(client, brand, follower);
        await startPublishersOnce(client);
      },
      // A follower that wakes reads immediately and then gathers for this long; waking it again sooner changes nothing.
      gatherMs: (follower) => gatherMsOf(brand, follower),
      delayMs: wakeDelayMsOf,
      log,
    });
    log.info({ signal: await stopped }, 'The gateway stops after the requests under way');
    await gateway.close();
  } finally {
    await records.close();
    await (await connecting?.catch(() => undefined))?.connection.close();
  }
}

/** Makes sure, once, that the database serves this brand. */
function ofOwnDatabase(databaseUrl: string, brand: string): () => Promise<void> {
  let isOwn = false;
  return async () => {
    if (isOwn) return;
    await claimDatabase(databaseUrl, brand);
    isOwn = true;
  };
}
