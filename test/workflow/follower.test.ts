import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure, type WorkflowHandle } from '@temporalio/client';
import type { Follower } from '../../domain/followers.js';
import type { Follow } from '../../workflows/messages.js';
import { replay, runOf } from '../support/harness/histories.js';
import { keepHistory, type Way } from '../support/harness/kept-histories.js';
import { startWorkerOver, type WorkerUnderTest } from '../support/harness/worker-under-test.js';
import { until } from '../support/until.js';

/** Rounds by brand, and what the next rounds of a brand are refused with. */
const rounds = new Map<string, number>();
const refusals = new Map<string, string[]>();
const brandOf = new Map([
  ['centra', 'woken'],
  ['sitoo', 'refused'],
]);

async function readChanges({ follower }: { follower: string }) {
  const brand = brandOf.get(follower) ?? '';
  rounds.set(brand, (rounds.get(brand) ?? 0) + 1);
  const refusal = refusals.get(brand)?.shift();
  if (refusal) throw ApplicationFailure.nonRetryable(refusal, 'unauthorised');
  return { more: false, started: 0, notified: 0 };
}

let worker: WorkerUnderTest;
beforeAll(async () => {
  worker = await startWorkerOver('follower', { readChanges });
});
afterAll(() => worker?.close());

function start(follower: Follower, everyMs: number): Promise<WorkflowHandle> {
  const input: Follow = { brand: brandOf.get(follower) ?? '', follower, everyMs, gatherMs: 20 };
  const workflowId = `follow/${input.brand}-${Date.now()}/${follower}`;
  return worker.client.workflow.start('follow', { workflowId, taskQueue: worker.taskQueue, args: [input] });
}

async function endOf(loop: WorkflowHandle, way: Way): Promise<void> {
  expect((await loop.describe()).status.name).toBe('RUNNING');
  await keepHistory(worker.client, way, loop);
  expect(await replay(worker.bundle, [await runOf(worker.client, loop.workflowId)])).toEqual([]);
  await loop.terminate();
}

describe('A follower', () => {
  it('A follower reads when it starts, and again as soon as an event wakes it', async () => {
    const loop = await start('centra', 60_000);
    const read = () => rounds.get('woken') ?? 0;
    await until(() => read() === 1, { what: 'the first round' });
    await loop.signal('wake');
    await until(() => read() === 2, { what: 'the round after the event' });
    await endOf(loop, 'follow/woken-by-an-event');
  });

  it('A follower that a counterpart refuses opens one case, and closes it after the first round that succeeds', async () => {
    refusals.set('refused', ['Sitoo does not accept the token.', 'Sitoo does not accept the token.']);
    const loop = await start('sitoo', 50);
    const cases = async () =>
      (await worker.records.cases.list({}, 10)).filter((row) => row.workflowId === loop.workflowId);
    await until(async () => (await cases()).some((row) => row.closedAt !== undefined), { what: 'the case to close' });
    expect(await cases()).toMatchObject([
      {
        code: 'system.unreachable',
        outcome: 'auto-resolved',
        whatHappened: 'Changes in sitoo cannot be read. Sitoo does not accept the token.',
      },
    ]);
    const sofar = rounds.get('refused') ?? 0;
    expect(sofar).toBeGreaterThan(2);
    await until(() => (rounds.get('refused') ?? 0) > sofar, { what: 'the next round' });
    await endOf(loop, 'follow/refused-and-recovered');
  });
});
