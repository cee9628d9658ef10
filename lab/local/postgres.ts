import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, constants, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartupError } from '../../client/startup-error.js';
import { temporaryFolder } from './data-dir.js';
import { freePort } from './free-port.js';
import { type PostgresPrograms, type PostgresUser, postgresPrograms, postgresUser } from './postgres-programs.js';
import { type Child, type Log, type ProcessGroup, startProcessGroup } from './process-group.js';
import { isWorldReachable } from './world-readable.js';

export interface LocalPostgres {
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Where its data lives. Made when missing; used again when it holds a database. */
  readonly dataDir: string;
  /** Data that dies with the run need not survive a power cut: writes do not wait for the disk. */
  readonly throwAway?: boolean;
  /** The processes it shall end with; left out, it gets a family of its own. */
  readonly family?: ProcessGroup;
  readonly log?: Log;
}

/**
 * Starts a PostgreSQL of our own on the loopback address and a free port, and waits until it takes connections.
 * @throws Error with PostgreSQL's last words.
 */
export async function startPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const log = options.log ?? (() => {});
  const user = await postgresUser();
  const cluster = join(options.dataDir, 'postgres');
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined) await handOver(options.dataDir, cluster, user);
  const programs = await postgresPrograms(user, await temporaryFolder());
  const place = { dataDir: options.dataDir, cluster, programs, user };
  const password = await initialise(place);
  const family = options.family ?? startProcessGroup(log);
  if (programs.copiedTo !== undefined) family.removeAfterwards(programs.copiedTo);
  try {
    const { child, port } = await startServer(place, family, options.throwAway ?? false);
    return {
      databaseUrl: `postgres://onepool:${password}@127.0.0.1:${port}/postgres`,
      stop: () => (options.family === undefined ? family.stop() : child.stop()),
    };
  } catch (problem) {
    if (options.family === undefined) await family.stop();
    throw problem;
  }
}

/** Root's PostgreSQL runs as another user, who must own its data and be able to reach it. */
async function handOver(dataDir: string, cluster: string, { uid = 0, gid = 0 }: PostgresUser): Promise<void> {
  await chown(cluster, uid, gid);
  // Entering is enough; nobody gets to see what is in it.
  const { mode } = await stat(dataDir);
  await chmod(dataDir, mode | constants.S_IXOTH);
  if (!(await isWorldReachable(dataDir))) {
    throw new StartupError(
      `PostgreSQL will not run as root, and no other user may enter ${dataDir} or a folder above it. Choose another data folder, or set DATABASE_URL.`,
    );
  }
}

/** Where its files are, and who runs it with what. */
interface Place {
  readonly dataDir: string;
  readonly cluster: string;
  readonly programs: PostgresPrograms;
  readonly user: PostgresUser;
}

/** Creates the database files unless they are there, and gives the password they were created with. */
async function initialise({ cluster, dataDir, programs, user }: Place): Promise<string> {
  const passwordFile = join(dataDir, 'postgres-password');
  const made = await stat(join(cluster, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
  if (made) return readFile(passwordFile, 'utf8');
  const password = randomBytes(18).toString('base64url');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) await chown(passwordFile, user.uid, user.gid);
  const args = [
    `--pgdata=${cluster}`,
    '--username=onepool',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=libc',
    '--locale=C',
    '--no-sync',
  ];
  try {
    await promisify(execFile)(programs.initdb, args, { ...user, cwd: dirname(programs.initdb) });
  } catch (problem) {
    await rm(cluster, { recursive: true, force: true });
    throw new StartupError(`PostgreSQL could not create its files in ${cluster}: ${String(problem)}`);
  }
  return password;
}

async function startServer(
  { cluster, programs, user }: Place,
  family: ProcessGroup,
  throwAway: boolean,
): Promise<{ child: Child; port: number }> {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=64MB',
    'log_min_messages=warning',
    'lc_messages=C',
    ...(throwAway ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ];
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const args = ['-D', cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
    let taken = false;
    try {
      const child = await family.spawn({
        name: 'PostgreSQL',
        command: programs.postgres,
        args,
        ...user,
        cwd: dirname(programs.postgres),
        stopSignal: 'SIGINT',
        onLine: (line) => {
          taken ||= line.includes('could not bind');
        },
        ready: /ready to accept connections/,
      });
      return { child, port };
    } catch (problem) {
      // Somebody took the port between our look and its start: look again.
      if (!taken || attempt === 3) throw problem;
    }
  }
}
