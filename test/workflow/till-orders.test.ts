import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { taskQueueOf } from '../../domain/names.js';
import { afterwards } from '../support/harness/afterwards.js';
import { SITOO, WMS } from '../support/harness/counterpart-states.js';
import { type Harness, startHarness } from '../support/harness.js';

let harness: Harness;

describe('a till order to be delivered', () => {
  beforeAll(async () => {
    harness = await startHarness('till-orders');
  });
  afterAll(() => harness?.close());

  it.concurrent('A till order goes to the warehouse immediately, and its waybill and completion reach the tills', async () => {
    const order = await harness.tillOrder();
    await harness.sendFromWarehouse(order.inWarehouse(), 'TILL-WB-1');
    expect(await order.outcome()).toBe('fulfilled');
    const atTills = await harness.states.till(order.number);
    expect(atTills).toMatchObject({ state: SITOO.closed, items: [{ quantity: 2, delivered: 2 }] });
    expect(atTills.deliveries).toMatchObject([{ reference: 'TILL-WB-1', sent: true, cancelled: false }]);
    expect(await harness.states.wms('sitoo', order.number)).toMatchObject([{ status: WMS.sent, wayOfDelivery: 'STD' }]);
    await harness.keep('fulfilOrder/till-order', order);
  });

  it.concurrent('A till order that is sent in two parcels gets two deliveries and is closed with the second', async () => {
    const order = await harness.tillOrder([{ sku: 'SCARF', quantity: 3 }]);
    const name = order.inWarehouse();
    await harness.warehouse.actSoon({ type: 'wms.pick', name, lines: [{ sku: 'SCARF', picked: 1 }] });
    await harness.warehouse.act({ type: 'wms.ship', name, waybill: 'TILL-WB-2', backOrder: true });
    await harness.sendFromWarehouse(`${name}-B1`, 'TILL-WB-3');
    expect(await order.outcome()).toBe('fulfilled');
    const { state, deliveries } = await harness.states.till(order.number);
    expect(state).toBe(SITOO.closed);
    expect(deliveries.map((d) => [d.reference, d.items[0]?.quantity])).toEqual([
      ['TILL-WB-2', 1],
      ['TILL-WB-3', 2],
    ]);
  });

  it.concurrent('A till order that the warehouse cancels can be cancelled at the tills', async () => {
    const order = await harness.tillOrder();
    await harness.warehouse.actSoon({ type: 'wms.cancel', name: order.inWarehouse() });
    const open = await order.answer('warehouse.cancelled', 'cancel-order');
    // A till sold what it sold: lines are taken back at the till, not here.
    expect(open.answers).not.toContain('cancel-line');
    expect(await order.outcome()).toBe('cancelled');
    expect(await harness.states.till(order.number)).toMatchObject({ state: SITOO.cancelled, deliveries: [] });
  });

  afterwards(() => harness);
});

describe('till orders in batches', () => {
  beforeAll(async () => {
    harness = await startHarness('till-batches', { posOrders: { every: '10m' } });
  });
  afterAll(() => harness?.close());

  it.concurrent('Batched till orders wait for the pick list and leave with it together', async () => {
    const orders = [await harness.tillOrder(), await harness.tillOrder([{ sku: 'GLOVE', quantity: 1 }])];
    for (const order of orders) await order.stage('waiting-for-batch');
    for (const order of orders) expect(await harness.states.wms('sitoo', order.number)).toEqual([]);

    const { brand } = harness.brand;
    const released = await harness.client.workflow.execute('releasePosOrders', {
      workflowId: `release-pos-orders/${brand}`,
      taskQueue: taskQueueOf(brand),
      args: [{ brand }],
    });
    expect(released).toEqual({ released: 2 });
    await harness.keep('releasePosOrders/two-orders', { workflowId: `release-pos-orders/${brand}` });
    for (const order of orders) await harness.sendFromWarehouse(order.inWarehouse(), `BATCH-${order.number}`);
    for (const order of orders) expect(await order.outcome()).toBe('fulfilled');
    for (const order of orders)
      expect(await harness.states.till(order.number)).toMatchObject({
        state: SITOO.closed,
        deliveries: [{ reference: `BATCH-${order.number}` }],
      });
    await harness.keep('fulfilOrder/till-order-in-batch', orders[0] as (typeof orders)[number]);
  });

  afterwards(() => harness);
});
