import { chmod, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * Where `onepool up` keeps its data unless `--data` says otherwise: `$XDG_DATA_HOME/onepool` or `~/.local/share/onepool`. Root's
 * PostgreSQL runs as another user, who may not enter root's home, so there it is `/var/lib/onepool`.
 */
export function defaultDataFolder(xdgDataHome?: string): string {
  if (xdgDataHome) return join(xdgDataHome, 'onepool');
  return isRoot() ? '/var/lib/onepool' : join(homedir(), '.local', 'share', 'onepool');
}

/** Makes a folder for one run inside the data folder, where root's PostgreSQL can reach it too. */
export async function folderWithin(data: string, name: string): Promise<string> {
  const folder = join(data, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (isRoot()) await Promise.all([chmod(data, 0o711), chmod(folder, 0o711)]);
  return folder;
}
