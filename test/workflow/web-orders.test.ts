import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { afterwards } from '../support/harness/afterwards.js';
import { SITOO, WMS } from '../support/harness/counterpart-states.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('web-orders');
});
afterAll(() => harness?.close());

describe('a web order', () => {
  it.concurrent('A web order for collection is captured when it is ready, and completed when the customer has collected it', async () => {
    const order = await harness.webOrder({ delivery: 'collect', location: 'store-01' });
    await harness.tills.actSoon({ type: 'store.pick', name: order.inStore() });
    await order.fulfilment(1, 'picked');
    await until(async () => (await harness.states.centra(order.number)).shipments.length === 1, {
      what: 'the shipment',
    });
    expect((await harness.states.centra(order.number)).shipments).toMatchObject([
      { isCaptured: true, isShipped: false },
    ]);
    await harness.tills.actSoon({ type: 'store.collect', name: order.inStore() });
    expect(await order.outcome()).toBe('fulfilled');
    const atShop = await harness.states.centra(order.number);
    expect(atShop).toMatchObject({ status: 'SHIPPED', shipments: [{ isShipped: true, carrier: 'Store' }] });
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.closed, location: 'store-01' }]);
    await harness.keep('fulfilOrder/click-and-collect', order);
  });

  it.concurrent('A web order is shipped from a store, with the store’s waybill as tracking', async () => {
    const order = await harness.webOrder({ location: 'store-02' });
    await harness.tills.actSoon({ type: 'store.pick', name: order.inStore() });
    await order.fulfilment(1, 'picked');
    await harness.tills.actSoon({ type: 'store.ship', name: order.inStore(), waybill: 'STORE-WB-1' });
    expect(await order.outcome()).toBe('fulfilled');
    const { status, shipments } = await harness.states.centra(order.number);
    expect(status).toBe('SHIPPED');
    expect(shipments).toMatchObject([
      { isShipped: true, isCaptured: true, trackingNumber: 'STORE-WB-1', carrier: 'PostNord', service: '17' },
    ]);
    await harness.keep('fulfilOrder/ship-from-store', order);
  });

  it.concurrent('A web order is sent by the warehouse, with its waybill as tracking', async () => {
    const order = await harness.webOrder();
    await harness.sendFromWarehouse(order.inWarehouse(), 'DC-WB-1');
    expect(await order.outcome()).toBe('fulfilled');
    const { status, shipments, payments } = await harness.states.centra(order.number);
    expect(status).toBe('SHIPPED');
    expect(shipments).toMatchObject([{ isShipped: true, isCaptured: true, trackingNumber: 'DC-WB-1' }]);
    expect(payments.filter((p) => p.entryType === 'CAPTURE')).toEqual([
      { entryType: 'CAPTURE', status: 'SUCCESS', valueMinor: 39_800 },
    ]);
    expect(await harness.states.wms('centra', order.number)).toMatchObject([
      { status: WMS.sent, wayOfDelivery: 'STD' },
    ]);
    expect(await harness.states.sitoo(order.number)).toEqual([]);
    await harness.keep('fulfilOrder/warehouse', order);
  });

  it.concurrent('A web order that is allocated to two locations is sent in two fulfilments, each on its own', async () => {
    const lines = [
      { sku: 'S3-ONLY', quantity: 1 },
      { sku: 'DC-ONLY', quantity: 2 },
    ];
    const order = await harness.webOrder({ lines });
    await harness.sendFromWarehouse(order.inWarehouse(2), 'DC-WB-2');
    await order.fulfilment(2, 'sent');
    // The store has not even begun, and the customer's first parcel is on its way.
    expect((await harness.states.centra(order.number)).shipments).toMatchObject([{ isShipped: true }]);
    expect((await order.story()).fulfilments).toMatchObject([
      { location: 'store-03', stage: 'placed' },
      { location: 'dc', stage: 'sent' },
    ]);
    await harness.tills.actSoon({ type: 'store.pick', name: order.inStore(1) });
    await harness.tills.actSoon({ type: 'store.ship', name: order.inStore(1), waybill: 'STORE-WB-2' });
    expect(await order.outcome()).toBe('fulfilled');
    const { status, shipments } = await harness.states.centra(order.number);
    expect(status).toBe('SHIPPED');
    expect(shipments).toMatchObject([{ trackingNumber: 'DC-WB-2' }, { trackingNumber: 'STORE-WB-2' }]);
    await harness.keep('fulfilOrder/mixed', order);
  });

  it.concurrent('A web order that the warehouse sends in part makes two shipments: what was there, then its back order', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'TEE-L', quantity: 3 }] });
    const name = order.inWarehouse();
    await harness.warehouse.actSoon({ type: 'wms.pick', name, lines: [{ sku: 'TEE-L', picked: 1 }] });
    await harness.warehouse.actSoon({ type: 'wms.ship', name, waybill: 'DC-WB-3', backOrder: true });
    await harness.sendFromWarehouse(`${name}-B1`, 'DC-WB-4');
    expect(await order.outcome()).toBe('fulfilled');
    const { status, shipments, lines } = await harness.states.centra(order.number);
    expect(status).toBe('SHIPPED');
    expect(lines).toMatchObject([{ shippedQuantity: 3, cancelledQuantity: 0 }]);
    expect(shipments.map((s) => [s.trackingNumber, s.lines[0]?.quantity])).toEqual([
      ['DC-WB-3', 1],
      ['DC-WB-4', 2],
    ]);
    await harness.keep('fulfilOrder/back-order', order);
  });

  it.concurrent('A web order that is picked short without a back order opens a case, and the missing unit is cancelled', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'CAP', quantity: 2 }] });
    const name = order.inWarehouse();
    await harness.warehouse.actSoon({ type: 'wms.pick', name, lines: [{ sku: 'CAP', picked: 1 }] });
    await harness.warehouse.actSoon({ type: 'wms.ship', name, waybill: 'DC-WB-5' });
    const open = await order.answer('warehouse.short-pick', 'cancel-line');
    expect(open).toMatchObject({ owner: 'warehouse', fulfilment: 1, location: 'dc' });
    expect(await order.outcome()).toBe('fulfilled');
    const { status, lines } = await harness.states.centra(order.number);
    expect(status).toBe('SHIPPED');
    expect(lines).toMatchObject([{ quantity: 2, shippedQuantity: 1, cancelledQuantity: 1 }]);
    await harness.keep('fulfilOrder/short-pick', order);
  });
});

describe('the money of a shipment', () => {
  it.concurrent('A capture that fails the first time is retried without a case', async () => {
    const order = await harness.webOrder({ captureFails: 1 });
    await harness.sendFromWarehouse(order.inWarehouse(), 'DC-WB-6');
    expect(await order.outcome()).toBe('fulfilled');
    expect((await order.story()).timeline.some((t) => t.what.startsWith('Case '))).toBe(false);
    expect((await harness.states.centra(order.number)).shipments).toMatchObject([
      { isCaptured: true, isShipped: true },
    ]);
  });

  it.concurrent('A capture that keeps failing opens a case for finance, and the parcel is not reported as shipped before', async () => {
    const order = await harness.webOrder({ captureFails: 3 });
    await harness.sendFromWarehouse(order.inWarehouse(), 'DC-WB-7');
    expect(await order.answer('shipment.capture-failed', 'retry')).toMatchObject({ owner: 'finance' });
    await order.waitsForAnother('shipment.capture-failed', 1);
    expect((await harness.states.centra(order.number)).shipments).toMatchObject([
      { isCaptured: false, isShipped: false },
    ]);
    await order.answer('shipment.capture-failed', 'retry');
    expect(await order.outcome()).toBe('fulfilled');
    expect((await harness.states.centra(order.number)).shipments).toMatchObject([
      { isCaptured: true, isShipped: true },
    ]);
    await harness.keep('fulfilOrder/capture-fails', order);
  });

  it.concurrent('A capture that comes later is awaited without a case', async () => {
    const order = await harness.webOrder({ captureLater: 300 });
    await harness.sendFromWarehouse(order.inWarehouse(), 'DC-WB-8');
    expect(await order.outcome()).toBe('fulfilled');
    const { shipments, payments } = await harness.states.centra(order.number);
    expect(shipments).toMatchObject([{ isCaptured: true, isShipped: true }]);
    expect(payments.filter((p) => p.entryType === 'CAPTURE_REQUEST')).toHaveLength(1);
    expect(payments.filter((p) => p.entryType === 'CAPTURE')).toHaveLength(1);
    expect((await order.story()).timeline.some((t) => t.what.startsWith('Case '))).toBe(false);
  });
});

afterwards(() => harness);
