import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { afterwards } from '../support/harness/afterwards.js';
import { failOnce } from '../support/harness/faults.js';
import { killableSteps } from '../support/harness/killable-worker.js';
import type { OrderUnderTest } from '../support/harness/order-under-test.js';
import { type ReturnUnderTest, returnsOf, returnUnderTest } from '../support/harness/return-under-test.js';
import { runScenarios, type Scenarios } from '../support/harness/scenarios.js';
import { stockStates } from '../support/harness/stock-states.js';
import { type Harness, startHarness } from '../support/harness.js';

/** Every step of a return that changes something, and the calls behind it. */
const STEPS = ['createReturn', 'refundReturn', 'completeReturn', 'undoReturn', 'announceInbound'] as const;
const CALLS = {
  centra: ['createReturn', 'refundReturn', 'completeReturn', 'deleteReturn'],
  wms: ['PUT purchaseOrders'],
} as const;

const { deaths, died, killable } = killableSteps();

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness(
    'return-faults',
    { returns: { refund: 'original-payment' } },
    { wrapActivities: killable },
  );
});
afterAll(() => harness?.close());

async function sent(sku: string, quantity: number, more: Record<string, unknown> = {}): Promise<OrderUnderTest> {
  const order = await harness.webOrder({ lines: [{ sku, quantity }], location: 'store-01', ...more });
  await harness.sendFromStore(order.inStore(), `F-${order.number}`);
  expect(await order.outcome()).toBe('fulfilled');
  return order;
}

async function handedBack(order: OrderUnderTest, lines: unknown, more: object = {}): Promise<ReturnUnderTest> {
  const refund = { type: 'pos.refund', location: 'store-01', condition: 'resellable', paidOut: false } as const;
  const { orderid = 0 } = await harness.tills.act({ ...refund, order: order.number, lines, ...more } as never);
  return returnUnderTest(harness, orderid);
}

/** Every way that a return goes, all at the same time; each is judged by the web shop's books. */
const ways: Scenarios = {
  async 'paid back at once, in mixed condition'() {
    const order = await sent('TEE-M', 2);
    const back = await handedBack(order, [
      { sku: 'TEE-M', quantity: 1, condition: 'resellable' },
      { sku: 'TEE-M', quantity: 1, condition: 'damaged' },
    ]);
    expect(await back.outcome()).toBe('returned');
    await expectPaidBackOnce(order, 2);
  },
  async 'paid back later'() {
    const order = await sent('CAP', 1, { refundLater: 300 });
    const back = await handedBack(order, [{ sku: 'CAP', quantity: 1 }]);
    expect(await back.outcome()).toBe('returned');
    await expectPaidBackOnce(order, 1);
  },
  async 'paid back at the second try'() {
    const order = await sent('SCARF', 1, { refundFails: 1 });
    const back = await handedBack(order, [{ sku: 'SCARF', quantity: 1 }]);
    await back.answer('return.refund-failed', 'retry');
    expect(await back.outcome()).toBe('returned');
    await expectPaidBackOnce(order, 1);
  },
  async 'that travels on to the warehouse'() {
    const order = await sent('TEE-L', 1);
    const back = await handedBack(order, [{ sku: 'TEE-L', quantity: 1 }], { goodsTo: 'warehouse' });
    await harness.warehouse.actSoon({ type: 'wms.receive-purchase', name: `RETURN-${back.refund}-dc` });
    expect(await back.outcome()).toBe('returned');
    await expectPaidBackOnce(order, 1);
  },
};

/** So many returns, each completed and paid back once, and never more than was captured. */
async function expectPaidBackOnce(order: OrderUnderTest, returns: number): Promise<void> {
  const made = await returnsOf(harness, order.number);
  expect(made.map((r) => r.status)).toEqual(Array.from({ length: returns }, () => 'COMPLETED'));
  const paid = made.flatMap((r) => r.refunds.filter((p) => p.entryType === 'REFUND' && p.status === 'SUCCESS'));
  expect(paid).toHaveLength(returns);
  const { payments } = await harness.states.centra(order.number);
  const sum = (type: string) =>
    payments.filter((p) => p.entryType === type && p.status === 'SUCCESS').reduce((n, p) => n + p.valueMinor, 0);
  expect(Math.abs(sum('REFUND'))).toBeLessThanOrEqual(sum('CAPTURE'));
}

describe('every step of a return', () => {
  it.each([
    { name: 'die before their call', at: ['before'] as const },
    { name: 'die after their work and before their report', at: ['after'] as const },
    { name: 'die again while they are repeated', at: ['after', 'before', 'after'] as const },
  ])('A return is created, refunded and restocked once when its steps $name', async ({ at }) => {
    for (const step of STEPS) deaths.set(step, [...at]);
    died.clear();
    await runScenarios(ways);
    const lived = STEPS.filter((step) => step !== 'undoReturn' && (died.get(step) ?? 0) < at.length);
    expect(lived).toEqual([]);
    deaths.clear();
  });

  it.each([
    { name: 'lose their answer after it took effect', fault: { kind: 'response-lost' } },
    { name: 'are refused by the network', fault: { kind: 'connection-reset' } },
    { name: 'get half an answer', fault: { kind: 'truncated' } },
    { name: 'are throttled', fault: { kind: 'status', status: 429, headers: { 'retry-after': '1' } } },
  ])('A return is created, refunded and restocked once when its calls $name', async ({ fault }) => {
    const calm = await failOnce(harness.controls, CALLS, fault);
    await runScenarios(ways);
    await calm();
  });

  it('A half-made return is undone when a person refuses it, even if the worker dies while undoing', async () => {
    const order = await sent('TEE-S', 2);
    deaths.set('createReturn', ['lives', 'refused']);
    deaths.set('undoReturn', ['after', 'before']);
    const back = await handedBack(order, [
      { sku: 'TEE-S', quantity: 1, condition: 'resellable' },
      { sku: 'TEE-S', quantity: 1, condition: 'damaged' },
    ]);
    await back.waitsFor('return.refused');
    expect(await returnsOf(harness, order.number)).toHaveLength(1);
    await back.answer('return.refused', 'refuse');
    expect(await back.outcome()).toBe('refused');
    expect(await returnsOf(harness, order.number)).toEqual([]);
    expect(deaths.get('undoReturn')).toEqual([]);
  });

  it('Stock agrees everywhere after all these returns', async () => {
    await stockStates(harness).agree(60_000);
  });
});

afterwards(() => harness);
