import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reconcileWorkflowId, taskQueueOf } from '../../domain/names.js';
import { type StockStates, stockStates } from '../support/harness/stock-states.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

let harness: Harness;
let states: StockStates;
beforeAll(async () => {
  harness = await startHarness('stock-corrections', { stock: { detectExternalChangesEvery: '10h' } });
  states = stockStates(harness);
  await states.opened();
});
afterAll(() => harness?.close());

let nights = 0;
async function night(): Promise<{ corrected: number }> {
  nights += 1;
  return harness.client.workflow.execute('reconcileStock', {
    workflowId: reconcileWorkflowId(harness.brand.brand, `night-${nights}`),
    taskQueue: taskQueueOf(harness.brand.brand),
    args: [{ brand: harness.brand.brand }],
  });
}

const changeInShop = (skus: readonly string[]) =>
  Promise.all(skus.map((sku) => harness.shop.act({ type: 'ams.stock', location: 'store-02', sku, quantity: 7 })));
const open = () => harness.records.cases.list({ code: 'stock.corrected-often', open: true }, 10);

async function answer(): Promise<void> {
  const [asked] = await open();
  await harness.client.workflow.getHandle(asked?.workflowId ?? '').executeUpdate('resolveCase', {
    args: [{ caseId: asked?.caseId ?? '', answer: 'skip', by: 'Tester' }],
  });
  await until(async () => (await open()).length === 0, { withinMs: 30_000, what: 'the case to be closed' });
}

describe('correcting', () => {
  it('A comparison that corrects many figures of a location opens a case with its likely cause, and so does the same figure twice running', async () => {
    await night();
    await changeInShop(['TEE-S']);
    expect(await night()).toMatchObject({ corrected: 1 });
    expect(await open()).toEqual([]);
    await states.agree(30_000);

    await changeInShop(['TEE-S']);
    expect(await night()).toMatchObject({ corrected: 1 });
    const [repeated] = await open();
    expect(repeated).toMatchObject({ owner: 'warehouse', subject: 'store-02' });
    expect(repeated?.whatHappened).toContain('corrected in the comparison before too: TEE-S +7');
    await answer();
    await states.agree(30_000);

    expect(await night()).toMatchObject({ corrected: 0 });
    await changeInShop(['TEE-M', 'TEE-L', 'CAP', 'SOCK']);
    expect(await night()).toMatchObject({ corrected: 4 });
    expect((await open())[0]?.whatHappened).toContain('4 of');
    await answer();
  });
});
