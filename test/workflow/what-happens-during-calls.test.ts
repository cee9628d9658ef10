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
const TOO_LATE: OrderStory = { happens: ['goods are picked unseen', 'the order is cancelled'] };
const SHORT: OrderStory = { happens: ['the location runs short'] };
const silent = (answer: 'retry' | 'cancel-line' | 'cancel-order'): OrderStory => ({
  happens: [],
  isSilent: true,
  answers: { 'store.silent': answer },
});

interface Row {
  readonly stories: readonly OrderStory[];
  /** It reads, or writes records of ours: it is all one whether something happens before or after it. */
  readonly changesNothing?: true;
}

/** Stories in which an order calls each activity. One without a row fails the first test. */
const ROWS: Readonly<Record<string, Row>> = {
  placeFulfilment: { stories: [SENT] },
  createShipment: { stories: [SENT] },
  completeShipment: { stories: [SENT] },
  cancelFulfilment: { stories: [CANCELLED, REJECTED] },
  reallocate: { stories: [REJECTED] },
  cancelAtOrigin: { stories: [silent('cancel-order')] },
  cancelUnits: { stories: [silent('cancel-line')] },
  findAlternative: { stories: [REJECTED, SHORT], changesNothing: true },
  readFulfilment: { stories: [silent('retry')], changesNothing: true },
  readOrder: { stories: [silent('cancel-line')], changesNothing: true },
  renewPromise: { stories: [silent('retry')], changesNothing: true },
  recordOrderStage: { stories: [CANCELLED], changesNothing: true },
  recordCaseOpened: { stories: [silent('retry'), TOO_LATE], changesNothing: true },
  recordCaseClosed: { stories: [GIVEN_UP, silent('cancel-line'), TOO_LATE], changesNothing: true },
};
/** What can happen in some stories only, or makes no difference in the others. */
const ONLY_IN: Readonly<Partial<Record<Happening, readonly OrderStory[]>>> = {
  'the cancellation is taken back': [CANCELLED, TOO_LATE],
  'the location holds enough again': [SHORT],
  'someone asks in Temporal to cancel it': [SENT, CANCELLED],
};
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
const momentsOf = (activity: string, { stories, changesNothing }: Row) =>
  stories.flatMap((story) =>
    (Object.keys(HAPPENINGS) as Happening[])
      .filter((happens) => ONLY_IN[happens]?.includes(story) ?? true)
      .flatMap((happens) =>
        (changesNothing ? (['before'] as const) : (['before', 'after'] as const)).map((when) => ({
          story,
          moment: { activity, when, happens },
        })),
      ),
  );
const rows = Object.entries(ROWS).map(([activity, row]) => ({ activity, moments: momentsOf(activity, row) }));
/** Orders that are played at the same time: enough to hide what each waits for. */
const AT_ONCE = 12;

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
    expect(calls.filter((activity) => !ROWS[activity] && !PLAYED_ELSEWHERE[activity])).toEqual([]);
    expect([...Object.keys(ROWS), ...Object.keys(PLAYED_ELSEWHERE)].filter((name) => !calls.includes(name))).toEqual(
      [],
    );
    const moments = rows.reduce((sum, row) => sum + row.moments.length, 0);
    process.stderr.write(`during calls: ${rows.length} calls, ${moments} moments\n`);
  });

  it.each(rows)(
    'Whatever happens while an order calls $activity, nothing that leaves is lost, and nobody waits in vain',
    async ({ moments }) => {
      const faults: string[] = [];
      const waiting = [...moments];
      const playOn = async (): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const { story, moment } = next;
          const what = `${moment.when}, ${moment.happens} (${JSON.stringify(story)})`;
          const found = await play(story, moment).catch((err: Error) => [err.message]);
          faults.push(...found.map((fault) => `${what}: ${fault}`));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, playOn));
      expect(faults).toEqual([]);
    },
    240_000,
  );
});
