import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { taskQueueOf } from '../../domain/names.js';
import type { CaseRow } from '../../systems/database/port.js';
import { findTroubled, retake, setAside } from '../../systems/executions.js';
import { smallBrand } from '../support/harness/world.js';
import { type Harness, startHarness } from '../support/harness.js';
import { environmentOfTheRun } from '../support/temporal-of-the-run.js';
import { onepool } from '../support/test-shell.js';
import { until } from '../support/until.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('trouble');
});
afterAll(() => harness?.close());

/** What the schedule starts every minute. */
async function lookForTrouble(): Promise<string> {
  const workflowId = `find-trouble/${harness.brand.brand}/${Date.now()}`;
  const taskQueue = taskQueueOf(harness.brand.brand);
  await harness.client.workflow.execute('findTrouble', {
    workflowId,
    taskQueue,
    args: [{ brand: harness.brand.brand }],
  });
  return workflowId;
}
const casesAbout = async (workflowId: string): Promise<CaseRow[]> =>
  (await harness.records.cases.list({ code: 'system.workflow-ended' }, 1_000)).filter((r) => r.subject === workflowId);
/** Looks until the list of executions, which lags behind, shows it. */
const untilAsked = (workflowId: string, withinMs = 30_000): Promise<CaseRow> =>
  until(
    async () => {
      await lookForTrouble();
      return (await casesAbout(workflowId)).find(({ closedAt }) => closedAt === undefined);
    },
    { withinMs, everyMs: 500, what: `a case about ${workflowId}` },
  );
const troubled = async (workflowId: string): Promise<boolean> =>
  (await findTroubled(harness.client, { taskQueue: taskQueueOf(harness.brand.brand), sinceMs: Date.now() })).found.some(
    (one) => one.workflowId === workflowId,
  );
const statusOf = async ({ workflowId }: WorkflowHandle): Promise<string> =>
  (await harness.client.workflow.getHandle(workflowId).describe()).status.name;
const answer = (row: CaseRow, choice: string): Promise<unknown> =>
  harness.client.workflow
    .getHandle(row.workflowId)
    .executeUpdate('resolveCase', { args: [{ caseId: row.caseId, answer: choice, by: 'Kim' }] });

describe('workflows that nobody would miss', () => {
  it('An order that is terminated has a case, is taken up again by its answer, and is placed once', async () => {
    const order = await harness.webOrder();
    await order.fulfilment(1, 'placed');
    await order.handle.terminate('somebody pressed the button');
    const open = await untilAsked(order.workflowId);
    expect(open).toMatchObject({ owner: 'integration', answers: ['retry', 'skip'] });
    expect(open.whatHappened).toContain('was terminated');
    await harness.keep('findTrouble/a-terminated-order', { workflowId: await lookForTrouble() });

    await answer(open, 'retry');
    await until(async () => (await statusOf(order.handle)) === 'RUNNING', { what: 'the order to run again' });
    await harness.sendFromWarehouse(order.inWarehouse(), 'TROUBLE-1');
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.wms('centra', order.number)).toHaveLength(1);
    await until(async () => (await casesAbout(order.workflowId)).every((row) => row.closedAt !== undefined));
  });

  it('A terminated order whose case is answered skip is not asked about again', async () => {
    const order = await harness.webOrder();
    await order.fulfilment(1, 'placed');
    await order.handle.terminate('somebody pressed the button');
    await answer(await untilAsked(order.workflowId), 'skip');
    await until(async () => (await casesAbout(order.workflowId)).every((row) => row.closedAt !== undefined));
    await lookForTrouble();
    await lookForTrouble();
    expect(await casesAbout(order.workflowId)).toHaveLength(1);
  });

  it('An order that is set aside is listed until it is taken up again by hand, and then its case closes itself', async () => {
    const order = await harness.webOrder();
    await order.fulfilment(1, 'placed');
    await setAside(harness.client, order.workflowId, 'Kim');
    await untilAsked(order.workflowId);
    expect(await troubled(order.workflowId)).toBe(true);
    await retake(harness.client, order.workflowId, 'Kim');
    await until(async () => !(await troubled(order.workflowId)), { what: 'the list to be empty' });
    await lookForTrouble();
    await until(async () => (await casesAbout(order.workflowId)).every((row) => row.closedAt !== undefined), {
      what: 'the case to close',
    });
    expect(await statusOf(order.handle)).toBe('RUNNING');
    expect(await harness.states.wms('centra', order.number)).toHaveLength(1);
  });

  it('A follower that is terminated is found, and taken up again where it was', async () => {
    const id = `follow/${harness.brand.brand}/wms`;
    const handle = harness.client.workflow.getHandle(id);
    await handle.terminate('somebody pressed the button');
    await answer(await untilAsked(id), 'retry');
    await until(async () => (await statusOf(handle)) === 'RUNNING', { what: 'the follower to run again' });
  });

  it('A workflow whose code fails at every try is found, listed by the command line and taken up again, and its case stays while it fails', async () => {
    const { brand, client, databaseUrl } = harness;
    const folder = mkdtempSync(join(tmpdir(), 'onepool-trouble-'));
    const brandPath = join(folder, 'brand.json');
    writeFileSync(brandPath, JSON.stringify(smallBrand(brand.brand, {})));
    const env = { ...environmentOfTheRun(databaseUrl), ONEPOOL_BRAND: brandPath };
    const trouble = (...args: string[]) => onepool(['trouble', ...args], env);

    const workflowId = `order/${brand.brand}/centra/424242`;
    // Nothing of ours starts an order without its facts: its code throws in its first task, whoever tries.
    await client.workflow.start('fulfilOrder', { workflowId, taskQueue: taskQueueOf(brand.brand), args: [{}] });
    // The server reports a workflow after five tries, the last of which comes after most of a minute.
    const open = await untilAsked(workflowId, 180_000);
    expect(open).toMatchObject({ owner: 'integration', answers: ['retry'] });
    expect(open.whatHappened).toContain('its code fails at every try');

    const listed = await trouble('list');
    expect(listed.code).toBe(3);
    expect(listed.out).toContain(workflowId);
    const before = await client.workflow.getHandle(workflowId).describe();
    const taken = await trouble('retake', workflowId, '--by', 'Kim');
    expect(taken).toMatchObject({ code: 0, out: `${workflowId} goes on.\n` });
    expect((await client.workflow.getHandle(workflowId).describe()).runId).not.toBe(before.runId);
    // It still fails: nothing says that it goes on.
    expect((await casesAbout(workflowId)).map(({ closedAt }) => closedAt)).toEqual([undefined]);
    await client.workflow.getHandle(workflowId).terminate('the test is over');
    rmSync(folder, { recursive: true });
  }, 300_000);
});
