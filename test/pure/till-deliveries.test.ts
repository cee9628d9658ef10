import { describe, expect, it } from '@jest/globals';
import { type DeliveriesToRead, tillDeliveries } from '../../activities/orders/till-deliveries.js';
import { brandSchema } from '../../config/brand.js';
import type { SitooOrderId } from '../../domain/ids.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import type { StoreDelivery } from '../../domain/order/store-order.js';
import { posOrder } from '../support/follower-rounds.js';
import { smallBrand } from '../support/harness/world.js';
import { asId } from '../support/ids.js';

const brand = brandSchema.parse(smallBrand('deliveries', {}));
const row = (quantity: number, index: number) => ({
  itemId: asId<never>(String(index)),
  sku: 'TEE-M',
  name: 'Tee',
  quantity,
  vatPercent: 25,
  rowNetMinor: 100,
  rowVatMinor: 25,
});
const toBeSent = (...quantities: readonly number[]) =>
  posOrder(7, {
    registerId: 'till-1',
    deliveryAddress: { address1: 'Street 1', zipCode: '11122', city: 'Town', countryCode: 'SE' },
    items: quantities.map(row),
  });

const NEW: DeliveriesToRead = {};
const SWEPT: DeliveriesToRead = { ofWhole: true };
const NAMED: DeliveriesToRead = { named: new Set<SitooOrderId>([asId('7')]) };

describe('the deliveries of a till order that a warehouse sends', () => {
  const reading = (shown: readonly StoreDelivery[] = []) => {
    let calls = 0;
    const deliveries = tillDeliveries({
      brand,
      sitoo: {
        async deliveries() {
          calls += 1;
          return [...shown];
        },
      },
    });
    return { deliveries, calls: () => calls };
  };

  it.each([
    { what: 'a new order of one unit', items: [1], which: NEW, calls: 0 },
    { what: 'a new order of one unit that is exchanged for another', items: [1, -1], which: NEW, calls: 0 },
    { what: 'a new order of one unit of which an event names a delivery', items: [1], which: NAMED, calls: 1 },
    { what: 'a new order of two units', items: [2], which: NEW, calls: 1 },
    { what: 'a new order of two rows', items: [1, 1], which: NEW, calls: 1 },
    { what: 'an order of one unit that is read again in case an event was lost', items: [1], which: SWEPT, calls: 1 },
    { what: 'an order of one unit that is about to be placed', items: [1], which: 'all' as const, calls: 1 },
  ])('The deliveries of $what cost $calls calls: only one unit cannot have left in part', async (one) => {
    const { deliveries, calls } = reading();
    await deliveries.of(toBeSent(...one.items), one.which);
    expect(calls()).toBe(one.calls);
  });

  it('What was read once is remembered, and is read again before anything is placed', async () => {
    const { deliveries, calls } = reading();
    const order = toBeSent(1, 1);
    for (const which of [NEW, {}, {}]) await deliveries.of(order, which);
    expect(calls()).toBe(1);
    await deliveries.of(order, 'all');
    expect(calls()).toBe(2);
  });

  it('The event of a delivery that we reported costs no call when it was the last of the order, and one when it was not', async () => {
    const { deliveries, calls } = reading();
    const order = toBeSent(1, 1);
    const units = order.items.map(({ itemId }) => ({ line: itemId, quantity: 1 }));
    const closed: PosOrder = { ...order, state: 'closed' };
    await deliveries.of(order, 'all');
    deliveries.noteReported(order.orderId, { reference: 'first', lines: units.slice(0, 1) });
    await deliveries.of(order, NAMED);
    expect(calls()).toBe(2);
    deliveries.noteReported(order.orderId, { reference: 'both', lines: units });
    await deliveries.of(closed, NAMED);
    expect(calls()).toBe(2);
    await deliveries.of({ ...closed, state: 'open' }, NAMED);
    expect(calls()).toBe(3);
  });

  it('A delivery of ours that was read before it was noted counts once: what is handed over beside it is still read', async () => {
    const order = toBeSent(2);
    const lines = order.items.map(({ itemId }) => ({ line: itemId, quantity: 1 }));
    const ours = {
      deliveryId: 1,
      warehouseId: asId<never>('1'),
      reference: 'ours',
      deliveredAt: 1,
      items: lines.map(({ line, quantity }) => ({ itemId: line, quantity })),
    };
    const { deliveries, calls } = reading([ours]);
    await deliveries.of(order, 'all');
    deliveries.noteReported(order.orderId, { reference: 'ours', lines });
    await deliveries.of({ ...order, state: 'closed' }, NAMED);
    expect(calls()).toBe(2);
  });
});
