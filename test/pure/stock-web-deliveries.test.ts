import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../activities/dependencies.js';
import { storeDeliveries } from '../../activities/stock/ingest/store-deliveries.js';
import { webDeliveries } from '../../activities/stock/ingest/web-deliveries.js';
import { asId } from '../support/ids.js';
import { inActivity } from '../support/in-activity.js';

const at = { location: 'store-01', sku: 'CAP' };

interface StoreOptions {
  /** The customer collects the goods. */
  readonly isCollected?: boolean;
  /** How often orders are asked for deliveries before an order from which all has left shows as closed. */
  readonly closesAfter?: number;
  /** The orders are placed at the store; otherwise they only wait for it. */
  readonly isPlaced?: boolean;
}

/** A store that holds so many web orders of one SKU. Order 9001 is that of web order 1, and so on. */
function storeWith(orders: number, { isCollected = false, isPlaced = true, closesAfter = 0 }: StoreOptions = {}) {
  const deliveries = new Map<string, number[]>();
  const closed = new Set<string>();
  const calls = { orders: 0, deliveries: 0 };
  const receipts: object[] = [];
  const numbers = Array.from({ length: orders }, (_, i) => String(i + 1));
  const refOf = (number: string): string => String(9_000 + Number(number));
  const sitoo = {
    async orders(ids: readonly string[]) {
      calls.orders += Math.ceil(ids.length / 100);
      return ids.map((orderId) => ({
        orderId,
        state: closed.has(orderId) && calls.deliveries >= closesAfter ? 'closed' : 'open',
        ...(!isCollected && { deliveryAddress: {} }),
      }));
    },
    async newestOrders(limit: number) {
      calls.orders += 1;
      return receipts.slice(0, limit);
    },
    async deliveries(orderId: string) {
      calls.deliveries += 1;
      return (deliveries.get(orderId) ?? []).map((deliveryId) => ({ deliveryId }));
    },
  };
  const records = {
    stockLedger: {
      unsettledOrders: async () => numbers.map((number) => ({ ...at, origin: 'centra', number })),
    },
    orders: {
      fulfilments: async (_: string, number: string) =>
        isPlaced ? [{ fulfilment: 1, system: 'sitoo', location: at.location, ref: refOf(number) }] : [],
    },
    intents: { find: async () => undefined },
  };
  // Of the ports, finding the order behind a delivery uses no more than this.
  const locations = [{ id: at.location, kind: 'store', sitoo: 7 }];
  const ports = { brand: { brand: 'b', locations }, sitoo, records } as object as Pick<
    Dependencies,
    'brand' | 'sitoo' | 'records'
  >;
  const find = webDeliveries(ports, storeDeliveries(ports));
  let made = 0;
  return {
    calls,
    /** A parcel of an order leaves; with the last one the order is closed. */
    send(number: string, isLast = true): number {
      made += 1;
      const ref = refOf(number);
      deliveries.set(ref, [...(deliveries.get(ref) ?? []), made]);
      if (isLast) closed.add(ref);
      return made;
    },
    /** A till sells one unit; `shows`: its receipt is among the newest orders. */
    sell(shows = true): number {
      made += 1;
      const orderId = `5${made}`;
      deliveries.set(orderId, [made]);
      if (shows) receipts.unshift({ orderId, state: 'closed', warehouseId: 7, items: [{ sku: at.sku, quantity: 1 }] });
      return made;
    },
    orderOf: async (...deliveryIds: number[]) =>
      inActivity(async () => [...(await find(deliveryIds.map((deliveryId) => ({ deliveryId, positions: [at] }))))]),
  };
}

const callsOf = async (orders: number): Promise<number> => {
  const store = storeWith(orders);
  for (let number = 1; number <= orders; number += 1) {
    const delivery = store.send(String(number));
    expect(new Map(await store.orderOf(delivery)).get(delivery)).toBe(asId(number));
  }
  return store.calls.orders + store.calls.deliveries;
};

describe('the web order behind a delivery of a store', () => {
  it.each([33, 99, 100, 101, 300])(
    'Each of %d orders of one SKU, sent one after the other, costs few calls',
    async (orders) => {
      expect(await callsOf(orders)).toBeLessThanOrEqual(orders * (1 + Math.ceil(orders / 100)));
    },
  );

  it('Parcels of an order that is not closed are found as well, and so are several in one page', async () => {
    const store = storeWith(5);
    const first = store.send('3', false);
    const whole = store.send('4');
    expect(new Map(await store.orderOf(first, whole))).toEqual(
      new Map([
        [first, '3'],
        [whole, '4'],
      ]),
    );
    const second = store.send('3');
    expect(new Map(await store.orderOf(second)).get(second)).toBe('3');
  });

  it('What a till sold to a customer belongs to no web order', async () => {
    const store = storeWith(5);
    expect(new Map(await store.orderOf(77)).get(77)).toBeUndefined();
  });

  it('A sale at a till costs no call for orders that wait to be placed, and at most twenty for all that wait to be collected', async () => {
    const unplaced = storeWith(50, { isPlaced: false });
    expect(await unplaced.orderOf(1_000)).toEqual([]);
    expect(unplaced.calls).toEqual({ orders: 0, deliveries: 0 });
    const collected = storeWith(90, { isCollected: true });
    expect(await collected.orderOf(1_000)).toEqual([]);
    // The tills' newest receipts hold none, and those that were not asked are read once more.
    expect(collected.calls).toEqual({ orders: 3, deliveries: 20 });
  });

  it.each([3, 50, 100])(
    'A sale at a till costs the same few calls, whether 3, 50 or 100 web orders wait to be sent home: %d',
    async (orders) => {
      const store = storeWith(orders);
      for (let sale = 0; sale < 100; sale += 1) expect(await store.orderOf(store.sell())).toEqual([]);
      // The orders read together, two of them asked, the newest orders read together, and the receipt asked.
      expect(store.calls.orders + store.calls.deliveries).toBeLessThanOrEqual(100 * (1 + 2 + 1 + 1));
    },
  );

  it.each([1, 2, 3, 40])(
    'A parcel of open order %d of 50 belongs to it also between sales, and every order is asked about what no receipt explains',
    async (number) => {
      const store = storeWith(50);
      const [sold, parcel] = [store.sell(), store.send(String(number), false)];
      expect(await store.orderOf(sold, parcel)).toEqual([[parcel, String(number)]]);
      const unseen = store.sell(false);
      expect(new Map(await store.orderOf(unseen)).get(unseen)).toBeUndefined();
      expect(store.calls.deliveries).toBeGreaterThan(50);
    },
  );

  it.each([1, 20, 21, 25, 90])(
    'What was collected with order %d of 90 belongs to it also when it shows as open at first',
    async (number) => {
      const store = storeWith(90, { isCollected: true, closesAfter: 20 });
      const delivery = store.send(String(number));
      expect(await store.orderOf(delivery)).toEqual([[delivery, String(number)]]);
      expect(store.calls.orders + store.calls.deliveries).toBeLessThanOrEqual(3 + 20 + 1);
    },
  );
});
