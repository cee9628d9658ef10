import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Controls } from '../../lab/simulators/control.js';
import { afterwards } from '../support/harness/afterwards.js';
import { SITOO, WMS } from '../support/harness/counterpart-states.js';
import { failOnce } from '../support/harness/faults.js';
import type { OrderUnderTest } from '../support/harness/order-under-test.js';
import { runScenarios, type Scenarios } from '../support/harness/scenarios.js';
import { type Harness, startHarness } from '../support/harness.js';

/** Every call that changes something at a counterpart on the way of an order. */
const WRITES = {
  centra: [
    'createShipment',
    'captureShipment',
    'completeShipment',
    'cancelDirectToConsumerOrder',
    'updateDirectToConsumerOrder',
    'unallocateOrder',
    'allocateOrder',
  ],
  sitoo: ['POST orders', 'PUT orders', 'POST orderdeliveries'],
  wms: ['PUT orders', 'DELETE orders'],
} as const satisfies Record<keyof Controls, readonly string[]>;
const SYSTEMS = ['centra', 'sitoo', 'wms'] as const;

const FAULTS = [
  { name: 'answer is lost after it took effect', fault: { kind: 'response-lost' } },
  { name: 'connection is reset before it took effect', fault: { kind: 'connection-reset' } },
  { name: 'answer is a server error', fault: { kind: 'status', status: 500, body: 'oops' } },
  { name: 'answer stops half way', fault: { kind: 'truncated' } },
  { name: 'answer is a page of a proxy', fault: { kind: 'html' } },
  { name: 'call is throttled', fault: { kind: 'status', status: 429, headers: { 'retry-after': '1' } } },
];

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('lost-answers');
});
afterAll(() => harness?.close());

/** One order for each way that writes something, all at the same time; each is judged by the books. */
const ways: Scenarios = {
  async 'sent from a store'() {
    const order = await harness.webOrder({ location: 'store-02' });
    await harness.sendFromStore(order.inStore(), `S-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.closed }]);
    expect(await harness.states.sitoo(order.number)).toHaveLength(1);
    await expectOneShipment(order);
  },
  async 'sent by the warehouse, its money had at the second try'() {
    const order = await harness.webOrder({ captureFails: 1 });
    await harness.sendFromWarehouse(order.inWarehouse(), `W-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.wms('centra', order.number)).toHaveLength(1);
    await expectOneShipment(order);
  },
  async 'moved from a store to the warehouse'() {
    const order = await harness.webOrder({ location: 'store-03' });
    await harness.tills.actSoon({ type: 'store.reject', name: order.inStore() });
    await harness.sendFromWarehouse(order.inWarehouse(await order.placedAt('dc')), `M-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.cancelled }]);
    expect(await harness.states.wms('centra', order.number)).toHaveLength(1);
    const [line] = (await harness.states.centra(order.number)).lines;
    expect(line?.allocations).toEqual([{ warehouse: 9, quantity: 2 }]);
    await expectOneShipment(order);
  },
  async 'cancelled before picking'() {
    const order = await harness.webOrder();
    await order.fulfilment(1, 'placed');
    await harness.shop.act({ type: 'web.cancel', order: Number(order.number) });
    expect(await order.outcome()).toBe('cancelled');
    expect(await harness.states.wms('centra', order.number)).toMatchObject([{ status: WMS.cancelled }]);
    expect((await harness.states.centra(order.number)).shipments).toEqual([]);
  },
  async 'given up by a person'() {
    const order = await harness.webOrder({ shippingOption: null });
    await order.answer('order.missing-courier', 'cancel-order');
    expect(await order.outcome()).toBe('cancelled');
    const { status, payments } = await harness.states.centra(order.number);
    expect(status).toBe('CANCELLED');
    expect(payments.filter((p) => p.entryType === 'CANCEL')).toHaveLength(1);
  },
  async 'short of a unit, which is cancelled'() {
    // Four ordered and one to be cancelled: a cancellation done twice would show as two.
    const order = await harness.webOrder({ lines: [{ sku: 'SCARF', quantity: 4 }] });
    const name = order.inWarehouse();
    await harness.warehouse.actSoon({ type: 'wms.pick', name, lines: [{ sku: 'SCARF', picked: 3 }] });
    await harness.warehouse.act({ type: 'wms.ship', name, waybill: `X-${order.number}` });
    await order.answer('warehouse.short-pick', 'cancel-line');
    expect(await order.outcome()).toBe('fulfilled');
    const { lines } = await harness.states.centra(order.number);
    expect(lines).toMatchObject([{ shippedQuantity: 3, cancelledQuantity: 1 }]);
    await expectOneShipment(order);
  },
  async 'sold at a till, sent by the warehouse'() {
    const order = await harness.tillOrder();
    await harness.sendFromWarehouse(order.inWarehouse(), `T-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    const { state, deliveries, items } = await harness.states.till(order.number);
    expect(state).toBe(SITOO.closed);
    expect(deliveries).toMatchObject([{ reference: `T-${order.number}` }]);
    expect(items).toMatchObject([{ quantity: 2, delivered: 2 }]);
    expect(await harness.states.wms('sitoo', order.number)).toHaveLength(1);
  },
};

/** One shipment, shipped, its money taken once. */
async function expectOneShipment({ number }: OrderUnderTest): Promise<void> {
  const { status, shipments, payments } = await harness.states.centra(number);
  expect(status).toBe('SHIPPED');
  expect(shipments.map((s) => [s.isShipped, s.isCaptured])).toEqual([[true, true]]);
  expect(payments.filter((p) => p.entryType === 'CAPTURE')).toHaveLength(1);
}

const counts = () => Promise.all(SYSTEMS.map((system) => harness.states.calls(system)));

describe('every write to every counterpart', () => {
  it.each(FAULTS)(
    'Each effect happens exactly once when, at every write to every counterpart, the $name',
    async ({ fault }) => {
      const before = await counts();
      const calm = await failOnce(harness.controls, WRITES, fault);
      await runScenarios(ways);

      // Each operation was called in this round, so its fault has struck.
      const after = await counts();
      const untouched = SYSTEMS.flatMap((system, i) =>
        WRITES[system].filter((operation) => (after[i]?.[operation] ?? 0) <= (before[i]?.[operation] ?? 0)),
      );
      expect(untouched).toEqual([]);
      await calm();
    },
  );
});

afterwards(() => harness);
