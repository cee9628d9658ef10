import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { ensureSearchAttributes, type SearchAttributes } from '../../client/search-attributes.js';
import { StartupError } from '../../client/startup-error.js';
import { freePort, isPortTaken } from './free-port.js';
import { type Child, type Log, type ProcessGroup, startProcessGroup } from './process-group.js';

export interface TemporalServerOptions {
  /** The `temporal` program, from `findTemporal`. */
  readonly binary: string;
  /** Where its database file lives. */
  readonly dataDir: string;
  readonly namespace: string;
  /** Whether Temporal's own web page is served too. */
  readonly ui: boolean;
  readonly searchAttributes: SearchAttributes;
  /** Data that dies with the run: no orderly shutdown, which takes the server a second. */
  readonly throwAway?: boolean;
  /** Fixed ports, for an `up` whose addresses people note down; otherwise free ones. */
  readonly port?: number;
  readonly uiPort?: number;
  /** The processes it shall end with; left out, it gets a family of its own. */
  readonly family?: ProcessGroup;
  readonly log?: Log;
  /** Settings of the server that differ from its own, by their names in its dynamic configuration. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
}

export interface LocalTemporal {
  readonly address: string;
  readonly uiUrl?: string;
  stop(): Promise<void>;
}

/**
 * Starts a Temporal dev server that keeps its state in a file, and waits until workflows can be started on it.
 * @throws Error with the server's last words.
 */
export async function startTemporal(options: TemporalServerOptions): Promise<LocalTemporal> {
  const family = options.family ?? startProcessGroup(options.log);
  const port = options.port ?? (await freePort());
  const uiPort = options.ui ? (options.uiPort ?? (await freePort())) : undefined;
  const address = `127.0.0.1:${port}`;
  let child: Child | undefined;
  try {
    child = await family.spawn({
      name: 'Temporal',
      command: options.binary,
      args: serverArguments(options, port, uiPort),
      ...(options.throwAway ? { stopSignal: 'SIGKILL' } : {}),
    });
    await usable(port, options, child);
    const { exited } = child;
    return {
      address,
      ...(uiPort === undefined ? {} : { uiUrl: `http://127.0.0.1:${uiPort}` }),
      stop: async () => {
        if (options.family === undefined) await family.stop();
        else await child?.stop();
        await exited;
      },
    };
  } catch (problem) {
    if (options.family === undefined) await family.stop();
    else await child?.stop();
    throw problem;
  }
}

function serverArguments(options: TemporalServerOptions, port: number, uiPort: number | undefined): string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--namespace', options.namespace],
    ...['--db-filename', join(options.dataDir, 'temporal.db')],
    // As fast as in memory; without these every step waits for the disk.
    ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
    // The attributes are there before the first workflow. Asking for them again at each use is nearly half of all the
    // requests to its database that an order causes.
    ...['--dynamic-config-value', 'system.forceSearchAttributesCacheRefreshOnRead=false'],
    // The server's only shard looks at each of its queues twenty times a second unless it is told otherwise, so every step of a
    // workflow would wait some 50 ms. A cluster with hundreds of shards does not wait like that.
    ...['transfer', 'timer', 'visibility'].flatMap((queue) => [
      '--dynamic-config-value',
      `history.${queue}ProcessorMaxPollRPS=400`,
    ]),
    ...Object.entries(options.settings ?? {}).flatMap(([name, value]) => [
      '--dynamic-config-value',
      `${name}=${value}`,
    ]),
    ...['--log-level', 'error', '--log-format', 'pretty'],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...Object.entries(options.searchAttributes).flatMap(([name, kind]) => ['--search-attribute', `${name}=${kind}`]),
  ];
}

/** Waits until workflows can be started, but not on a server that has ended. */
async function usable(port: number, options: TemporalServerOptions, child: Child): Promise<void> {
  let ended = false;
  void child.exited.then(() => {
    ended = true;
  });
  const deadline = Date.now() + 30_000;
  // A refused gRPC connection is tried again only after a second, so knock before connecting.
  while (!(await isPortTaken(port))) {
    if (ended)
      throw new StartupError('The Temporal dev server ended while starting. Is its port taken, or its folder in use?');
    if (Date.now() > deadline) throw new StartupError('The Temporal dev server did not answer.');
    await pause(10);
  }
  const connection = await Connection.connect({ address: `127.0.0.1:${port}` });
  try {
    await ensureSearchAttributes(connection, options.namespace, options.searchAttributes);
  } finally {
    await connection.close();
  }
}
