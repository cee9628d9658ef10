import { followCentra } from '../../activities/follow/follow-centra.js';
import { followSitoo } from '../../activities/follow/follow-sitoo.js';
import type { OrderNotifier } from '../../activities/follow/notify-orders.js';
import type { OrderReader } from '../../activities/orders/read-order.js';
import type { ReturnStarter } from '../../activities/returns/start-returns.js';
import { storeDeliveries } from '../../activities/stock/ingest/store-deliveries.js';
import type { Brand } from '../../domain/brand.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import type { CentraPort } from '../../systems/centra/port.js';
import type { InboxEvent, OrderStore, Records } from '../../systems/database/port.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import { followerMemory } from './follower-memory.js';
import { asId, sitooWarehouse } from './ids.js';
import { inActivity } from './in-activity.js';
import { testBrand, webOrder } from './web-order.js';

const log = { info() {}, warn() {} };
const stock = {
  recorder: { record: async () => 0, notifyShortages: async () => {} },
  detectExternalChanges: async () => {},
  compareUnplaced: async () => {},
  raiseLateTransfers: async () => {},
  deliveries: storeDeliveries({ sitoo: { deliveries: async () => [] } }),
};
const nothingUnreadable = () => ({ note: () => {}, readings: [] });

export const posOrder = (orderId: number, changes: Partial<PosOrder> = {}): PosOrder => ({
  orderId: asId(orderId),
  state: 'open',
  vendorState: 0,
  paymentState: 'paid',
  kind: 'order',
  warehouseId: sitooWarehouse(101),
  orderDate: 0,
  currency: 'SEK',
  totalMinor: 0,
  comment: '',
  items: [],
  payments: [],
  log: [],
  ...changes,
});

/** The follower of the web shop over orders in memory. */
export function centraFollower(centra: Partial<CentraPort>, events: readonly InboxEvent[] = []) {
  const memory = followerMemory(events);
  /** How often each order was handled, by its number. */
  const seen = new Map<string, number>();
  const reader: Partial<OrderReader> = {
    webReadings: async (orders: readonly WebOrder[]) => {
      for (const { number } of orders) seen.set(number, (seen.get(number) ?? 0) + 1);
      return [];
    },
    collectUnreadable: nothingUnreadable,
  };
  const orders: Partial<OrderStore> = { fulfilments: async () => [] };
  const round = followCentra({
    brand: testBrand(),
    log,
    centra: { rateLimits: async () => [], clockSkewMs: () => 0, ...centra } as CentraPort,
    records: { ...memory.records, orders } as Records,
    reader: reader as OrderReader,
    notifier: { sendReadings: async () => ({ started: 0, notified: 0 }) },
    stock,
    shippedOrders: { recordShipped: async () => {} },
    relayProductEvents: async () => {},
  });
  return { ...memory, seen, round, run: () => inActivity(round) };
}

/** The follower of orders of the tills over orders in memory. */
export function sitooFollower(
  sitoo: Partial<SitooPort>,
  {
    events = [],
    orders = {},
    brand = testBrand(),
    deliveries = async () => [],
    ...ways
  }: {
    events?: readonly InboxEvent[];
    orders?: Partial<OrderStore>;
    brand?: Brand;
    reader?: Partial<OrderReader>;
    notifier?: Partial<OrderNotifier>;
    deliveries?: SitooPort['deliveries'];
  } = {},
) {
  const memory = followerMemory(events);
  const seen = new Map<string, number>();
  const reader: Partial<OrderReader> = {
    posReadings: async () => [],
    collectUnreadable: nothingUnreadable,
    ...ways.reader,
  };
  const notifier: Partial<OrderNotifier> = {
    sendReadings: async () => ({ started: 0, notified: 0 }),
    sendProgress: async () => ({ notified: 0 }),
    ...ways.notifier,
  };
  const returns: Pick<ReturnStarter, 'begin' | 'ofOrders'> = {
    begin: async () => {},
    ofOrders: async (some) => {
      for (const { orderId } of some) seen.set(orderId, (seen.get(orderId) ?? 0) + 1);
      return 0;
    },
  };
  const round = followSitoo({
    brand,
    log,
    sitoo: { ordersAfter: async () => ({ orders: [], last: undefined, more: false }), ...sitoo } as SitooPort,
    records: {
      ...memory.records,
      orders: {
        openFulfilments: async () => [],
        openOrders: async () => [],
        fulfilmentByName: async () => undefined,
        ...orders,
      } as OrderStore,
    } as Records,
    reader: reader as OrderReader,
    notifier: notifier as OrderNotifier,
    stock: { ...stock, deliveries: storeDeliveries({ sitoo: { deliveries } }) },
    returns,
  });
  return { ...memory, seen, round, run: () => inActivity(round) };
}

/** A web shop of which so many orders have changed. Rounds read it as the real list: those first that were placed last. */
export function shopOf(numbers: readonly number[], changedAt: (number: number) => number) {
  const PAGE = 100;
  const placed = [...numbers];
  const reads: { from: string; start: number }[] = [];
  const visible = new Map<number, boolean>();
  const centra: Partial<CentraPort> = {
    async changedOrders({ from, start }) {
      reads.push({ from, start });
      const changed = placed
        .filter((number) => visible.get(number) !== false && changedAt(number) >= Date.parse(from))
        .sort((a, b) => b - a);
      const rows = changed.slice(start, start + PAGE);
      const orders = rows.map((number) =>
        webOrder({
          id: String(number) as never,
          number: asId(number),
          updatedAt: new Date(changedAt(number)).toISOString(),
        }),
      );
      return { orders, ...(rows.length < PAGE ? {} : { next: start + PAGE }) };
    },
    orders: async (wanted) => wanted.filter((n) => placed.includes(Number(n))).map((number) => webOrder({ number })),
  };
  return {
    centra,
    reads,
    placed,
    hide: (n: number) => visible.set(n, false),
    show: (n: number) => visible.set(n, true),
  };
}
