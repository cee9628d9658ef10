import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { afterwards } from '../support/harness/afterwards.js';
import type { OrderUnderTest } from '../support/harness/order-under-test.js';
import { type ReturnUnderTest, returnsOf, returnUnderTest } from '../support/harness/return-under-test.js';
import { type Harness, startHarness } from '../support/harness.js';

const returns = { refund: 'original-payment', inspect: 'damaged', fee: '29.00', shippingCost: 'when-all-is-returned' };

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('return-policies', { returns });
});
afterAll(() => harness?.close());

async function sent(more: Record<string, unknown>): Promise<OrderUnderTest> {
  const order = await harness.webOrder({ location: 'store-01', ...more });
  await harness.sendFromStore(order.inStore(), `P-${order.number}`);
  expect(await order.outcome()).toBe('fulfilled');
  return order;
}

async function handedBack(order: OrderUnderTest, act: Record<string, unknown>): Promise<ReturnUnderTest> {
  const refund = { type: 'pos.refund', location: 'store-02', condition: 'resellable', paidOut: false } as const;
  const { orderid = 0 } = await harness.tills.act({ ...refund, order: order.number, ...act } as never);
  return returnUnderTest(harness, orderid);
}

const inspect = (back: ReturnUnderTest, found: unknown) =>
  back.handle.executeUpdate<{ accepted: string }, [unknown]>('inspectGoods', { args: [found] });

describe('a brand that refunds the original payment, for a fee, and inspects damaged goods', () => {
  it.concurrent('The return fee is deducted once, and shipping is refunded with the last unit', async () => {
    const order = await sent({ lines: [{ sku: 'TEE-M', quantity: 2 }], shippingMinor: 49_00 });
    const first = await handedBack(order, { lines: [{ sku: 'TEE-M', quantity: 1 }] });
    expect(await first.outcome()).toBe('returned');
    const last = await handedBack(order, { lines: [{ sku: 'TEE-M', quantity: 1 }] });
    expect(await last.outcome()).toBe('returned');
    await harness.keep('returnInStore/refunded-by-original-payment', last.handle);
    const made = await returnsOf(harness, order.number);
    expect(made.map((r) => r.totalMinor)).toEqual([199_00 - 29_00, 199_00 - 29_00 + 49_00]);
    expect(made.map((r) => r.refunds.map((p) => [p.entryType, Math.abs(p.valueMinor)]))).toEqual([
      [['REFUND', 170_00]],
      [['REFUND', 219_00]],
    ]);
  });

  it.concurrent('The web shop pays nothing back where the till has paid, whatever the rule of the brand', async () => {
    const order = await sent({ lines: [{ sku: 'TEE-M', quantity: 1 }] });
    const back = await handedBack(order, { lines: [{ sku: 'TEE-M', quantity: 1 }], paidOut: true });
    expect(await back.outcome()).toBe('returned');
    expect((await returnsOf(harness, order.number)).map((r) => r.refunds)).toEqual([[]]);
  });

  it.concurrent('A person of finance decides who pays when a receipt shows both ways of paying', async () => {
    for (const [answer, refunds] of [
      ['pay-original', [['REFUND']]],
      ['skip', [[]]],
    ] as const) {
      const order = await sent({ lines: [{ sku: 'TEE-M', quantity: 1 }] });
      const exchange = [{ sku: 'CAP', quantity: 1, priceMinor: 100_00 }];
      const back = await handedBack(order, {
        lines: [{ sku: 'TEE-M', quantity: 1 }],
        exchange,
        virtual: true,
        paidOut: true,
      });
      const open = await back.waitsFor('return.payer-unclear');
      expect(open.owner).toBe('finance');
      await back.answer('return.payer-unclear', answer);
      expect(await back.outcome()).toBe('returned');
      const made = await returnsOf(harness, order.number);
      expect(made.map((r) => r.refunds.map((p) => p.entryType))).toEqual(refunds);
    }
  });

  it.concurrent('A return records what a person found, not what the till said', async () => {
    const order = await sent({ lines: [{ sku: 'CAP', quantity: 3 }] });
    const back = await handedBack(order, { lines: [{ sku: 'CAP', quantity: 3 }], condition: 'damaged' });
    const open = await back.waitsFor('return.uninspected');
    expect(open.owner).toBe('retail');
    const wrong = await inspect(back, { by: 'Ada', lines: [{ line: '0', resellable: 1, damaged: 1 }] }).catch((e) => e);
    expect(wrong).toBeInstanceOf(WorkflowUpdateFailedError);
    expect((wrong as WorkflowUpdateFailedError).cause?.message).toBe('Row 0 holds 3 of CAP; 2 were counted.');
    await inspect(back, { by: 'Ada', lines: [{ line: '0', resellable: 2, damaged: 1 }] });
    expect(await back.outcome()).toBe('returned');
    const store02 = harness.brand.locations.find((l) => l.id === 'store-02')?.centra;
    expect((await returnsOf(harness, order.number)).map((r) => [r.warehouse, r.lines])).toEqual([
      [store02, [{ sku: 'CAP', quantity: 2 }]],
      [null, [{ sku: 'CAP', quantity: 1 }]],
    ]);
    expect((await harness.records.cases.show(open.caseId))?.row).toMatchObject({ outcome: 'auto-resolved' });
    await harness.keep('returnInStore/inspected', back.handle);
  });

  it.concurrent('A share of the voucher is deducted from each return', async () => {
    const order = await sent({ lines: [{ sku: 'TEE-L', quantity: 2 }], discountMinor: 50_00 });
    for (const units of [1, 1]) {
      const back = await handedBack(order, { lines: [{ sku: 'TEE-L', quantity: units }] });
      expect(await back.outcome()).toBe('returned');
    }
    const made = await returnsOf(harness, order.number);
    expect(made.map((r) => r.totalMinor)).toEqual([199_00 - 25_00 - 29_00, 199_00 - 25_00 - 29_00]);
  });

  it.concurrent('Returned goods are refunded at the price that was paid for them', async () => {
    const order = await sent({ lines: [{ sku: 'SCARF', quantity: 2, priceMinor: 150_00 }] });
    const back = await handedBack(order, { lines: [{ sku: 'SCARF', quantity: 1 }] });
    expect(await back.outcome()).toBe('returned');
    expect(await returnsOf(harness, order.number)).toMatchObject([{ totalMinor: 150_00 - 29_00 }]);
  });
});

afterwards(() => harness);
