import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartupError } from '../../client/startup-error.js';
import { isWorldReachable } from './world-readable.js';

export interface DataDir {
  readonly path: string;
  /** True when the folder is deleted at the end. */
  readonly throwAway: boolean;
  /** Lets others have it; deletes it when it was meant to be thrown away. */
  release(): Promise<void>;
}

/**
 * A folder that is ours alone: a fresh one that is deleted at the end, or the given one, which is kept.
 * @throws Error when another running Onepool uses the given one.
 */
export async function ownDataDir(given?: string): Promise<DataDir> {
  if (given === undefined) {
    const path = await mkdtemp(join(await temporaryFolder(), 'onepool-'));
    const release = () => rm(path, { recursive: true, force: true, maxRetries: 10 });
    return { path, throwAway: true, release };
  }
  await mkdir(given, { recursive: true, mode: 0o700 });
  const path = await realpath(given);
  const lock = await holdLock(path);
  const release = async () => {
    lock.close();
    await once(lock, 'close');
  };
  return { path, throwAway: false, release };
}

/** Where short-lived folders go. Root's PostgreSQL runs as another user, who must be able to enter it. */
export async function temporaryFolder(): Promise<string> {
  const usual = tmpdir();
  return process.getuid?.() !== 0 || (await isWorldReachable(usual)) ? usual : '/tmp';
}

/**
 * A listening socket is a lock that ends with its process, however that ends. It lies in the folder for short-lived
 * files because a socket's path may have only about a hundred characters.
 */
async function holdLock(path: string): Promise<Server> {
  const name = `onepool-${createHash('sha256').update(path).digest('hex').slice(0, 16)}.lock`;
  const socket = join(tmpdir(), name);
  if (await isHeld(socket)) {
    throw new StartupError(
      `The folder ${path} is in use by another running Onepool. Stop that one, or choose another folder.`,
    );
  }
  await rm(socket, { force: true });
  const server = createServer((visitor) => visitor.destroy());
  server.listen(socket);
  await once(server, 'listening');
  server.unref();
  return server;
}

async function isHeld(socket: string): Promise<boolean> {
  const visitor = connect(socket);
  try {
    await once(visitor, 'connect');
    return true;
  } catch (problem) {
    // Nobody there, or a socket whose owner has gone; any other refusal (EACCES) means that it is another user's.
    const code = typeof problem === 'object' && problem !== null && 'code' in problem ? problem.code : undefined;
    return code !== 'ENOENT' && code !== 'ECONNREFUSED';
  } finally {
    visitor.destroy();
  }
}
