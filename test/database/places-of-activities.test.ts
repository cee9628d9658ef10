import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../activities/dependencies.js';
import type { Activities } from '../../activities/index.js';
import { FOLLOWERS, type Follower } from '../../domain/followers.js';
import { SystemProblem } from '../../systems/problem.js';
import { routeOf, type TASK_QUEUES } from '../../workflows/task-queues.js';
import { ROWS } from '../support/kills/rows.js';
import { openWorldOfKills, type WorldOfKills } from '../support/kills/world-of-kills.js';

const SYSTEMS = ['centra', 'sitoo', 'wms'] as const;
type System = (typeof SYSTEMS)[number];

/** Queues of loops and of people: they are named after whose work it is, and each loop has places of its own there. */
const OF_LOOPS: readonly string[] = [
  'followers',
  'till-sales',
  'stock',
  'reconcile',
  'products',
  'answers',
] satisfies (keyof typeof TASK_QUEUES)[];

/** An adapter gives up after ten seconds; here a call that hangs is given up after this, ms. */
const HANGS_MS = 3_000;
/** More than one call that hangs, and less than two after each other: who can do without an answer waits for one at most, ms. */
const SETTLES_WITHIN_MS = 2 * HANGS_MS;

/**
 * Counterparts that an activity asks and can do without, found by running it without them. What is not named here it needs, or
 * never calls. An activity that begins to ask one must say here that it can do without its answer.
 */
const ASKS: Readonly<Record<string, readonly System[]>> = {
  // Which SKUs they know. What the tills show already of a warehouse that is imported need not be published again.
  readChanges: ['sitoo', 'wms'],
  readOrder: ['wms'],
};

interface Story {
  readonly name: keyof Activities;
  readonly when: string;
  readonly given: (world: WorldOfKills) => Promise<unknown>;
}
const stories: Story[] = (Object.keys(ROWS) as (keyof Activities)[]).flatMap((name) =>
  (ROWS[name] ?? []).map(([when, given]) => ({ name, when, given })),
);

let world: WorldOfKills;
beforeAll(async () => {
  world = await openWorldOfKills();
}, 60_000);
afterAll(() => world?.close());

const sentenceOf = (system: System): string => `The test has taken ${system} away.`;

/** All that a process works with, with one counterpart that refuses every call, or answers none until it is given up. */
function without(system: System, how: 'refuses' | 'hangs'): Dependencies {
  const away = new Proxy(world.dependencies[system], {
    get(port, name) {
      const value: unknown = Reflect.get(port, name);
      if (typeof value !== 'function') return value;
      if (name === 'clockSkewMs') return value.bind(port);
      return async (): Promise<never> => {
        if (how === 'hangs') await pause(HANGS_MS);
        throw new SystemProblem({ kind: 'unreachable', system, operation: String(name), sentence: sentenceOf(system) });
      };
    },
  });
  return { ...world.dependencies, [system]: away };
}

/** How a story ends without a counterpart: it can do without it, or its failure says that this one is away. */
async function endsWithout(
  { name, given }: Story,
  system: System,
  how: 'refuses' | 'hangs',
): Promise<'without it' | 'needs it' | string> {
  await world.beginStory();
  const input = await given(world);
  const { run } = world.newProcess(undefined, without(system, how));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`waits for ${system}`), SETTLES_WITHIN_MS);
  });
  try {
    return await Promise.race([run(name, input).then(() => 'without it'), late]);
  } catch (err) {
    return String(err).includes(sentenceOf(system)) ? 'needs it' : `fails otherwise: ${String(err)}`;
  } finally {
    clearTimeout(timer);
  }
}

/** Counterparts whose places a call may hold: those that its queue is named after; of a loop, those that the loop needs. */
function placesOf(name: keyof Activities, input: unknown): readonly System[] {
  const { queue } = routeOf(name, input);
  if (queue === undefined) return [];
  if (!OF_LOOPS.includes(queue)) return SYSTEMS.filter((system) => queue.split('-').includes(system));
  if (name === 'readTillSales') return FOLLOWERS['till-sales'].needs;
  if (name === 'readChanges') return FOLLOWERS[(input as { follower: Follower }).follower].needs;
  if (name === 'publishStock') return [(input as { target: System }).target];
  return SYSTEMS;
}

describe('the places of activities', () => {
  const asked = new Map<string, Set<System>>();

  it.each(stories.map((story) => [story.name, story.when, story] as const))(
    'The call %s when %s takes no place of a counterpart that it does not call, and fails only for one that its queue names',
    async (name, _, story) => {
      await world.beginStory();
      const input = await story.given(world);
      const process = world.newProcess();
      await process.run(name, input);
      const called = SYSTEMS.filter((system) => process.calls.some((call) => call.startsWith(`${system}.`)));
      const { queue = 'records' } = routeOf(name, input);
      const places = placesOf(name, input);
      // What it calls waits in a queue that says so; a loop may ask others besides, in places of its own.
      if (!OF_LOOPS.includes(queue))
        expect([queue, called.filter((system) => !places.includes(system))]).toEqual([queue, []]);
      for (const system of called) {
        const end = await endsWithout(story, system, 'refuses');
        expect([system, end]).toEqual([system, expect.stringMatching(/^(without|needs) it$/)]);
        if (end === 'needs it') {
          expect([queue, places]).toEqual([queue, expect.arrayContaining([system])]);
          continue;
        }
        // It can do without: then it must not hold its place for as long as that one hangs.
        expect([system, await endsWithout(story, system, 'hangs')]).toEqual([system, 'without it']);
        asked.set(name, new Set([...(asked.get(name) ?? []), system]));
      }
    },
  );

  it('Every activity that asks a counterpart without needing it is known, so that a new one is looked at', () => {
    const found = Object.fromEntries([...asked].map(([name, systems]) => [name, [...systems].sort()]));
    process.stdout.write(`${stories.length} stories of activities, each without each counterpart that it calls\n`);
    expect(found).toEqual(ASKS);
  });
});
