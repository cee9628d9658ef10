import { describe, expect, it } from '@jest/globals';
import { CURSORS } from '../../activities/follow/cursors.js';
import { type OrderReader, orderReader } from '../../activities/orders/read-order.js';
import type { OrderNumber } from '../../domain/ids.js';
import type { PosOrderItem } from '../../domain/order/pos-order.js';
import type { StoreDelivery } from '../../domain/order/store-order.js';
import type { InboxEvent } from '../../systems/database/port.js';
import { posOrder, sitooFollower } from '../support/follower-rounds.js';
import { asId, sitooWarehouse } from '../support/ids.js';
import { testBrand } from '../support/web-order.js';

const brand = testBrand();
const item = (itemId: number): PosOrderItem => ({
  itemId: asId(itemId),
  sku: `SKU-${itemId}`,
  name: 'Tee',
  quantity: 1,
  vatPercent: 25,
  rowNetMinor: 100,
  rowVatMinor: 25,
});
const order = posOrder(77, {
  orderDate: Math.floor(Date.now() / 1_000),
  registerId: '1',
  deliveryAddress: { address1: 'Street 1', zipCode: '111 11', city: 'Town', countryCode: 'SE' },
  items: [item(0), item(1)],
});
const delivered: InboxEvent = { id: 1, kind: 'delivery', subject: '77' };

/** Two workers that share counterparts and records, and remember what they have read each on its own. */
function twoWorkers() {
  let deliveries: readonly StoreDelivery[] = [];
  let calls = 0;
  const sent = new Map<OrderNumber, string>();
  const notified: string[] = [];
  const sitoo = {
    orders: async () => [order],
    deliveries: async () => {
      calls += 1;
      return [...deliveries];
    },
  };
  const worker = () => {
    const everyKnown = async () => () => 'known' as const;
    const known = { check: everyKnown, insist: everyKnown, recall: everyKnown };
    const reader: Pick<OrderReader, 'posReadings'> = orderReader(
      { brand, sitoo, log: { info() {}, warn() {} } },
      known,
    );
    const follower = sitooFollower(sitoo, {
      brand,
      reader,
      orders: {
        openOrders: async () => [
          { brand: brand.brand, origin: 'sitoo', number: order.orderId, stage: '', workflowId: '', updatedAt: '' },
        ],
        revisionsSent: async () => new Map(sent),
      },
      notifier: {
        sendReadings: async (_, readings) => {
          for (const { facts } of readings) {
            if (sent.get(facts.number) !== facts.revision) notified.push(facts.lines.map(({ line }) => line).join());
            sent.set(facts.number, facts.revision);
          }
          return { started: 0, notified: 0 };
        },
      },
    });
    return {
      follower,
      sweep: async () => {
        follower.cursors.delete(CURSORS.sitoo.sweep);
        await follower.run();
      },
    };
  };
  return {
    first: worker(),
    second: worker(),
    notified,
    calls: () => calls,
    handOver: (itemId: number) => {
      const items = [{ itemId: asId<never>(itemId), quantity: 1 }];
      deliveries = [{ deliveryId: 1, warehouseId: sitooWarehouse(101), deliveredAt: 1, items }];
    },
  };
}

describe('what has left of till orders, as two workers remember it', () => {
  it('An order of which goods went over the counter learns of it once, whichever worker reads it from then on', async () => {
    const { first, second, notified, handOver } = twoWorkers();
    for (const { sweep } of [first, second]) await sweep();
    handOver(1);
    first.follower.pending.push(delivered);
    await first.follower.run();
    for (const { sweep } of [second, first, second, first]) await sweep();
    expect(notified).toEqual(['0,1', '0']);
  });

  it('An order of which nothing has changed costs each worker one call, however often it is read', async () => {
    const { first, second, calls } = twoWorkers();
    for (let times = 0; times < 3; times += 1) for (const { sweep } of [first, second]) await sweep();
    expect(calls()).toBe(2);
  });
});
