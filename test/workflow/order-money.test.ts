import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { afterwards } from '../support/harness/afterwards.js';
import type { OrderUnderTest } from '../support/harness/order-under-test.js';
import { returnsOf } from '../support/harness/return-under-test.js';
import { returnWays } from '../support/harness/return-ways.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('order-money');
});
afterAll(() => harness?.close());

const { sent, handedBack } = returnWays(() => harness);

async function paymentsOf({ number }: OrderUnderTest): Promise<Readonly<Record<string, number>>> {
  const { payments } = await harness.states.centra(number);
  const sums: Record<string, number> = {};
  for (const { entryType, status, valueMinor } of payments)
    if (status === 'SUCCESS') sums[entryType] = (sums[entryType] ?? 0) + valueMinor;
  return sums;
}

const shortPick = async (order: OrderUnderTest, picked: number): Promise<void> => {
  const name = order.inWarehouse();
  await harness.warehouse.actSoon({ type: 'wms.pick', name, lines: [{ sku: 'TEE-M', picked }] });
  await harness.warehouse.act({ type: 'wms.ship', name, waybill: `M-${order.number}` });
  await order.answer('warehouse.short-pick', 'cancel-line');
};

describe('money that is only reserved', () => {
  it.concurrent('The reserve for units that customer service cancels is released with the last shipment, and nobody is asked', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'TEE-M', quantity: 3 }] });
    await order.fulfilment(1, 'placed');
    const edit = { type: 'web.edit', order: Number(order.number), cancel: [{ sku: 'TEE-M', quantity: 1 }] } as const;
    await harness.shop.act(edit);
    await order.fulfilment(2, 'placed');
    await harness.sendFromWarehouse(order.inWarehouse(2), `E-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    const { AUTH = 0, CAPTURE = 0, CANCEL = 0 } = await paymentsOf(order);
    expect([AUTH - CAPTURE - CANCEL, CANCEL > 0]).toEqual([0, true]);
  });

  it.concurrent('A payment provider that keeps the reserve holds up neither parcel nor cancellation, and finance is asked once', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'TEE-M', quantity: 3 }], keepsReserve: true });
    await shortPick(order, 2);
    const { problems } = await order.waitsFor('payment.still-reserved');
    expect(problems).toMatchObject([{ sentence: expect.stringContaining('stays reserved') }]);
    const isShipped = async () => (await harness.states.centra(order.number)).status === 'SHIPPED';
    await until(isShipped, { withinMs: 30_000, what: 'the order to be complete while finance is asked' });
    await order.answer('payment.still-reserved', 'skip');
    expect(await order.outcome()).toBe('fulfilled');
    expect((await paymentsOf(order)).CANCEL).toBeUndefined();
  });

  it.concurrent('An order of which nothing can be sent is cancelled as a whole, which gives up its reserve', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'TEE-M', quantity: 2 }] });
    await order.fulfilment(1, 'placed');
    await harness.warehouse.act({ type: 'wms.cancel', name: order.inWarehouse() });
    await order.answer('warehouse.cancelled', 'cancel-line');
    expect(await order.outcome()).toBe('cancelled');
    expect((await harness.states.centra(order.number)).status).toBe('CANCELLED');
    const { AUTH, CANCEL } = await paymentsOf(order);
    expect(CANCEL).toBe(AUTH);
  });
});

describe('money that was there before', () => {
  it.concurrent('An order that was captured when it was placed, in part by a gift card, is sent without a question', async () => {
    const order = await harness.webOrder({ capturedAtOnce: true, giftCardMinor: 5_000 });
    const taken = await paymentsOf(order);
    await harness.sendFromWarehouse(order.inWarehouse(), `C-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    expect(await paymentsOf(order)).toEqual(taken);
    expect((await order.story()).timeline.filter(({ what }) => what.startsWith('Case'))).toEqual([]);
  });
});

describe('money that nobody captures', () => {
  it.concurrent('A line added to an order that was captured when it was placed is sent, and finance is asked for its money', async () => {
    const order = await harness.webOrder({ capturedAtOnce: true });
    await order.fulfilment(1, 'placed');
    await harness.shop.act({
      type: 'web.add',
      order: Number(order.number),
      lines: [{ sku: 'CAP', quantity: 1 }],
      location: 'dc',
    });
    await order.fulfilment(2, 'placed');
    await harness.sendFromWarehouse(order.inWarehouse(1), `A-${order.number}`);
    await harness.sendFromWarehouse(order.inWarehouse(2), `B-${order.number}`);
    const asked = async () =>
      (await harness.records.cases.list({ code: 'payment.differs', open: true }, 100)).find(({ whatHappened }) =>
        whatHappened.includes(order.number),
      );
    const row = await until(asked, { what: 'finance to be asked', withinMs: 60_000 });
    expect(row.whatHappened).toContain('never captured');
    expect((await harness.states.centra(order.number)).status).toBe('SHIPPED');
  });
});

describe('a voucher for the whole order', () => {
  it.concurrent('The till gives back what was paid, and nobody is asked', async () => {
    const order = await sent('TEE-M', 2, { discountMinor: 3_001 });
    const { CAPTURE = 0 } = await paymentsOf(order);
    const lines = [{ sku: 'TEE-M', quantity: 1 }];
    const first = await handedBack(order, lines, { paidOut: true });
    expect(await first.outcome()).toBe('returned');
    const second = await handedBack(order, lines, { paidOut: true });
    expect(await second.outcome()).toBe('returned');
    const made = await returnsOf(harness, order.number);
    expect(made.map(({ status, refunds }) => [status, refunds])).toEqual([
      ['COMPLETED', []],
      ['COMPLETED', []],
    ]);
    // The till gives both units the same, so that an odd voucher leaves one minor unit.
    const paidOut = await Promise.all([first, second].map(({ refund }) => harness.states.till(String(refund))));
    const given = paidOut.flatMap(({ items }) => items).reduce((sum, item) => sum - (item.grossMinor ?? 0), 0);
    expect(Math.abs(given - CAPTURE)).toBeLessThanOrEqual(1);
  });
});

describe('goods that were free', () => {
  it.concurrent('Free goods that come back are returned without a refund, and nobody is asked', async () => {
    const order = await harness.webOrder({
      lines: [{ sku: 'TEE-M', quantity: 1, priceMinor: 0 }],
      location: 'store-01',
    });
    await harness.sendFromStore(order.inStore(), `Z-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    const back = await handedBack(order, [{ sku: 'TEE-M', quantity: 1 }]);
    expect(await back.outcome()).toBe('returned');
    expect(await returnsOf(harness, order.number)).toMatchObject([{ status: 'COMPLETED', totalMinor: 0, refunds: [] }]);
  });
});

afterwards(() => harness);
