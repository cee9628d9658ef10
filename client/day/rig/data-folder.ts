import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `onepool up` keeps its data unless told otherwise: `$XDG_DATA_HOME/onepool` or `~/.local/share/onepool`. */
export function defaultDataFolder(xdgDataHome?: string): string {
  return join(xdgDataHome || join(homedir(), '.local', 'share'), 'onepool');
}
