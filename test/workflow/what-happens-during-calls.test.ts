import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callsOfWorkflows } from '../support/calls-of-workflows.js';
import {
  answerTo,
  HAPPENINGS,
  type Happening,
  MOST_QUESTIONS,
  type MomentOfCall,
  type OrderStory,
  orderWorld,
} from '../support/scripted/order-world.js';
import { type ScriptedRun, startScriptedWorker } from '../support/scripted/scripted-worker.js';
import { until } from '../support/until.js';

/**
 * Whatever an order waits for, anything can happen in the meantime. Each call of the story of an order is played with each
 * happening, before it takes effect and after that; then people answer, goods leave, and nothing may be lost in the end.
 */

const SENT: OrderStory = { happens: [] };
const REJECTED: OrderStory = { happens: ['the location rejects'] };
const CANCELLED: OrderStory = { happens: ['the order is cancelled'] };
const GIVEN_UP: OrderStory = {
  happens: ['the location cancels on its own'],
  answers: { 'warehouse.cancelled': 'retry' },
};
const SHORT: OrderStory = { happens: ['the location runs short'] };
const silent = (answer: 'retry' | 'cancel-line' | 'cancel-order'): OrderStory => ({
  happens: [],
  isSilent: true,
  answers: { 'store.silent': answer },
});

/** Stories in which an order calls each activity. One without a row fails the first test. */
const STORIES: Readonly<Record<string, readonly OrderStory[]>> = {
  placeFulfilment: [SENT],
  createShipment: [SENT],
  completeShipment: [SENT],
  recordOrderStage: [CANCELLED],
  cancelFulfilment: [CANCELLED, REJECTED, SHORT],
  findAlternative: [REJECTED],
  reallocate: [REJECTED, SHORT],
  readFulfilment: [silent('retry')],
  renewPromise: [silent('retry')],
  recordCaseOpened: [silent('retry')],
  recordCaseClosed: [GIVEN_UP, silent('cancel-line')],
  cancelAtOrigin: [silent('cancel-order')],
  cancelUnits: [silent('cancel-line')],
  readOrder: [silent('cancel-line')],
};
/** Calls to which nothing that happens makes a difference by a moment: they read and change nothing at a counterpart. */
const OF_RECORDS: ReadonlySet<string> = new Set([
  'recordOrderStage',
  'recordCaseOpened',
  'recordCaseClosed',
  'renewPromise',
]);
/** Calls that are made beside what this world can play. */
const PLAYED_ELSEWHERE: Readonly<Record<string, string>> = {
  captureShipment: 'money: test/workflow/order-money.test.ts',
  readCapture: 'money: test/workflow/pending-capture.test.ts',
  releaseReserve: 'money: test/workflow/order-money.test.ts',
  reportDelivery: 'tills: test/workflow/till-orders.test.ts',
  closeTillOrder: 'tills: test/workflow/till-orders.test.ts',
  recordRefusedAnswer: 'it is called beside the order, and nothing waits for it',
};

const calls = callsOfWorkflows().flatMap(({ workflow, activity }) => (workflow === 'fulfilOrder' ? [activity] : []));
const rows = Object.entries(STORIES).map(([activity, stories]) => ({
  activity,
  moments: stories.flatMap((story) =>
    (Object.keys(HAPPENINGS) as Happening[]).flatMap((happens) =>
      (OF_RECORDS.has(activity) ? (['before'] as const) : (['before', 'after'] as const)).map((when) => ({
        story,
        moment: { activity, when, happens },
      })),
    ),
  ),
}));

let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  worker = await startScriptedWorker('during-calls');
});
afterAll(() => worker?.close());

/** Nothing is under way, at two looks in a row: what comes next comes from outside, or after a time. */
async function untilQuiet({ handle }: ScriptedRun): Promise<void> {
  let looks = 0;
  const isQuiet = async () => {
    const { raw, status } = await handle.describe();
    const isBusy = status.name === 'RUNNING' && (raw.pendingWorkflowTask || (raw.pendingActivities ?? []).length > 0);
    looks = isBusy ? 0 : looks + 1;
    return looks > 1 || undefined;
  };
  await until(isQuiet, { what: 'an order at rest', withinMs: 60_000, everyMs: 100 });
}

async function play(story: OrderStory, moment?: MomentOfCall): Promise<string[]> {
  const world = orderWorld(story, moment);
  const run = await worker.play(world.script);
  world.begins(run.handle);
  for (const what of story.happens) {
    await untilQuiet(run);
    await world.happen(what);
  }
  for (;;) {
    await untilQuiet(run);
    const [open] = run.openCases();
    if (open) {
      if (run.everyCase().length > MOST_QUESTIONS) break;
      await run.handle.executeUpdate('resolveCase', {
        args: [{ caseId: open.caseId, answer: answerTo(open, story), by: 'Tester' }],
      });
      await until(() => run.closedWith(open.caseId), { what: `case ${open.code} closed`, withinMs: 60_000 });
    } else if ((await run.status()) !== 'RUNNING' || !(await world.goOn())) break;
  }
  const faults = world.faults(run, await run.status());
  return world.hasHappened() ? faults : [...faults, 'the moment never came'];
}

describe('an order while it waits for a call', () => {
  it('Every call of an order has a story here, or says where it is played', () => {
    expect(calls.filter((activity) => !STORIES[activity] && !PLAYED_ELSEWHERE[activity])).toEqual([]);
    expect([...Object.keys(STORIES), ...Object.keys(PLAYED_ELSEWHERE)].filter((name) => !calls.includes(name))).toEqual(
      [],
    );
    const moments = rows.reduce((sum, row) => sum + row.moments.length, 0);
    process.stderr.write(`during calls: ${rows.length} calls, ${moments} moments\n`);
  });

  it.each(rows)(
    'Whatever happens while an order calls $activity, nothing that leaves is lost, and nobody waits in vain',
    async ({ moments }) => {
      const faults = await Promise.all(
        moments.map(async ({ story, moment }) =>
          (await play(story, moment)).map(
            (fault) => `${moment.when}, ${moment.happens} (${JSON.stringify(story)}): ${fault}`,
          ),
        ),
      );
      expect(faults.flat()).toEqual([]);
    },
    120_000,
  );
});
