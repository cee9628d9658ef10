import { describe, expect, it } from '@jest/globals';
import { type DeliveriesToRead, tillDeliveries } from '../../activities/orders/till-deliveries.js';
import { brandSchema } from '../../config/brand.js';
import type { SitooOrderId } from '../../domain/ids.js';
import { posOrder } from '../support/follower-rounds.js';
import { smallBrand } from '../support/harness/world.js';
import { asId } from '../support/ids.js';

const brand = brandSchema.parse(smallBrand('deliveries', {}));
const row = (quantity: number) => ({
  itemId: asId<never>('0'),
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
  const reading = () => {
    let calls = 0;
    const deliveriesOf = tillDeliveries({
      brand,
      sitoo: {
        async deliveries() {
          calls += 1;
          return [];
        },
      },
    });
    return { deliveriesOf, calls: () => calls };
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
    const { deliveriesOf, calls } = reading();
    await deliveriesOf(toBeSent(...one.items), one.which);
    expect(calls()).toBe(one.calls);
  });

  it('What was read once is remembered, and is read again before anything is placed', async () => {
    const { deliveriesOf, calls } = reading();
    const order = toBeSent(1, 1);
    for (const which of [NEW, {}, {}]) await deliveriesOf(order, which);
    expect(calls()).toBe(1);
    await deliveriesOf(order, 'all');
    expect(calls()).toBe(2);
  });
});
