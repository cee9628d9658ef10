import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { afterwards } from '../support/harness/afterwards.js';
import { failOnce } from '../support/harness/faults.js';
import { killableSteps } from '../support/harness/killable-worker.js';
import { returnsOf } from '../support/harness/return-under-test.js';
import { returnWays } from '../support/harness/return-ways.js';
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

const { ways: waysOfReturns, sent, handedBack, expectPaidBackOnce } = returnWays(() => harness);
/** Every way that a return goes, all at the same time; each is judged by the web shop's books. */
const ways: Scenarios = {
  ...waysOfReturns,
  async 'paid back at the second try'() {
    const order = await sent('SCARF', 1, { refundFails: 1 });
    const back = await handedBack(order, [{ sku: 'SCARF', quantity: 1 }]);
    await back.answer('return.refund-failed', 'retry');
    expect(await back.outcome()).toBe('returned');
    await expectPaidBackOnce(order, 1);
  },
};

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
