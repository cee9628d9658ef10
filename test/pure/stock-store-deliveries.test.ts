import { describe, expect, it } from '@jest/globals';
import { storeDeliveries } from '../../activities/stock/ingest/store-deliveries.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import { asId, sitooWarehouse } from '../support/ids.js';

function shop() {
  let calls = 0;
  const left: Awaited<ReturnType<SitooPort['deliveries']>> = [];
  const sitoo = {
    deliveries: async () => {
      calls += 1;
      return [...left];
    },
  };
  const send = (deliveryId: number) =>
    left.push({ deliveryId, warehouseId: sitooWarehouse(7), reference: '', isCancelled: false, items: [] } as never);
  return { send, calls: () => calls, deliveries: storeDeliveries({ sitoo }) };
}

describe('the deliveries of an order at a store', () => {
  it('The deliveries of a closed order are read once for all who ask, also at the same moment', async () => {
    const store = shop();
    store.send(1);
    const [one, other] = await Promise.all([store.deliveries.closed(asId(9)), store.deliveries.closed(asId(9))]);
    expect([one, await store.deliveries.closed(asId(9))]).toEqual([other, other]);
    expect(store.calls()).toBe(1);
  });

  it('An order that shows as closed before its delivery does is asked again', async () => {
    const store = shop();
    expect(await store.deliveries.closed(asId(9))).toEqual([]);
    store.send(1);
    expect(await store.deliveries.closed(asId(9))).toHaveLength(1);
  });
});
