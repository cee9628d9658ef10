import type { System } from '../domain/names.js';
import type { Intents } from '../systems/database/port.js';

/**
 * Does something at a counterpart once per key. The intent is written before the call; whoever finds it there looks
 * before repeating, also after a crash, a lost answer, a workflow reset or a second worker. `look` answers what an
 * earlier attempt achieved, or undefined when it certainly did not happen.
 */
export async function runOnce<T>(
  intents: Intents,
  key: string,
  system: System,
  steps: { look: () => Promise<T | undefined>; act: () => Promise<T> },
): Promise<T> {
  const isNew = await intents.begin(key, system);
  if (!isNew) {
    const found = await steps.look();
    if (found !== undefined) return found;
  }
  return steps.act();
}
