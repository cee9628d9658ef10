import { SystemProblem } from '../../systems/problem.js';
import { checkpoint } from '../checkpoint.js';

/** PostgreSQL's classes of errors that are about what is written, not about the server: data, and constraints. */
const ABOUT_DATA = /^2[23]/;

/** The failure is about what was handled, so it would fail again; only time fixes any other. */
function isAboutContent(err: unknown): err is Error {
  if (err instanceof SystemProblem) return err.kind === 'rejected' || err.kind === 'malformed-answer';
  if (err instanceof RangeError || err instanceof TypeError || err instanceof SyntaxError) return true;
  return err instanceof Error && 'code' in err && typeof err.code === 'string' && ABOUT_DATA.test(err.code);
}

/**
 * Handles many at once. When they are refused together, halves of them are tried, until the culprits stand alone: these are
 * set aside, and all others are handled. Handling must be safe to repeat.
 */
export async function isolating<T>(
  items: readonly T[],
  handle: (items: readonly T[]) => Promise<void>,
  setAside: (item: T, why: string) => Promise<void>,
): Promise<void> {
  const [only] = items;
  if (only === undefined) return;
  checkpoint();
  try {
    await handle(items);
  } catch (err) {
    if (!isAboutContent(err)) throw err;
    if (items.length === 1) return setAside(only, err.message);
    const middle = Math.ceil(items.length / 2);
    await isolating(items.slice(0, middle), handle, setAside);
    await isolating(items.slice(middle), handle, setAside);
  }
}
