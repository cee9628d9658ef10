import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Activities } from '../../../activities/index.js';
import type { Cut } from './cut-points.js';
import { ROWS } from './rows.js';
import { openWorldOfKills, type WorldOfKills } from './world-of-kills.js';

/** Attempts after a cut; more than that is no retry but an endless failure. */
const ATTEMPTS = 4;
/** One row runs its activity once or twice for each of its calls. */
const ROW_MS = 600_000;

let world: WorldOfKills;
beforeAll(async () => {
  world = await openWorldOfKills();
}, 60_000);
afterAll(() => world?.close());

/** Every activity that there is; only within a test. */
export const activityNames = (): string[] => world.activityNames();

interface Story {
  readonly name: keyof Activities;
  readonly when: string;
  readonly given: (world: WorldOfKills) => Promise<unknown>;
}

/** The stories of some activities. */
const storiesOf = (names: readonly (keyof Activities)[]): Story[] =>
  names.flatMap((name) => (ROWS[name] ?? []).map(([when, given]) => ({ name, when, given })));

/** Activities of which a process remembers something from one round to the next: there it matters also that it lives on. */
const WITH_MEMORY: ReadonlySet<keyof Activities> = new Set([
  'readChanges',
  'readTillSales',
  'publishStock',
  'compareProducts',
]);

/** Every point at which a process can be cut that makes these calls. */
function cutsOf(name: keyof Activities, calls: readonly string[]): Cut[] {
  const killed = Array.from({ length: calls.length + 1 }, (_, after) => ({ kind: 'killed', after }) as const);
  if (!WITH_MEMORY.has(name)) return killed;
  return [...killed, ...calls.map((_, i) => ({ kind: 'not-done', at: i + 1 }) as const)];
}

/** Runs a story whose process is cut, and what follows a cut. @returns the state in the end, and the calls that were made */
async function played(
  { name, given }: Story,
  cut?: Cut,
): Promise<{ state: Readonly<Record<string, unknown>>; calls: string[] }> {
  await world.beginStory();
  const input = await given(world);
  let process = world.newProcess(cut);
  const { calls } = process;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await process.run(name, input);
      if (cut === undefined || cut.kind !== 'killed' || attempt > 1) break;
      // It died without anybody noticing: whoever called it calls it again.
    } catch (err) {
      if (cut === undefined || attempt > ATTEMPTS) throw err;
    }
    await process.settled();
    await world.letTimePass();
    if (cut?.kind === 'killed') process = world.newProcess();
  }
  await process.settled();
  return { state: await world.finalState(), calls: [...calls] };
}

const isAmong = (some: unknown, all: unknown): boolean =>
  Array.isArray(some) && Array.isArray(all) && some.every((one) => all.includes(one));

/** What differs, table by table. */
function differences(expected: Readonly<Record<string, unknown>>, actual: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(expected).flatMap((key) => {
    const [a, b] = [JSON.stringify(expected[key], null, 1), JSON.stringify(actual[key], null, 1)];
    if (a === b) return [];
    // A message may be repeated, and never be lost.
    if (key === 'signals' && isAmong(expected[key], actual[key])) return [];
    const [before, after] = [a.split('\n'), b.split('\n')];
    const lost = before.filter((line) => !after.includes(line)).slice(0, 6);
    const more = after.filter((line) => !before.includes(line)).slice(0, 6);
    return [
      `${key}: without [${lost.join(' ')}], instead [${more.join(' ')}], ${before.length} and ${after.length} lines`,
    ];
  });
}

/** Tests, for some activities, that a worker can be killed at any moment. Call it in a `describe`. */
export function survivesKills(names: readonly (keyof Activities)[]): void {
  const stories = storiesOf(names);
  let points = 0;

  it.each(stories.map((story) => [story.name, story.when, story] as const))(
    'A worker killed between any two awaits of %s when %s loses nothing, and nothing happens twice',
    async (name, _, story) => {
      const { state, calls } = await played(story);
      const cuts = cutsOf(name, calls);
      points += cuts.length;
      const wrong: string[] = [];
      for (const cut of cuts) {
        const at = cut.kind === 'killed' ? cut.after : cut.at;
        const where = `${cut.kind} at ${at} (${calls[at - 1] ?? 'the beginning'})`;
        try {
          wrong.push(...differences(state, (await played(story, cut)).state).map((what) => `${where}: ${what}`));
        } catch (err) {
          wrong.push(`${where}: ${String(err)}`);
        }
      }
      expect(wrong).toEqual([]);
    },
    ROW_MS,
  );

  afterAll(() => {
    process.stdout.write(`${stories.length} stories of ${names.length} activities were cut at ${points} points.\n`);
  });
}
