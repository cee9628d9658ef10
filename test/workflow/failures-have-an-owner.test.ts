import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brandOfTaskQueue, standaloneCaseWorkflowId } from '../../domain/names.js';
import { routeOf } from '../../workflows/task-queues.js';
import { callsOfWorkflows } from '../support/calls-of-workflows.js';
import {
  type Answer,
  beAway,
  refuse,
  type Script,
  type ScriptedRun,
  startScriptedWorker,
} from '../support/scripted/scripted-worker.js';
import { SCRIPTS, TOLERATED } from '../support/scripted/scripts.js';
import { until } from '../support/until.js';

/** A bounded round of attempts is over by then: what is called more often is repeated by its workflow, which goes on. */
const ATTEMPTS_OF_A_ROUND = 3;
const WAYS_TO_FAIL = {
  'for good': { fail: refuse, attemptsOfOneCall: 1 },
  'for an hour': { fail: beAway, attemptsOfOneCall: ATTEMPTS_OF_A_ROUND },
} as const satisfies Record<string, { fail: Answer; attemptsOfOneCall: number }>;

/** Calls of activities that cannot be made to repeat within a test: the next try comes a minute later. */
const WAITS: readonly string[] = ['reconcileStock/reconcileLocation'];

const calls = callsOfWorkflows();
/** Each call as often as there are ways to fail. Rows come from the code; how to get there, from the scripts. */
const rows = calls
  .filter(({ workflow }) => workflow !== 'releaseStock')
  .flatMap(({ workflow, activity }) =>
    (Object.keys(WAYS_TO_FAIL) as (keyof typeof WAYS_TO_FAIL)[]).map((way) => ({ workflow, activity, way })),
  );
const scriptOf = (workflow: string, activity: string): Script | undefined =>
  (SCRIPTS as Readonly<Record<string, Readonly<Record<string, Script>>>>)[workflow]?.[activity];

let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  worker = await startScriptedWorker('owners', 'short');
});
afterAll(() => worker?.close());

async function isOwned(run: ScriptedRun, activity: string, attemptsOfOneCall: number): Promise<boolean> {
  if (run.calls(activity) === 0) return false;
  if (run.openCases().length > 0 && !activity.startsWith('recordCase')) return true;
  if (run.calls('raiseNotCompared') > 0 && activity !== 'raiseNotCompared') return true;
  return run.calls(activity) > attemptsOfOneCall;
}

/** Nothing but our own records can refuse it, wherever an order comes from. */
const isOfRecords = (activity: string): boolean =>
  routeOf(activity, { origin: 'centra', refund: { number: '1' } }).queue === undefined;

/** A process that cannot record anything asks in a process of its own. */
async function isAskedAbout({ handle }: ScriptedRun): Promise<void> {
  const { taskQueue } = await handle.describe();
  const question = standaloneCaseWorkflowId(brandOfTaskQueue(taskQueue), 'not-recorded', handle.workflowId);
  const asked = handle.client.getHandle(question);
  await until(() => asked.describe().catch(() => undefined), { what: question, withinMs: 60_000, everyMs: 200 });
  await asked.terminate('the test is over');
}

describe('a call that fails', () => {
  it('Every call of every workflow type has a script that leads to it', () => {
    const missing = calls.filter(({ workflow, activity }) => !scriptOf(workflow, activity));
    // What the alarms of every process may call needs no row of releaseStock, which calls nothing of its own.
    expect(missing.filter(({ workflow }) => workflow !== 'releaseStock')).toEqual([]);
    const known = new Set(calls.map(({ workflow, activity }) => `${workflow}/${activity}`));
    const scripted = Object.entries(SCRIPTS).flatMap(([type, ways]) => Object.keys(ways).map((a) => `${type}/${a}`));
    expect(scripted.filter((row) => !known.has(row))).toEqual([]);
    process.stderr.write(`failing calls: ${calls.length} calls, ${rows.length} rows\n`);
  });

  it.concurrent.each(rows)('The call $activity of $workflow that fails $way becomes a case or a wait', async (row) => {
    const { workflow, activity, way } = row;
    const script = scriptOf(workflow, activity);
    if (!script) throw new Error(`no script leads to ${activity} of ${workflow}`);
    const { fail, attemptsOfOneCall } = WAYS_TO_FAIL[way];
    const run = await worker.play({ ...script, answers: { ...script.answers, [activity]: fail } });
    const ended = async () => !['RUNNING', 'CONTINUED_AS_NEW', 'COMPLETED'].includes(await run.status());
    // The way there may wait for cases of its own, which the failing call prevents.
    void script.drive?.(run).catch(() => {});
    await run.called(activity);
    if (activity in TOLERATED) await run.called('readProductPages');
    else if (WAITS.includes(`${workflow}/${activity}`)) await run.called(activity, attemptsOfOneCall);
    else
      await until(async () => (await isOwned(run, activity, attemptsOfOneCall)) || ended(), {
        withinMs: 60_000,
        everyMs: 200,
        what: `an owner of ${activity} of ${workflow}`,
      });
    expect(await ended()).toBe(false);
    if (way === 'for good' && isOfRecords(activity) && workflow !== 'standaloneCase') await isAskedAbout(run);
  });
});
