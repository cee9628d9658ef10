import type { SitooPort } from '../../systems/sitoo/port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';

/** How many of each a probe reads at the most: enough to see every field, little beside one call at a time. */
const SAMPLE = 50;
const DELIVERIES = 5;

type SitooWrite =
  | 'placeOrder'
  | 'placeSoldOrder'
  | 'placeForPickUp'
  | 'cancelOrder'
  | 'closeOrder'
  | 'addDelivery'
  | 'setStock'
  | 'createProducts'
  | 'changeProducts'
  | 'setPrices';

export interface SitooFound {
  readonly currency: string;
  readonly warehouses: Awaited<ReturnType<SitooPort['warehouses']>>;
  readonly skus: readonly string[];
  readonly orders: Awaited<ReturnType<SitooPort['newestOrders']>>;
  /** Takes note of a row that its reader refuses. */
  readonly unreadable: () => void;
}

/** One page of everything that we read of the tills. A reader that is missing here does not compile. */
export const SITOO_READS: {
  readonly [Name in Exclude<keyof SitooPort, SitooWrite | 'clockSkewMs'>]: (
    sitoo: SitooPort,
    found: SitooFound,
  ) => Promise<unknown>;
} = {
  settings: (sitoo) => sitoo.settings(),
  warehouses: (sitoo) => sitoo.warehouses(),
  productPage: (sitoo, { currency }) => sitoo.productPage(0, currency),
  vatGroups: (sitoo) => sitoo.vatGroups(),
  knownSkus: (sitoo, { skus }) => sitoo.knownSkus(skus),
  productIds: (sitoo, { skus }) => sitoo.productIds(skus),
  stockPage: async (sitoo, { warehouses }) => {
    for (const { id } of warehouses.slice(0, 2)) await sitoo.stockPage(id, 0);
  },
  stock: async (sitoo, { warehouses, skus }) => {
    for (const { id } of warehouses.slice(0, 2)) await sitoo.stock(id, skus);
  },
  newestJournalId: (sitoo) => sitoo.newestJournalId(),
  journal: async (sitoo, { unreadable }) =>
    sitoo.journal(Math.max(1, (await sitoo.newestJournalId()) - SAMPLE + 1), SAMPLE, unreadable),
  newestOrders: (sitoo, { unreadable }) => sitoo.newestOrders(SAMPLE, unreadable),
  ordersAfter: (sitoo, { unreadable }) => sitoo.ordersAfter(undefined, SAMPLE, unreadable),
  orders: (sitoo, { orders, unreadable }) =>
    sitoo.orders(
      orders.map(({ orderId }) => orderId),
      'bulk',
      unreadable,
    ),
  orderByExternalId: async (sitoo, { orders }) => {
    for (const { externalId } of orders.filter((order) => order.externalId !== undefined).slice(0, 1))
      await sitoo.orderByExternalId(externalId ?? '');
  },
  deliveries: async (sitoo, { orders }) => {
    const delivered = orders.filter(({ items }) => items.some(({ quantity }) => quantity > 0));
    for (const { orderId } of delivered.slice(0, DELIVERIES)) await sitoo.deliveries(orderId);
  },
};

type WarehouseWrite = 'placeOrder' | 'cancelOrder' | 'announceGoods' | 'putArticle' | 'markReported';

export interface WarehouseFound {
  readonly skus: readonly string[];
  readonly orders: Awaited<ReturnType<WarehousePort['ordersChangedSince']>>['rows'];
  readonly announced: Awaited<ReturnType<WarehousePort['someAnnounced']>>;
  /** ISO: orders that changed since then are read. */
  readonly from: string;
}

/** One page of everything that we read of the warehouse. A reader that is missing here does not compile. */
export const WAREHOUSE_READS: {
  readonly [Name in Exclude<keyof WarehousePort, WarehouseWrite | 'clockSkewMs'>]: (
    wms: WarehousePort,
    found: WarehouseFound,
  ) => Promise<unknown>;
} = {
  checkSettings: (wms) => wms.checkSettings(),
  notUnderstood: (wms) => wms.notUnderstood(),
  warehouses: (wms) => wms.warehouses(),
  articlePage: (wms) => wms.articlePage(),
  knownSkus: (wms, { skus }) => wms.knownSkus(skus),
  stock: (wms, { skus }) => wms.stock(skus),
  stockPerWarehouse: (wms, { skus }) => wms.stockPerWarehouse(skus),
  stockChangedSince: (wms) => wms.stockChangedSince(undefined, SAMPLE),
  ordersChangedSince: (wms, { from }) => wms.ordersChangedSince(from, SAMPLE),
  ordersReturnedSince: (wms, { from }) => wms.ordersReturnedSince(from, SAMPLE),
  order: async (wms, { orders }) => {
    for (const { name } of orders.slice(0, 1)) await wms.order(name, 'bulk');
  },
  orders: (wms, { orders }) =>
    wms.orders(
      orders.map(({ name }) => name),
      'bulk',
    ),
  backOrdersOf: async (wms, { orders }) => {
    for (const { ref } of orders.slice(0, 1)) await wms.backOrdersOf(ref);
  },
  someAnnounced: (wms) => wms.someAnnounced(SAMPLE),
  announcedGoods: (wms, { announced }) =>
    wms.announcedGoods(
      announced.map(({ name }) => name),
      'bulk',
    ),
};
