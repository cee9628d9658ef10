import { Connection } from '@temporalio/client';
import { ensureSearchAttributes } from '../../../client/search-attributes.js';
import { StartupError } from '../../../client/startup-error.js';
import { searchAttributes } from '../../../domain/search-attributes.js';
import { migrate } from '../../../systems/database/migrate.js';
import { startPostgres } from '../../local/postgres.js';
import type { Log, ProcessGroup } from '../../local/process-group.js';
import { defaultCacheDir, findTemporal } from '../../local/temporal-program.js';
import { startTemporal } from '../../local/temporal-server.js';
import { allSettledOrThrow } from './all-settled-or-throw.js';

export interface ServersOptions {
  readonly family: ProcessGroup;
  readonly folder: string;
  /** The data dies with the run. */
  readonly throwAway: boolean;
  /** A server and a database of your own; left out, both are started here. */
  readonly temporalAddress?: string | undefined;
  readonly databaseUrl?: string | undefined;
  readonly temporalCliPath?: string | undefined;
  readonly namespace: string;
  readonly ui: boolean;
  readonly temporalPort?: number;
  readonly uiPort?: number;
  readonly log: Log;
}

/** What everything needs: a Temporal server with our search attributes and a migrated database. */
export interface Servers {
  readonly address: string;
  readonly uiUrl?: string;
  readonly databaseUrl: string;
}

/** Starts, side by side, what is not there yet. */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const [temporal, databaseUrl] = await allSettledOrThrow([temporalOf(options), databaseOf(options)]);
  return { ...temporal, databaseUrl };
}

async function databaseOf({ databaseUrl, folder, throwAway, family, log }: ServersOptions): Promise<string> {
  const url = databaseUrl ?? (await startPostgres({ dataDir: folder, throwAway, family, log })).databaseUrl;
  await migrate(url);
  return url;
}

async function temporalOf(options: ServersOptions): Promise<{ address: string; uiUrl?: string }> {
  const { temporalAddress: address, temporalCliPath: cliPath, family, folder, namespace, ui, log } = options;
  const found = await findTemporal({ env: { address, cliPath }, cacheDir: defaultCacheDir(), log });
  if (found.kind === 'address') {
    await makeSearchable(found.address, namespace);
    return { address: found.address };
  }
  const { temporalPort, uiPort } = options;
  const started = await startTemporal({
    binary: found.path,
    dataDir: folder,
    namespace,
    ui,
    searchAttributes,
    family,
    log,
    ...(temporalPort === undefined ? {} : { port: temporalPort }),
    ...(uiPort === undefined ? {} : { uiPort }),
  });
  return { address: started.address, ...(started.uiUrl === undefined ? {} : { uiUrl: started.uiUrl }) };
}

/** A server of your own may not know our search attributes yet. */
async function makeSearchable(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address }).catch((cause) => {
    throw new StartupError(`No Temporal server answers at ${address}. Start it, or unset TEMPORAL_ADDRESS.`, { cause });
  });
  try {
    await ensureSearchAttributes(connection, namespace, searchAttributes);
  } finally {
    await connection.close();
  }
}
