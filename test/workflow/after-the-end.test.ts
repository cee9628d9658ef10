import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WMS } from '../support/harness/counterpart-states.js';
import type { OrderUnderTest } from '../support/harness/order-under-test.js';
import { type Harness, startHarness } from '../support/harness.js';
import { asId } from '../support/ids.js';
import { until } from '../support/until.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('after-the-end');
});
afterAll(() => harness?.close());

const WITHIN = { withinMs: 30_000, everyMs: 100 } as const;

/** Waits until another run of the order has begun than the one that is over. */
async function beginsAgain(order: OrderUnderTest, endedRun: string): Promise<void> {
  const runId = async () => (await order.handle.describe()).runId;
  await until(async () => (await runId()) !== endedRun || undefined, {
    ...WITHIN,
    what: `a new run of ${order.number}`,
  });
}

const ended = async (order: OrderUnderTest): Promise<string> => (await order.handle.describe()).runId;

describe('an order that changes after its end', () => {
  it.concurrent('A line that is added to an order that was sent is placed, picked and shipped by a new run, and nothing else again', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'TEE-M', quantity: 2 }] });
    await harness.sendFromWarehouse(order.inWarehouse(), 'END-1');
    expect(await order.outcome()).toBe('fulfilled');
    const first = await ended(order);
    await harness.shop.act({
      type: 'web.add',
      order: Number(order.number),
      lines: [{ sku: 'CAP', quantity: 1 }],
      location: 'dc',
    });
    await beginsAgain(order, first);
    await harness.sendFromWarehouse(order.inWarehouse(2), 'END-2');
    expect(await order.outcome()).toBe('fulfilled');
    const { status, shipments } = await harness.states.centra(order.number);
    expect([status, shipments.map((s) => s.trackingNumber)]).toEqual(['SHIPPED', ['END-1', 'END-2']]);
    const atWarehouse = await harness.states.wms('centra', order.number);
    expect(atWarehouse.map(({ orderNumber }) => orderNumber)).toEqual([order.inWarehouse(1), order.inWarehouse(2)]);
    const rows = await harness.records.orders.fulfilments('centra', asId(order.number));
    expect(rows.map(({ fulfilment, stage, shipments: made }) => [fulfilment, stage, made.length])).toEqual([
      [1, 'sent', 1],
      [2, 'sent', 1],
    ]);
    expect(await harness.records.orders.ended('centra', asId(order.number))).toMatchObject({ run: 2 });
  });

  it.concurrent('An order whose cancellation is taken back after its end is fulfilled', async () => {
    const order = await harness.webOrder();
    await order.fulfilment(1, 'placed');
    await harness.shop.act({ type: 'web.cancel', order: Number(order.number) });
    expect(await order.outcome()).toBe('cancelled');
    const first = await ended(order);
    await harness.shop.act({ type: 'web.reopen', order: Number(order.number) });
    await beginsAgain(order, first);
    await harness.sendFromWarehouse(order.inWarehouse(2), 'END-3');
    expect(await order.outcome()).toBe('fulfilled');
    const atWarehouse = await harness.states.wms('centra', order.number);
    expect(atWarehouse.map(({ status }) => status)).toEqual([WMS.cancelled, WMS.sent]);
    expect((await harness.states.centra(order.number)).shipments).toMatchObject([{ trackingNumber: 'END-3' }]);
  });

  it.concurrent('An order that was sent and only shows that since begins no new run', async () => {
    const order = await harness.webOrder();
    await harness.sendFromWarehouse(order.inWarehouse(), 'END-4');
    expect(await order.outcome()).toBe('fulfilled');
    const first = await ended(order);
    for (const type of ['web.hold', 'web.resume']) await harness.shop.act({ type, order: Number(order.number) });
    // A later order that the follower has taken in shows that it has read the earlier ones.
    const later = await harness.webOrder();
    await later.fulfilment(1, 'placed');
    expect(await ended(order)).toBe(first);
  });
});
