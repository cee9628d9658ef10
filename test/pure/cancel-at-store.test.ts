import { describe, expect, it } from '@jest/globals';
import { cancelAtStore } from '../../activities/orders/cancel-fulfilment.js';
import { showsLess } from '../../domain/order/fulfilment.js';
import { storeProgress } from '../../domain/order/fulfilment-progress.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import type { StoreDelivery } from '../../domain/order/store-order.js';
import { asId, sitooWarehouse } from '../support/ids.js';

const order: PosOrder = {
  orderId: asId(900),
  state: 'open',
  vendorState: 0,
  paymentState: 'paid',
  kind: 'order',
  orderDate: 0,
  currency: 'SEK',
  totalMinor: 25_000,
  comment: '',
  items: [
    {
      itemId: asId(1),
      sku: 'TEE',
      name: 'Tee',
      quantity: 2,
      vatPercent: 25,
      rowNetMinor: 20_000,
      rowVatMinor: 5_000,
      webLine: asId('11'),
    },
  ],
  payments: [],
  log: [{ event: 'pickup-rejected', at: 1 }],
};
const handedOver: StoreDelivery = {
  deliveryId: 5,
  warehouseId: sitooWarehouse(101),
  deliveredAt: 2,
  items: [{ itemId: asId(1), quantity: 2 }],
};

/** Tills that take every cancellation, as some do of an order that is closed already. */
function tills(shown: { before: StoreDelivery[]; after: StoreDelivery[] }) {
  let state: PosOrder['state'] = 'open';
  return {
    orderByExternalId: async () => ({ ...order, state }),
    cancelOrder: async () => {
      state = 'cancelled';
    },
    deliveries: async () => (state === 'open' ? shown.before : shown.after),
  };
}

describe('cancelling at a store', () => {
  it.each([
    ['nothing has left', [], [], 0, 'cancelled'],
    ['goods left before it was read', [handedOver], [handedOver], 0, 'too-late'],
    ['goods left after it was read, and the tills took the cancellation all the same', [], [handedOver], 0, 'too-late'],
    ['all that left was known, and the rest is cancelled', [handedOver], [handedOver], 2, 'cancelled'],
    ['goods are packed and wait', [], [{ ...handedOver, deliveredAt: undefined }], 0, 'cancelled'],
    ['a delivery was taken back', [], [{ ...handedOver, cancelledAt: 3 }], 0, 'cancelled'],
  ] as const)('A cancellation at a store knows what has left when %s', async (_what, before, after, known, outcome) => {
    const sitoo = tills({ before: [...before], after: [...after] as StoreDelivery[] });
    expect(await cancelAtStore(sitoo, 'web-1-1', known)).toBe(outcome);
  });
});

describe('what a store shows that rejected and handed over all the same', () => {
  const rejected = storeProgress(1, order, []);

  it.each(['open', 'closed', 'cancelled'] as const)(
    'Goods of an order that is %s have left, whatever was noted before, and that is news',
    (state) => {
      const left = storeProgress(1, { ...order, state }, [handedOver]);
      expect(left).toMatchObject({ stage: 'sent', parcels: [{ ref: '900-5' }] });
      expect(showsLess(rejected, left)).toBe(false);
      expect(showsLess(left, rejected)).toBe(true);
    },
  );
});
