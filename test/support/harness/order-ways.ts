import { expect } from '@jest/globals';
import type { Harness } from '../harness.js';
import { SITOO, WMS } from './counterpart-states.js';
import type { OrderUnderTest } from './order-under-test.js';
import type { Scenarios } from './scenarios.js';

/** The ways of an order that change something at the counterparts, each judged by the books. @param harness once it has started */
export function orderWays(harness: () => Harness) {
  /** One shipment, shipped, its money taken once. */
  async function expectOneShipment({ number }: OrderUnderTest): Promise<void> {
    const { status, shipments, payments } = await harness().states.centra(number);
    expect(status).toBe('SHIPPED');
    expect(shipments.map((s) => [s.isShipped, s.isCaptured])).toEqual([[true, true]]);
    expect(payments.filter((p) => p.entryType === 'CAPTURE')).toHaveLength(1);
  }

  /** All that was reserved is taken or released. */
  async function expectNothingReserved({ number }: OrderUnderTest): Promise<void> {
    const { payments } = await harness().states.centra(number);
    const sum = (type: string) =>
      payments.reduce((total, p) => (p.entryType === type ? total + p.valueMinor : total), 0);
    expect(sum('AUTH') - sum('CAPTURE') - sum('CANCEL')).toBe(0);
    expect(payments.filter((p) => p.entryType === 'CANCEL').length).toBeLessThanOrEqual(1);
  }

  /** Ordered, and so many not found and cancelled: a cancellation done twice would show as twice as many. */
  async function cancelledShort({ ordered, missing }: { ordered: number; missing: number }): Promise<void> {
    const order = await harness().webOrder({ lines: [{ sku: 'SCARF', quantity: ordered }] });
    const name = order.inWarehouse();
    const picked = ordered - missing;
    await harness().warehouse.actSoon({ type: 'wms.pick', name, lines: [{ sku: 'SCARF', picked }] });
    await harness().warehouse.act({ type: 'wms.ship', name, waybill: `X-${order.number}` });
    await order.answer('warehouse.short-pick', 'cancel-line');
    expect(await order.outcome()).toBe('fulfilled');
    const { lines } = await harness().states.centra(order.number);
    expect(lines).toMatchObject([{ shippedQuantity: picked, cancelledQuantity: missing }]);
    await expectNothingReserved(order);
    await expectOneShipment(order);
  }

  const ways = {
    async 'sent from a store'() {
      const order = await harness().webOrder({ location: 'store-02' });
      await harness().sendFromStore(order.inStore(), `S-${order.number}`);
      expect(await order.outcome()).toBe('fulfilled');
      expect(await harness().states.sitoo(order.number)).toMatchObject([{ state: SITOO.closed }]);
      expect(await harness().states.sitoo(order.number)).toHaveLength(1);
      await expectOneShipment(order);
    },
    async 'sent by the warehouse, its money had at the second try'() {
      const order = await harness().webOrder({ captureFails: 1 });
      await harness().sendFromWarehouse(order.inWarehouse(), `W-${order.number}`);
      expect(await order.outcome()).toBe('fulfilled');
      expect(await harness().states.wms('centra', order.number)).toHaveLength(1);
      await expectOneShipment(order);
    },
    async 'free of charge'() {
      await harness().controls.centra.post('settings', { readings: { freeShipment: 'unpaid' } });
      const order = await harness().webOrder({ lines: [{ sku: 'SCARF', quantity: 1, priceMinor: 0 }] });
      await harness().sendFromWarehouse(order.inWarehouse(), `F-${order.number}`);
      expect(await order.outcome()).toBe('fulfilled');
      const { status, shipments, payments } = await harness().states.centra(order.number);
      expect([status, shipments.map((s) => s.isPaid), payments]).toEqual(['SHIPPED', [true], []]);
    },
    async 'moved from a store to the warehouse'() {
      const order = await harness().webOrder({ location: 'store-03' });
      await harness().tills.actSoon({ type: 'store.reject', name: order.inStore() });
      await harness().sendFromWarehouse(order.inWarehouse(await order.placedAt('dc')), `M-${order.number}`);
      expect(await order.outcome()).toBe('fulfilled');
      expect(await harness().states.sitoo(order.number)).toMatchObject([{ state: SITOO.cancelled }]);
      expect(await harness().states.wms('centra', order.number)).toHaveLength(1);
      const [line] = (await harness().states.centra(order.number)).lines;
      expect(line?.allocations).toEqual([{ warehouse: 9, quantity: 2 }]);
      await expectOneShipment(order);
    },
    async 'cancelled before picking'() {
      const order = await harness().webOrder();
      await order.fulfilment(1, 'placed');
      await harness().shop.act({ type: 'web.cancel', order: Number(order.number) });
      expect(await order.outcome()).toBe('cancelled');
      expect(await harness().states.wms('centra', order.number)).toMatchObject([{ status: WMS.cancelled }]);
      expect((await harness().states.centra(order.number)).shipments).toEqual([]);
    },
    async 'given up by a person'() {
      const order = await harness().webOrder({ shippingOption: null });
      await order.answer('order.missing-courier', 'cancel-order');
      expect(await order.outcome()).toBe('cancelled');
      const { status, payments } = await harness().states.centra(order.number);
      expect(status).toBe('CANCELLED');
      expect(payments.filter((p) => p.entryType === 'CANCEL')).toHaveLength(1);
    },
    async 'sold at a till, sent by the warehouse'() {
      const order = await harness().tillOrder();
      await harness().sendFromWarehouse(order.inWarehouse(), `T-${order.number}`);
      expect(await order.outcome()).toBe('fulfilled');
      const { state, deliveries, items } = await harness().states.till(order.number);
      expect(state).toBe(SITOO.closed);
      expect(deliveries).toMatchObject([{ reference: `T-${order.number}` }]);
      expect(items).toMatchObject([{ quantity: 2, delivered: 2 }]);
      expect(await harness().states.wms('sitoo', order.number)).toHaveLength(1);
    },
  } as const satisfies Scenarios;

  return { ways, cancelledShort, expectOneShipment, expectNothingReserved };
}
