import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sentOrderName } from '../../domain/names.js';
import { afterwards } from '../support/harness/afterwards.js';
import { WMS } from '../support/harness/counterpart-states.js';
import { LOCATIONS_OF_BRAND } from '../support/harness/world.js';
import { type Harness, startHarness } from '../support/harness.js';
import { asId, sitooWarehouse } from '../support/ids.js';
import { until } from '../support/until.js';
import { COURIERS } from '../support/web-order.js';

const address = { street: 'Storgatan 2', zip: '11122', city: 'Stockholm', country: 'SE' };

/** A product that this brand calls a service. */
const SERVICE = { sku: 'BELT', quantity: 1 };

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('kinds-of-orders', {
    webOrders: { store: 1, services: ['BELT'] },
    locations: LOCATIONS_OF_BRAND.map((location) => (location.id === 'store-01' ? { ...location, address } : location)),
    couriers: {
      ...COURIERS,
      'to-store-01': {
        delivery: 'collect',
        shippingOptions: ['to-store-01'],
        carrier: 'Store',
        service: 'collect',
        wayOfDelivery: 'STD',
        collectIn: 'store-01',
        handedOverAtTills: true,
      },
    },
  });
});
afterAll(() => harness?.close());

describe('services', () => {
  it.concurrent('A service is captured and completed with the goods, and the warehouse is not asked for it', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'SOCK', quantity: 1 }, SERVICE] });
    await harness.sendFromWarehouse(order.inWarehouse(), 'SERVICE-1');
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.centra(order.number)).toMatchObject({
      status: 'SHIPPED',
      shipments: [{ isCaptured: true, isShipped: true, lines: [{ quantity: 1 }, { quantity: 1 }] }],
    });
    const [atWarehouse] = await harness.states.wms('centra', order.number);
    expect(atWarehouse?.lines.map(({ sku }) => sku)).toEqual(['SOCK']);
  });

  it.concurrent('A service is captured and completed when the goods of its order were cancelled', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'SOCK', quantity: 1 }, SERVICE] });
    await order.fulfilment(1, 'placed');
    await harness.warehouse.act({ type: 'wms.cancel', name: order.inWarehouse() });
    await order.answer('warehouse.cancelled', 'cancel-line');
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.centra(order.number)).toMatchObject({
      status: 'SHIPPED',
      shipments: [{ isCaptured: true, isShipped: true, lines: [{ quantity: 1 }] }],
    });
  });

  it.concurrent('A service that is added to an order that was sent is captured and completed on its own', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'SOCK', quantity: 1 }] });
    await harness.sendFromWarehouse(order.inWarehouse(), 'SERVICE-2');
    expect(await order.outcome()).toBe('fulfilled');
    await harness.shop.act({ type: 'web.add', order: Number(order.number), lines: [SERVICE], location: 'dc' });
    const shipped = async () => (await harness.states.centra(order.number)).shipments.filter((s) => s.isShipped).length;
    await until(async () => (await shipped()) === 2, { what: 'the service to be completed', withinMs: 30_000 });
    expect((await harness.states.centra(order.number)).status).toBe('SHIPPED');
    expect(await harness.states.wms('centra', order.number)).toHaveLength(1);
  });

  it.concurrent('An order of services alone is captured and completed, and nobody is asked for anything', async () => {
    const order = await harness.webOrder({ lines: [SERVICE] });
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.centra(order.number)).toMatchObject({
      status: 'SHIPPED',
      shipments: [{ isCaptured: true, isShipped: true }],
    });
    expect(await harness.states.wms('centra', order.number)).toEqual([]);
  });
});

describe('goods of a warehouse that are collected in a store', () => {
  it.concurrent('The store gets an order to hand over, informs the customer and books no stock, and the money was captured when the parcel left', async () => {
    const order = await harness.webOrder({
      lines: [{ sku: 'GLOVE', quantity: 1 }],
      delivery: 'collect',
      shippingOption: 'to-store-01',
      location: 'dc',
    });
    await harness.sendFromWarehouse(order.inWarehouse(), 'COLLECT-1');
    expect(await order.outcome()).toBe('fulfilled');
    const { status, shipments } = await harness.states.centra(order.number);
    expect([status, shipments.map((s) => s.isCaptured)]).toEqual(['SHIPPED', [true]]);
    const name = sentOrderName(asId(order.number), asId(shipments[0]?.id ?? 0));
    const level = async () => (await harness.systems.sitoo.stock(sitooWarehouse(101), ['GLOVE'])).get('GLOVE');
    const before = await level();
    await harness.tills.actSoon({ type: 'store.pick', name });
    await harness.tills.act({ type: 'store.collect', name });
    expect(await harness.systems.sitoo.orderByExternalId(name)).toMatchObject({ state: 'closed' });
    expect(await level()).toEqual(before);
  });
});

describe('orders with delivery groups', () => {
  it.concurrent('An order with delivery groups is sent, and customer service is asked to ship it in the web shop by its groups', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'SOCK', quantity: 1 }], deliveryGroups: true });
    await harness.sendFromWarehouse(order.inWarehouse(), 'GROUPS-1');
    const { problems } = await order.waitsFor('shipment.refused');
    expect(problems).toMatchObject([{ sentence: expect.stringContaining('delivery groups') }]);
    await order.answer('shipment.refused', 'skip');
    expect(await order.outcome()).toBe('fulfilled');
    expect((await harness.states.centra(order.number)).shipments).toEqual([]);
  });
});

describe('orders that wait without a case', () => {
  it.concurrent('A pre-order waits without a case, and is sent once the web shop has goods for it', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'CAP', quantity: 1 }], preorder: true });
    await order.stage('waiting-for-goods');
    expect(await harness.states.wms('centra', order.number)).toEqual([]);
    await harness.shop.act({ type: 'web.allocate', order: Number(order.number) });
    await harness.sendFromWarehouse(order.inWarehouse(), 'PREORDER-1');
    expect(await order.outcome()).toBe('fulfilled');
    expect((await order.story()).timeline.some((t) => t.what.startsWith('Case '))).toBe(false);
  });

  it.concurrent('Units that a person takes from a store are allocated there in the web shop before they leave, and leave as those of the order', async () => {
    const order = await harness.webOrder({ delivery: 'collect', lines: [{ sku: 'SCARF', quantity: 1 }] });
    await order.answer('order.no-store-to-collect', 'move', { location: 'store-01' });
    await order.fulfilment(1, 'placed');
    const [line] = (await harness.states.centra(order.number)).lines;
    expect(line?.allocations).toEqual([{ warehouse: 1, quantity: 1 }]);
    await harness.tills.actSoon({ type: 'store.pick', name: order.inStore() });
    await harness.tills.act({ type: 'store.collect', name: order.inStore() });
    expect(await order.outcome()).toBe('fulfilled');
    const movement = async () =>
      (await harness.records.stockQueries.explain({ location: 'store-01', sku: 'SCARF' }))?.movements.find(
        ({ order: of }) => of?.number === order.number,
      );
    await until(movement, { what: 'the movement of what left the store', withinMs: 30_000 });
    expect(await movement()).toMatchObject({ cause: 'store-delivery-of-web-order', quantity: -1 });
  });

  it.concurrent('A cancellation of a locked order waits, and is carried out once the order is unlocked', async () => {
    const order = await harness.webOrder({ delivery: 'collect', location: 'store-01' });
    await order.fulfilment(1, 'placed');
    await harness.shop.act({ type: 'web.lock', order: Number(order.number) });
    await harness.tills.actSoon({ type: 'store.reject', name: order.inStore() });
    await order.answer('store.rejected', 'cancel-order');
    const waits = async () => (await order.story()).timeline.some((t) => t.what.includes('is locked'));
    await until(waits, { what: 'the cancellation to wait', withinMs: 30_000 });
    expect(await harness.states.centra(order.number)).toMatchObject({ status: 'CONFIRMED' });
    await harness.shop.act({ type: 'web.unlock', order: Number(order.number) });
    expect(await order.outcome()).toBe('cancelled');
    expect(await harness.states.centra(order.number)).toMatchObject({ status: 'CANCELLED' });
    expect((await order.story()).timeline.some((t) => t.what.includes('Case cancel.refused'))).toBe(false);
  });
});

describe('an address that changes', () => {
  it.concurrent('An order whose address changes after its transfer goes to the new address, and only there', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'SOCK', quantity: 1 }] });
    await order.fulfilment(1, 'placed');
    await harness.shop.act({ type: 'web.address', order: Number(order.number), address1: 'Nygatan 7' });
    await order.fulfilment(1, 'cancelled');
    const second = await order.placedAt('dc');
    await harness.sendFromWarehouse(order.inWarehouse(second), 'ADDRESS-1');
    expect(await order.outcome()).toBe('fulfilled');
    const atWarehouse = await harness.states.wms('centra', order.number);
    expect(atWarehouse.map(({ status }) => status)).toEqual([WMS.cancelled, WMS.sent]);
  });
});

afterwards(() => harness);
