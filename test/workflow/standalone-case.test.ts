import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import type { StandaloneCaseActivities } from '../../activities/stock/stock-cases.js';
import { standaloneCaseWorkflowId } from '../../domain/names.js';
import type { CaseRow } from '../../systems/database/port.js';
import type { StandaloneCase } from '../../workflows/messages.js';
import { replay, runOf, textOf } from '../support/harness/histories.js';
import { keepHistory } from '../support/harness/kept-histories.js';
import { startWorkerOver, type WorkerUnderTest } from '../support/harness/worker-under-test.js';
import { until } from '../support/until.js';

type Settling = Parameters<StandaloneCaseActivities['settleStandaloneCase']>[0];
/** What the stock side was asked to do, and what it says to the next answer about a location. */
const asked: Settling[] = [];
const unsettled = new Map<string, string>();

const settleStandaloneCase: StandaloneCaseActivities['settleStandaloneCase'] = async (input) => {
  asked.push(input);
  const sentence = unsettled.get(input.about.location);
  unsettled.delete(input.about.location);
  return sentence === undefined ? { settled: true } : { settled: false, sentence };
};

const brand = `standing-${Date.now().toString(36)}`;
const started: string[] = [];
let worker: WorkerUnderTest;
beforeAll(async () => {
  worker = await startWorkerOver('standing', { settleStandaloneCase });
});
afterAll(() => worker?.close());

/** Asks about a SKU that the web shop does not take. */
async function ask(sku: string, location = `store-of-${sku}`): Promise<WorkflowHandle> {
  const subject = `centra/${location}/${sku}`;
  const input: StandaloneCase = {
    brand,
    subject,
    location,
    problem: { code: 'stock.refused', sentence: `Centra does not take the stock of ${sku}.` },
    about: { kind: 'stock-refused', target: 'centra', location, sku },
  };
  const workflowId = standaloneCaseWorkflowId(brand, 'stock-refused', subject);
  started.push(workflowId);
  return worker.client.workflow.start('standaloneCase', { workflowId, taskQueue: worker.taskQueue, args: [input] });
}

const rowsOf = async (handle: WorkflowHandle): Promise<CaseRow[]> =>
  (await worker.records.cases.list({}, 1_000)).filter((row) => row.workflowId === handle.workflowId);

/** The open case of a question, once there is one beyond the first `after`. */
const openCase = (handle: WorkflowHandle, after = 0): Promise<CaseRow> =>
  until(
    async () => {
      const rows = await rowsOf(handle);
      return rows.length > after ? rows.find((row) => row.closedAt === undefined) : undefined;
    },
    { what: `an open case of ${handle.workflowId}` },
  );

const answer = (handle: WorkflowHandle, resolution: object): Promise<unknown> =>
  handle.executeUpdate('resolveCase', { args: [resolution] });

describe('a standalone case', () => {
  it('A standalone case is found by code and owner, and closed when a person settles it', async () => {
    const handle = await ask('TEE-1');
    const open = await openCase(handle);
    expect(open).toMatchObject({
      code: 'stock.refused',
      owner: 'integration',
      severity: 'normal',
      subject: 'centra/store-of-TEE-1/TEE-1',
      location: 'store-of-TEE-1',
      answers: ['retry', 'skip'],
      whatHappened: 'Centra does not take the stock of TEE-1.',
    });
    expect(open.caseId).toBe(`${brand}-stock-refused-centra/store-of-TEE-1/TEE-1-${Date.parse(open.openedAt)}`);
    const found = async (): Promise<boolean> => {
      const query = "OnepoolCases = 'stock.refused' AND OnepoolOwners = 'integration'";
      for await (const { workflowId } of worker.client.workflow.list({ query }))
        if (workflowId === handle.workflowId) return true;
      return false;
    };
    await until(found, { what: 'the case in the list of workflows' });
    const page = textOf(await handle.query('__temporal_workflow_metadata'));
    expect(page).toContain(`### stock.refused (integration), case \`${open.caseId}\``);

    expect(await answer(handle, { caseId: open.caseId, answer: 'retry', by: 'Ada' })).toEqual({
      accepted: 'retry by Ada',
    });
    expect(await handle.result()).toEqual({ outcome: 'settled' });
    const about = { kind: 'stock-refused', target: 'centra', location: 'store-of-TEE-1', sku: 'TEE-1' };
    expect(asked.filter((a) => a.about.location === 'store-of-TEE-1')).toEqual([{ brand, about, answer: 'retry' }]);
    expect(await rowsOf(handle)).toMatchObject([{ outcome: 'retry', resolvedBy: 'Ada' }]);
    await until(async () => !(await found()), { what: 'the case gone from the list of workflows' });
    await keepHistory(worker.client, 'standaloneCase/settled', handle);
  });

  it('A standalone case opens again, with the reason, when the answer did not settle it', async () => {
    unsettled.set('store-of-TEE-2', 'Centra still does not know TEE-2.');
    const handle = await ask('TEE-2');
    const first = await openCase(handle);
    await answer(handle, { caseId: first.caseId, answer: 'retry', by: 'Ada' });
    const second = await openCase(handle, 1);
    expect(second.whatHappened).toBe('Centra still does not know TEE-2.');
    expect(second.caseId).not.toBe(first.caseId);
    await answer(handle, { caseId: second.caseId, answer: 'retry', by: 'Ada' });
    expect(await handle.result()).toEqual({ outcome: 'settled' });
    await keepHistory(worker.client, 'standaloneCase/opened-again', handle);
  });

  it('A standalone case is passed over by skip, and by plain signal', async () => {
    const handle = await ask('TEE-3');
    const { caseId } = await openCase(handle);
    await handle.signal('resolveCase', { caseId, answer: 'skip', by: 'Bo', note: 'not sold there' });
    expect(await handle.result()).toEqual({ outcome: 'skipped' });
    expect(asked.filter((a) => a.about.location === 'store-of-TEE-3')).toMatchObject([{ answer: 'skip' }]);
    expect(await rowsOf(handle)).toMatchObject([{ outcome: 'skip', resolvedBy: 'Bo' }]);
    await keepHistory(worker.client, 'standaloneCase/skipped', handle);
  });

  it('A standalone case refuses a bad answer with a sentence and keeps waiting, in whatever way it came', async () => {
    const handle = await ask('TEE-4');
    const { caseId } = await openCase(handle);
    const refusal = async (resolution: object): Promise<string> => {
      const refused: unknown = await answer(handle, resolution).catch((e: unknown) => e);
      if (!(refused instanceof WorkflowUpdateFailedError)) throw new Error(`was not refused: ${String(refused)}`);
      return refused.cause?.message ?? '';
    };
    expect(await refusal({ caseId, answer: 'move', by: 'Ada', data: { location: 'dc' } })).toBe(
      'move is not an answer to stock.refused. Choose one of: retry, skip.',
    );
    expect(await refusal({ caseId, answer: 'retry' })).toBe('Say who answers: by is missing.');
    await handle.signal('resolveCase', { caseId, answer: 'dance', by: 'Ada' });
    await handle.signal('resolveCase', null);
    const noted = async () => (await worker.records.cases.show(caseId))?.trail.some((t) => t.what === 'answer refused');
    await until(noted, { what: 'the refused answer in the trail of the case' });
    expect((await openCase(handle)).caseId).toBe(caseId);
    await answer(handle, { caseId, answer: 'retry', by: 'Ada' });
    expect(await handle.result()).toEqual({ outcome: 'settled' });
    const { events } = await handle.fetchHistory();
    expect(events?.filter((e) => e.workflowTaskFailedEventAttributes)).toEqual([]);
    await keepHistory(worker.client, 'standaloneCase/answer-refused', handle);
  });

  it('A standalone case closes when its cause has settled itself', async () => {
    const handle = await ask('TEE-5');
    await openCase(handle);
    await handle.signal('caseAutoResolved', { why: 'Centra takes it again.' });
    expect(await handle.result()).toEqual({ outcome: 'auto-resolved' });
    expect(await rowsOf(handle)).toMatchObject([{ outcome: 'auto-resolved', resolvedBy: 'onepool' }]);
    expect(asked.filter((a) => a.about.location === 'store-of-TEE-5')).toEqual([]);
    await keepHistory(worker.client, 'standaloneCase/auto-resolved', handle);
  });

  it('A standalone case replays, however it ended', async () => {
    const [answered, skipped, resolved] = [await ask('TEE-6'), await ask('TEE-7'), await ask('TEE-8')];
    await answer(answered, { caseId: (await openCase(answered)).caseId, answer: 'retry', by: 'Ada' });
    await answer(skipped, { caseId: (await openCase(skipped)).caseId, answer: 'skip', by: 'Ada' });
    await openCase(resolved);
    await resolved.signal('caseAutoResolved', { why: 'Centra takes it again.' });
    await Promise.all([answered, skipped, resolved].map((handle) => handle.result()));
    // Those of the other tests too, as far as these have run.
    const runs = await Promise.all(started.map((id) => runOf(worker.client, id)));
    expect(runs.length).toBeGreaterThanOrEqual(3);
    expect(await replay(worker.bundle, runs)).toEqual([]);
  });
});
