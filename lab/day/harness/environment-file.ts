import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../../config/environment.js';

/**
 * Writes the variables by which other commands find this run, for a shell to read. Addresses and passwords differ
 * from run to run, and nobody should have to collect them. For the owner's eyes only.
 */
export async function writeEnvironmentFile(folder: string, environment: Environment): Promise<string> {
  const path = join(folder, 'onepool.env');
  const quoted = (value: string): string => `'${value.replaceAll("'", "'\\''")}'`;
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value ?? '')}\n`);
  await writeFile(path, lines.join(''), { mode: 0o600 });
  return path;
}
