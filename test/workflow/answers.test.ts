import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { afterwards } from '../support/harness/afterwards.js';
import { textOf } from '../support/harness/histories.js';
import type { OrderUnderTest } from '../support/harness/order-under-test.js';
import { SOLD_BLINDLY } from '../support/harness/world.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('answers', SOLD_BLINDLY);
});
afterAll(() => harness?.close());

/** Two things are wrong with it: a product nobody knows by that name, and no courier. */
const brokenOrder = () => harness.webOrder({ lines: [{ sku: 'OLD-NAME', quantity: 1 }], shippingOption: null });
const mapSku = { from: 'OLD-NAME', to: 'TEE-M' };

/** The sentence of a refused answer. */
async function refusal(order: OrderUnderTest, answer: unknown): Promise<string> {
  const refused: unknown = await order.handle.executeUpdate('resolveCase', { args: [answer] }).catch((e: unknown) => e);
  if (!(refused instanceof WorkflowUpdateFailedError)) throw new Error(`was not refused: ${String(refused)}`);
  return refused.cause?.message ?? '';
}

async function finish(order: OrderUnderTest): Promise<void> {
  await order.answer('order.missing-courier', 'correct', { courier: 'home-standard' });
  await harness.sendFromWarehouse(order.inWarehouse(), `WB-${order.number}`);
  expect(await order.outcome()).toBe('fulfilled');
}

describe('an answer to a case', () => {
  it.concurrent('An answer given twice by a double click counts once, and a second person learns who was first', async () => {
    const order = await brokenOrder();
    const { caseId } = await order.waitsFor('order.unknown-sku');
    const answer = { caseId, answer: 'correct', by: 'Ada', data: { mapSku } };
    const click = () => order.handle.executeUpdate('resolveCase', { args: [answer], updateId: 'click' });
    expect(await Promise.all([click(), click()])).toEqual([
      { accepted: 'correct by Ada' },
      { accepted: 'correct by Ada' },
    ]);
    expect(await refusal(order, { ...answer, by: 'Bo' })).toBe(`Case ${caseId} was already answered: correct by Ada.`);
    await finish(order);
    const closed = await harness.records.cases.show(caseId);
    expect(closed?.row).toMatchObject({ outcome: 'correct', resolvedBy: 'Ada' });
  });

  it.concurrent('An answer that makes no sense is refused with a sentence, and the order waits unharmed', async () => {
    const order = await brokenOrder();
    const { caseId } = await order.waitsFor('order.unknown-sku');
    expect(await refusal(order, { caseId, answer: 'move', by: 'Ada' })).toMatch(
      /^move is not an answer to order\.unknown-sku\. Choose one of: /,
    );
    expect(await refusal(order, { caseId: 'nowhere-1', answer: 'retry', by: 'Ada' })).toBe(
      `There is no open case nowhere-1 here. Open: ${caseId}.`,
    );
    expect(await refusal(order, { caseId, answer: 'retry' })).toBe('Say who answers: by is missing.');
    expect(await refusal(order, { caseId, answer: 'correct', by: 'Ada' })).toMatch(/needs data: mapSku/);
    expect(await refusal(order, { caseId, answer: { toString: 1 }, by: 'Ada' })).toMatch(/cannot be read/);
    expect(await refusal(order, null)).toMatch(/An answer is an object/);
    expect((await order.story()).cases.map((c) => c.caseId)).toEqual([caseId]);
    await order.answer('order.unknown-sku', 'correct', { mapSku });
    await finish(order);
  });

  it.concurrent('An answer that comes after the end of the order finds no workflow', async () => {
    const order = await brokenOrder();
    const { caseId } = await order.answer('order.unknown-sku', 'cancel-order');
    expect(await order.outcome()).toBe('cancelled');
    await order.handle.result();
    const late = order.handle.executeUpdate('resolveCase', { args: [{ caseId, answer: 'retry', by: 'Ada' }] });
    await expect(late).rejects.toThrow(WorkflowNotFoundError);
  });

  it.concurrent('An answer by plain signal is accepted too', async () => {
    const order = await brokenOrder();
    const { caseId } = await order.waitsFor('order.unknown-sku');
    await order.handle.signal('resolveCase', { caseId, answer: 'correct', by: 'Ada', data: { mapSku } });
    await order.waitsForAnother('order.missing-courier', 1);
    await finish(order);
  });

  it.concurrent('A signal of whatever shape that is no answer is refused and noted, and never blocks the order', async () => {
    const order = await brokenOrder();
    const { caseId } = await order.waitsFor('order.unknown-sku');
    const shapes: readonly unknown[] = [
      null,
      'retry',
      42,
      true,
      [],
      [null],
      {},
      { caseId: 7 },
      { caseId, answer: 'dance', by: 'Ada' },
      { caseId, answer: { toString: 1 }, by: 'Ada' },
      { caseId, answer: 'retry', by: { toString: 1 } },
      { caseId, answer: 'correct', by: 'Ada', data: [] },
      { caseId, answer: 'correct', by: 'Ada', data: { mapSku: { from: 1, to: [] } } },
      { caseId, answer: 'correct', by: 'Ada', data: { courier: { toString: 1 } } },
      { caseId, answer: 'cancel-line', by: 'Ada', data: { lines: [{ toString: 1 }] } },
      { caseId, answer: 'cancel-line', by: 'Ada', data: { lines: {} } },
    ];
    const noted = async () =>
      (await order.story()).timeline.filter((t) => t.what.startsWith('An answer was refused')).length;
    // One after the other: what waits for a worker together is noted once.
    for (const [nth, args] of [...shapes.map((shape) => [shape]), []].entries()) {
      await order.handle.signal<unknown[]>('resolveCase', ...args);
      await until(async () => (await noted()) === nth + 1, { what: `refusal ${nth + 1} in the story` });
    }
    expect((await order.story()).cases.map((c) => c.caseId)).toEqual([caseId]);
    const trail = (await harness.records.cases.show(caseId))?.trail.map((t) => t.what) ?? [];
    expect(trail).toContain('answer refused');

    await order.answer('order.unknown-sku', 'correct', { mapSku });
    await finish(order);
    const { events } = await order.handle.fetchHistory();
    expect(events?.filter((e) => e.workflowTaskFailedEventAttributes)).toEqual([]);
  });
});

describe('an order that waits for a person', () => {
  it.concurrent('An order that waits for a person is found by code and owner of its case, and no longer once it is answered', async () => {
    const order = await brokenOrder();
    const found = async (query: string): Promise<boolean> => {
      const running = harness.client.workflow.list({ query: `${query} AND ExecutionStatus = 'Running'` });
      for await (const { workflowId } of running) if (workflowId === order.workflowId) return true;
      return false;
    };
    const code = "OnepoolCases = 'order.missing-courier'";
    const owner = "OnepoolOwners = 'integration'";
    await order.waitsFor('order.unknown-sku');
    await until(() => found(code), { what: 'the order in the list by code' });
    await until(() => found(`${owner} AND OnepoolStage = 'waiting-for-answer'`), { what: 'the order by owner' });
    await order.answer('order.unknown-sku', 'correct', { mapSku });
    await order.waitsForAnother('order.missing-courier', 1);
    await order.answer('order.missing-courier', 'correct', { courier: 'home-standard' });
    await order.fulfilment(1, 'placed');
    await until(async () => !(await found(code)), { what: 'the order gone from the list by code' });
    expect(await found(owner)).toBe(false);
    const fulfilling = "OnepoolLocations = 'dc' AND OnepoolStage = 'fulfilling'";
    await until(() => found(fulfilling), { what: 'the order in the list by stage and location' });
    await harness.sendFromWarehouse(order.inWarehouse(), 'FOUND-1');
    expect(await order.outcome()).toBe('fulfilled');
  });

  it.concurrent('An order that waits for a person shows its case in the Web UI, with the answers that it takes', async () => {
    const order = await brokenOrder();
    const { caseId } = await order.waitsFor('order.unknown-sku');
    const page = async () => textOf(await order.handle.query('__temporal_workflow_metadata'));
    const asked = await page();
    expect(asked).toContain(`### order.unknown-sku (integration), case \`${caseId}\``);
    expect(asked).toContain('(OLD-NAME) is not known where it must be picked.');
    expect(asked).toMatch(/Answers: `retry`, `correct`, .*Promised by 20/);
    await order.answer('order.unknown-sku', 'correct', { mapSku });
    await finish(order);
    const ended = await page();
    expect(ended).not.toContain('###');
    expect(ended).toContain('**Nothing: the order is fulfilled.**');
  });
});

afterwards(() => harness);
