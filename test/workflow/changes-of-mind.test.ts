import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { afterwards } from '../support/harness/afterwards.js';
import { SITOO, WMS } from '../support/harness/counterpart-states.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('changes');
});
afterAll(() => harness?.close());

describe('a cancellation', () => {
  it.concurrent('A cancellation before picking cancels the fulfilment at its store', async () => {
    const order = await harness.webOrder({ location: 'store-02' });
    await order.fulfilment(1, 'placed');
    await harness.shop.act({ type: 'web.cancel', order: Number(order.number) });
    expect(await order.outcome()).toBe('cancelled');
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.cancelled }]);
    expect((await order.story()).stage).toBe('cancelled');
  });

  it.concurrent('A cancellation before picking cancels the fulfilment at the warehouse', async () => {
    const order = await harness.webOrder();
    await order.fulfilment(1, 'placed');
    await harness.shop.act({ type: 'web.cancel', order: Number(order.number) });
    expect(await order.outcome()).toBe('cancelled');
    expect(await harness.states.wms('centra', order.number)).toMatchObject([{ status: WMS.cancelled }]);
    expect(await harness.states.centra(order.number)).toMatchObject({ status: 'CANCELLED', shipments: [] });
    await harness.keep('fulfilOrder/cancelled-before-pick', order);
  });

  it.concurrent('A cancellation after picking began opens a case; when it is skipped, the parcel goes without a shipment', async () => {
    const order = await harness.webOrder();
    await harness.warehouse.actSoon({ type: 'wms.begin', name: order.inWarehouse() });
    await harness.shop.act({ type: 'web.cancel', order: Number(order.number) });
    expect(await order.answer('cancel.too-late', 'skip')).toMatchObject({ owner: 'warehouse', location: 'dc' });
    expect(await order.outcome()).toBe('cancelled');
    expect(await harness.states.wms('centra', order.number)).toMatchObject([{ status: 300 }]);
    expect(await harness.states.centra(order.number)).toMatchObject({ status: 'CANCELLED', shipments: [] });
    await harness.keep('fulfilOrder/cancelled-too-late', order);
  });

  it.concurrent('A cancellation after picking began succeeds once the warehouse has cancelled the order', async () => {
    const order = await harness.webOrder();
    await harness.warehouse.actSoon({ type: 'wms.begin', name: order.inWarehouse() });
    await harness.shop.act({ type: 'web.cancel', order: Number(order.number) });
    await order.waitsFor('cancel.too-late');
    await harness.warehouse.act({ type: 'wms.cancel', name: order.inWarehouse() });
    await order.answer('cancel.too-late', 'retry');
    expect(await order.outcome()).toBe('cancelled');
    expect(await harness.states.wms('centra', order.number)).toMatchObject([{ status: WMS.cancelled }]);
    expect(await harness.states.wms('centra', order.number)).toHaveLength(1);
  });
});

describe('a cancellation that crosses with goods that leave', () => {
  const CROSSED = ['cancel.too-late', 'order.changed-after-end'];

  it.concurrent.each(['store', 'warehouse'] as const)(
    'Goods that a %s sends in the moment of the cancellation are asked about, whichever of the two is read first',
    async (kind) => {
      const order = await harness.webOrder(kind === 'store' ? { location: 'store-02' } : {});
      await order.fulfilment(1, 'placed');
      const cancelled = harness.shop.act({ type: 'web.cancel', order: Number(order.number) });
      await (kind === 'store'
        ? harness.sendFromStore(order.inStore(), 'CROSSED-1')
        : harness.sendFromWarehouse(order.inWarehouse(), 'CROSSED-2'));
      await cancelled;
      const open = await until(
        async () => (await order.story()).cases.find((c) => c.codes.some((code) => CROSSED.includes(code))),
        { what: 'a case about goods that left' },
      );
      await order.answer(open.codes[0] ?? 'cancel.too-late', 'skip');
      expect(['cancelled', 'fulfilled']).toContain(await order.outcome());
    },
  );
});

describe('an order on hold', () => {
  it.concurrent('An order on hold is placed nowhere before it is released', async () => {
    const order = await harness.webOrder({ hold: true });
    await order.stage('on-hold');
    expect(await harness.states.wms('centra', order.number)).toEqual([]);
    await harness.shop.act({ type: 'web.resume', order: Number(order.number) });
    await harness.sendFromWarehouse(order.inWarehouse(), 'HOLD-1');
    expect(await order.outcome()).toBe('fulfilled');
  });

  it.concurrent('A hold after the transfer cancels the fulfilment, which is placed again when the hold ends', async () => {
    const order = await harness.webOrder({ location: 'store-01' });
    await order.fulfilment(1, 'placed');
    await harness.shop.act({ type: 'web.hold', order: Number(order.number) });
    await order.fulfilment(1, 'cancelled');
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.cancelled }]);
    await harness.shop.act({ type: 'web.resume', order: Number(order.number) });
    await harness.sendFromStore(order.inStore(await order.placedAt('store-01')), 'HOLD-2');
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.centra(order.number)).toMatchObject({
      status: 'SHIPPED',
      shipments: [{ trackingNumber: 'HOLD-2' }],
    });
    await harness.keep('fulfilOrder/hold-and-release', order);
  });
});

describe('an order that nobody has confirmed', () => {
  it.concurrent('An order that waits to be confirmed is followed from its beginning, and placed once it is confirmed', async () => {
    const order = await harness.webOrder({ unconfirmed: true });
    await order.stage('on-hold');
    expect(await harness.states.wms('centra', order.number)).toEqual([]);
    await harness.shop.act({ type: 'web.confirm', order: Number(order.number) });
    await harness.sendFromWarehouse(order.inWarehouse(), 'CONFIRM-1');
    expect(await order.outcome()).toBe('fulfilled');
  });
});

describe('an order edited after its transfer', () => {
  it.concurrent('An order edited after its transfer is cancelled and placed again with fewer units', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'SOCK', quantity: 3 }] });
    await order.fulfilment(1, 'placed');
    const edit = { type: 'web.edit', order: Number(order.number), cancel: [{ sku: 'SOCK', quantity: 1 }] };
    await harness.shop.act(edit);
    await order.fulfilment(1, 'cancelled');
    const second = await order.placedAt('dc');
    expect((await harness.states.wms('centra', order.number)).map((o) => [o.status, o.lines[0]?.ordered])).toEqual([
      [WMS.cancelled, 3],
      [WMS.open, 2],
    ]);
    await harness.sendFromWarehouse(order.inWarehouse(second), 'EDIT-1');
    expect(await order.outcome()).toBe('fulfilled');
    expect((await harness.states.centra(order.number)).lines).toMatchObject([
      { shippedQuantity: 2, cancelledQuantity: 1 },
    ]);
    await harness.keep('fulfilOrder/edited-after-transfer', order);
  });

  it.concurrent('An edit after the warehouse has begun opens a case; when it is skipped, the web shop learns what left', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'BELT', quantity: 2 }] });
    await harness.warehouse.actSoon({ type: 'wms.begin', name: order.inWarehouse() });
    const edit = { type: 'web.edit', order: Number(order.number), cancel: [{ sku: 'BELT', quantity: 1 }] };
    await harness.shop.act(edit);
    expect(await order.answer('order.edited-after-transfer', 'skip')).toMatchObject({ owner: 'customer-service' });
    await harness.sendFromWarehouse(order.inWarehouse(), 'EDIT-2');
    // Two left, one is wanted: that one is sent and paid at the web shop, and nobody is asked again about the other.
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.wms('centra', order.number)).toHaveLength(1);
    const { status, shipments } = await harness.states.centra(order.number);
    expect(status).toBe('SHIPPED');
    expect(shipments).toMatchObject([{ trackingNumber: 'EDIT-2', lines: [{ quantity: 1 }] }]);
  });
});

describe('a store that rejects its fulfilment', () => {
  it.concurrent('A store that rejects its fulfilment passes it to the next location with the goods, without a person', async () => {
    const order = await harness.webOrder({ location: 'store-02' });
    await harness.tills.actSoon({ type: 'store.reject', name: order.inStore(), reason: 'torn' });
    await harness.sendFromWarehouse(order.inWarehouse(await order.placedAt('dc')), 'MOVED-1');
    expect(await order.outcome()).toBe('fulfilled');
    expect((await order.story()).timeline.some((t) => t.what.startsWith('Case '))).toBe(false);
    // Closed where it was rejected, so that nobody picks it after all.
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.cancelled }]);
    const { status, shipments, lines } = await harness.states.centra(order.number);
    expect(status).toBe('SHIPPED');
    expect(shipments).toMatchObject([{ trackingNumber: 'MOVED-1' }]);
    expect(lines[0]?.allocations).toEqual([{ warehouse: 9, quantity: 2 }]);
    await harness.keep('fulfilOrder/store-rejects', order);
  });

  it.concurrent('A store that rejects its fulfilment and hands the goods over all the same fulfils it: no second parcel is placed', async () => {
    const order = await harness.webOrder({ location: 'store-02' });
    await order.fulfilment(1, 'placed');
    await harness.tills.act({ type: 'store.reject', name: order.inStore() });
    await harness.tills.act({ type: 'store.ship', name: order.inStore(), waybill: 'AFTER-ALL-1' });
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.wms('centra', order.number)).toEqual([]);
    expect((await harness.states.centra(order.number)).shipments).toMatchObject([{ trackingNumber: 'AFTER-ALL-1' }]);
  });

  it.concurrent('A store that rejects a collect order opens a case for customer service, and the order is cancelled', async () => {
    const order = await harness.webOrder({ delivery: 'collect', location: 'store-01' });
    await harness.tills.actSoon({ type: 'store.reject', name: order.inStore() });
    expect(await order.answer('store.rejected', 'cancel-order')).toMatchObject({ owner: 'retail' });
    expect(await order.outcome()).toBe('cancelled');
    expect(await harness.states.centra(order.number)).toMatchObject({ status: 'CANCELLED' });
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.cancelled }]);
  });

  it.concurrent('A store that rejects goods it has picked, whose money is taken, is a case for finance, and nothing is moved or cancelled before', async () => {
    const order = await harness.webOrder({ delivery: 'collect', location: 'store-01' });
    await harness.tills.actSoon({ type: 'store.pick', name: order.inStore() });
    await order.fulfilment(1, 'picked');
    await until(async () => (await harness.states.centra(order.number)).shipments.length === 1);
    await harness.tills.act({ type: 'store.reject', name: order.inStore() });
    expect(await order.answer('shipment.incomplete', 'skip')).toMatchObject({ owner: 'finance' });
    expect(await order.outcome()).toBe('cancelled');
    expect((await order.story()).timeline.filter((t) => t.what.includes('store.rejected'))).toEqual([]);
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.cancelled }]);
  });

  it.concurrent('A store that rejected gets the order again when a person says that the goods have turned up', async () => {
    const order = await harness.webOrder({ delivery: 'collect', location: 'store-01' });
    await harness.tills.actSoon({ type: 'store.reject', name: order.inStore() });
    await order.answer('store.rejected', 'retry');
    await harness.tills.actSoon({ type: 'store.pick', name: order.inStore(2) });
    await harness.tills.act({ type: 'store.collect', name: order.inStore(2) });
    expect(await order.outcome()).toBe('fulfilled');
  });
});

describe('a warehouse that cancels on its own', () => {
  it.concurrent('A warehouse that cancels goods it has picked, whose money is taken, is a case for finance before anything is placed again', async () => {
    const order = await harness.webOrder();
    await harness.warehouse.actSoon({ type: 'wms.pick', name: order.inWarehouse() });
    await until(async () => (await harness.states.centra(order.number)).shipments.length === 1);
    await harness.warehouse.act({ type: 'wms.cancel', name: order.inWarehouse() });
    expect(await order.answer('shipment.incomplete', 'skip')).toMatchObject({ owner: 'finance', location: 'dc' });
    expect(await order.outcome()).toBe('cancelled');
    expect(await harness.states.wms('centra', order.number)).toHaveLength(1);
  });

  it.concurrent('A warehouse that cancelled gets the order again under a new number when a person says so', async () => {
    const order = await harness.webOrder();
    await harness.warehouse.actSoon({ type: 'wms.cancel', name: order.inWarehouse() });
    expect(await order.answer('warehouse.cancelled', 'retry')).toMatchObject({ owner: 'warehouse' });
    await order.fulfilment(1, 'moved');
    await harness.sendFromWarehouse(order.inWarehouse(await order.placedAt('dc')), 'AGAIN-1');
    expect(await order.outcome()).toBe('fulfilled');
    expect((await harness.states.wms('centra', order.number)).map((o) => o.status)).toEqual([WMS.cancelled, WMS.sent]);
  });
});

afterwards(() => harness);
