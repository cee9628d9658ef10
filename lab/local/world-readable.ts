import { constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** True when every folder from the root down to this one may be entered by anybody. */
export async function isWorldReachable(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    if (((await stat(at)).mode & constants.S_IXOTH) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
