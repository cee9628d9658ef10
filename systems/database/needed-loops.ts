import type { Brand } from '../../domain/brand.js';
import { neededLoops } from '../../domain/loops.js';
import type { Cursors } from './port.js';

/** Workflow ids, as JSON. */
const CURSOR = 'needed-loops';

/**
 * Notes what the newest brand file needs, before any of it is started: a worker that still has the file before would end it, and
 * nobody would start it again.
 */
export async function noteNeededLoops(cursors: Pick<Cursors, 'set'>, brand: Brand): Promise<void> {
  await cursors.set(CURSOR, JSON.stringify(neededLoops(brand)));
}

/** What the newest brand file needs; nothing where nobody has noted it. */
export async function notedLoops(cursors: Pick<Cursors, 'get'>): Promise<ReadonlySet<string>> {
  const noted: unknown = JSON.parse((await cursors.get(CURSOR)) ?? '[]');
  return new Set(Array.isArray(noted) ? noted.map(String) : []);
}
