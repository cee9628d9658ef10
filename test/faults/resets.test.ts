import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { afterwards } from '../support/harness/afterwards.js';
import { SITOO } from '../support/harness/counterpart-states.js';
import type { OrderUnderTest } from '../support/harness/order-under-test.js';
import { type Harness, startHarness } from '../support/harness.js';
import { temporalNamespace } from '../support/temporal-of-the-run.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('resets');
});
afterAll(() => harness?.close());

/** An operator takes the order back to just after its start: it forgets all that it has done since. */
async function reset({ handle, workflowId }: OrderUnderTest): Promise<void> {
  const { runId } = await handle.describe();
  const { events } = await handle.fetchHistory();
  const first = events?.find((e) => e.workflowTaskCompletedEventAttributes)?.eventId;
  if (!first) throw new Error(`${workflowId} has not begun`);
  const again = await harness.client.workflowService.resetWorkflowExecution({
    namespace: temporalNamespace,
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: first,
    reason: 'an operator resets it',
    requestId: randomUUID(),
  });
  expect(again.runId).not.toBe(runId);
}

describe('an order that is reset to its start', () => {
  it.concurrent('An order that is reset after it was placed in a store is not placed a second time', async () => {
    const order = await harness.webOrder({ location: 'store-02' });
    await order.fulfilment(1, 'placed');
    await reset(order);
    await harness.sendFromStore(order.inStore(), 'RESET-1');
    expect(await order.outcome()).toBe('fulfilled');
    const atTills = await harness.states.sitoo(order.number);
    expect(atTills.map((o) => o.state)).toEqual([SITOO.closed]);
    expect((await harness.states.centra(order.number)).shipments).toHaveLength(1);
  });

  it.concurrent('An order that is reset after it was picked and paid makes no second shipment and captures no money twice', async () => {
    const order = await harness.webOrder();
    await harness.warehouse.actSoon({ type: 'wms.pick', name: order.inWarehouse() });
    await order.fulfilment(1, 'picked');
    await reset(order);
    await harness.warehouse.act({ type: 'wms.ship', name: order.inWarehouse(), waybill: 'RESET-2' });
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.wms('centra', order.number)).toHaveLength(1);
    const { shipments, payments } = await harness.states.centra(order.number);
    expect(shipments).toMatchObject([{ trackingNumber: 'RESET-2', isShipped: true }]);
    expect(payments.filter((p) => p.entryType === 'CAPTURE')).toHaveLength(1);
  });

  it.concurrent('An order that is reset after its end does nothing a second time', async () => {
    const order = await harness.webOrder();
    await harness.sendFromWarehouse(order.inWarehouse(), 'RESET-3');
    expect(await order.outcome()).toBe('fulfilled');
    await order.handle.result();
    await reset(order);
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.wms('centra', order.number)).toHaveLength(1);
    const { shipments, payments } = await harness.states.centra(order.number);
    expect(shipments).toHaveLength(1);
    expect(payments.filter((p) => p.entryType === 'CAPTURE')).toHaveLength(1);
  });

  it.concurrent('An order that is reset after it moved from a store to the warehouse stays there', async () => {
    const order = await harness.webOrder({ location: 'store-03' });
    await harness.tills.actSoon({ type: 'store.reject', name: order.inStore() });
    await order.placedAt('dc');
    await reset(order);
    await harness.sendFromWarehouse(order.inWarehouse(await order.placedAt('dc')), 'RESET-5');
    expect(await order.outcome()).toBe('fulfilled');
    expect((await harness.states.sitoo(order.number)).map((o) => o.state)).toEqual([SITOO.cancelled]);
    expect(await harness.states.wms('centra', order.number)).toHaveLength(1);
    expect((await harness.states.centra(order.number)).shipments).toMatchObject([{ trackingNumber: 'RESET-5' }]);
  });

  it.concurrent('An order that is reset and plans again finds its goods under the name that they have at the location', async () => {
    const order = await harness.webOrder({ location: 'store-03' });
    await harness.tills.actSoon({ type: 'store.reject', name: order.inStore() });
    const moved = await order.placedAt('dc');
    // The hold is heard again at once after the reset, and with it that the order stands at the warehouse.
    await harness.shop.act({ type: 'web.hold', order: Number(order.number) });
    await order.fulfilment(moved, 'cancelled');
    await harness.shop.act({ type: 'web.resume', order: Number(order.number) });
    const again = await order.placedAt('dc');
    await reset(order);
    expect(await order.placedAt('dc')).toBe(again);
    await harness.sendFromWarehouse(order.inWarehouse(again), 'RESET-6');
    expect(await order.outcome()).toBe('fulfilled');
    const atWarehouse = await harness.states.wms('centra', order.number);
    expect(atWarehouse.map((o) => o.orderNumber)).toEqual(
      [moved, again].map((fulfilment) => order.inWarehouse(fulfilment)),
    );
    expect((await harness.states.sitoo(order.number)).map((o) => o.state)).toEqual([SITOO.cancelled]);
    expect((await harness.states.centra(order.number)).shipments).toMatchObject([{ trackingNumber: 'RESET-6' }]);
  });

  it.concurrent('A till order that is reset after its delivery was reported is delivered and closed once', async () => {
    const order = await harness.tillOrder();
    await harness.sendFromWarehouse(order.inWarehouse(), 'RESET-4');
    expect(await order.outcome()).toBe('fulfilled');
    await order.handle.result();
    await reset(order);
    expect(await order.outcome()).toBe('fulfilled');
    const { deliveries, state } = await harness.states.till(order.number);
    expect(deliveries).toHaveLength(1);
    expect(state).toBe(SITOO.closed);
    expect(await harness.states.wms('sitoo', order.number)).toHaveLength(1);
  });
});

afterwards(() => harness);
