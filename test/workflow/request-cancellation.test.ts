import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { workflowFiles } from '../support/calls-of-workflows.js';
import type { WorkflowType } from '../support/harness/kept-histories.js';
import { type ScriptedRun, startScriptedWorker } from '../support/scripted/scripted-worker.js';
import { WAITING } from '../support/scripted/scripts.js';
import { until } from '../support/until.js';

const TYPES = [...workflowFiles().keys()] as WorkflowType[];
/** They go on for ever, so a new run takes over once the question is answered. */
const LOOPS: readonly WorkflowType[] = ['follow', 'publishStock', 'syncProducts'];

/** Events after which a loop hands over to a new run (workflows/long-running.ts). */
const EVENTS_OF_A_RUN = 2_000;
const WAKES_AT_ONCE = 180;

let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  worker = await startScriptedWorker('cancelling');
});
afterAll(() => worker?.close());

const aboutCancellation = (run: ScriptedRun, after = 0) =>
  until(() => run.openCases().filter(({ code }) => code === 'system.cancel-requested')[after], {
    what: 'the case about the request',
    withinMs: 30_000,
  });
const cancel = (run: ScriptedRun): Promise<unknown> => worker.client.workflow.getHandle(run.handle.workflowId).cancel();
const answer = (run: ScriptedRun, caseId: string, choice: string): Promise<unknown> =>
  worker.client.workflow
    .getHandle(run.handle.workflowId)
    .executeUpdate('resolveCase', { args: [{ caseId, answer: choice, by: 'Kim' }] });
const present = (run: ScriptedRun) => worker.client.workflow.getHandle(run.handle.workflowId).describe();

describe('a cancellation asked for in Temporal', () => {
  it('Every workflow type has a state in which its cancellation is asked for', () => {
    expect(Object.keys(WAITING).sort()).toEqual([...TYPES].sort());
  });

  it.concurrent.each(TYPES)(
    'A cancellation of %s that is asked for in Temporal is a case, and it goes on',
    async (type) => {
      const run = await worker.play(WAITING[type]);
      await cancel(run);
      const { caseId, answers } = await aboutCancellation(run);
      expect((await present(run)).status.name).toBe('RUNNING');
      expect(answers).toEqual(type === 'fulfilOrder' ? ['go-on', 'cancel-order'] : ['go-on']);
      const { runId } = await present(run);

      // An update after the request is answered like any other.
      await answer(run, caseId, 'go-on');
      await until(() => run.openCases().every((open) => open.caseId !== caseId), { what: 'the case to close' });
      expect((await present(run)).status.name).toBe('RUNNING');
      if (!LOOPS.includes(type)) return;
      await until(async () => (await present(run)).runId !== runId, { what: 'a new run' });
      await cancel(run);
      await aboutCancellation(run);
      expect((await present(run)).status.name).toBe('RUNNING');
    },
  );

  it('A question that nobody has answered closes itself when a new run of a loop takes over', async () => {
    const run = await worker.play(WAITING.follow);
    await cancel(run);
    const { caseId } = await aboutCancellation(run);
    const { runId } = await present(run);
    const { workflowId } = run.handle;
    const isNewRun = async (): Promise<boolean> => (await present(run)).runId !== runId;
    // Enough for a run, and far fewer than the server takes: a flood without end would be quicker than the loop.
    for (let sent = 0; sent < EVENTS_OF_A_RUN && !(await isNewRun()); sent += WAKES_AT_ONCE) {
      const wakes = Array.from({ length: WAKES_AT_ONCE }, () =>
        worker.client.workflow.getHandle(workflowId).signal('wake'),
      );
      await Promise.all(wakes);
    }
    await until(isNewRun, { what: 'a new run', withinMs: 60_000 });
    expect(run.closedWith(caseId)).toBe('auto-resolved');
    expect(run.openCases()).toEqual([]);
  });

  it('A request before the first step of an order is seen, and cancel-order cancels it where it was placed', async () => {
    const run = await worker.play(WAITING.fulfilOrder);
    await cancel(run);
    const { caseId } = await aboutCancellation(run);
    await answer(run, caseId, 'cancel-order');
    await run.called('cancelAtOrigin');
    expect((await present(run)).status.name).toBe('RUNNING');
  });

  it('A signal that answers after the request is taken, and one that does not fit is refused', async () => {
    const run = await worker.play(WAITING.returnInStore);
    const blind = await run.nextCase();
    await cancel(run);
    await aboutCancellation(run);
    await run.handle.signal('resolveCase', { caseId: blind.caseId, answer: 'nonsense', by: 'Kim' });
    await run.called('recordRefusedAnswer');
    expect((await present(run)).status.name).toBe('RUNNING');
    await run.handle.signal('resolveCase', { caseId: blind.caseId, answer: 'refuse', by: 'Kim' });
    // The return ends, and what was asked about it closes with it.
    expect(await run.handle.result()).toMatchObject({ outcome: 'refused' });
    expect(run.openCases()).toEqual([]);
  });
});
