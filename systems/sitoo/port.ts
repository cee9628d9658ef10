import type { SitooItemId, SitooOrderId, SitooWarehouseId } from '../../domain/ids.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import type { NewStoreOrder, SoldStoreOrder, StoreDelivery } from '../../domain/order/store-order.js';
import type { Lane } from '../rate-limits/port.js';
import type { SitooProducts } from './product-port.js';

export type { SitooProductToWrite, WrittenSitooProduct } from './product-port.js';

/**
 * The tills as Onepool needs them. Every method throws {@link SystemProblem}.
 * The limiter allows one request in flight per account, across all processes.
 */
export interface SitooPort extends SitooProducts {
  orderByExternalId(externalId: string): Promise<PosOrder | undefined>;
  /** Reads many orders by id in as few requests as possible; `unreadable` as for {@link ordersAfter}. */
  orders(orderIds: readonly SitooOrderId[], lane?: Lane, unreadable?: UnreadableOrder): Promise<PosOrder[]>;
  /**
   * A page of the orders after one, or from the first on, oldest first, at most `limit`. With `unreadable`, an order that
   * does not follow the contract goes there and is left out, so that it holds up no other; without, it is a
   * `malformed-answer`.
   */
  ordersAfter(after: SitooOrderId | undefined, limit: number, unreadable?: UnreadableOrder): Promise<OrderPage>;
  /**
   * The newest orders, the newest first, at most `limit`; `unreadable` as for {@link ordersAfter}.
   * @param lane the lowest when left out
   */
  newestOrders(limit: number, unreadable?: UnreadableOrder, lane?: Lane): Promise<PosOrder[]>;
  /** Places an order. Before a repeat the caller looks for its name. Returns the orderid. */
  placeOrder(order: NewStoreOrder): Promise<SitooOrderId>;
  /**
   * Makes goods that were sold and sent from elsewhere known to the tills, so that a till can refund them against their
   * order. Takes no stock and reserves none. Two steps, placing and closing: before a repeat the caller looks for
   * `externalid`, and where the order is there but still open, `closeOrder` finishes the work. Returns the orderid.
   */
  placeSoldOrder(order: SoldStoreOrder): Promise<SitooOrderId>;
  /**
   * The same of goods on their way to the store in which the customer collects them: an order to be collected, which stays open
   * until the store has handed them over, and takes no stock even then. Before a repeat the caller looks for `externalid`.
   */
  placeForPickUp(order: SoldStoreOrder): Promise<SitooOrderId>;
  /** Refused with `rejected` when the order is closed. */
  cancelOrder(orderId: SitooOrderId): Promise<void>;
  /** A closed order stays as it is. */
  closeOrder(orderId: SitooOrderId): Promise<void>;
  /** @param lane `orders` when left out; `sales` for whoever must know at once whether a till sold what left. */
  deliveries(orderId: SitooOrderId, lane?: 'orders' | 'sales'): Promise<StoreDelivery[]>;
  /** Books a delivery (and its stock transaction). Look in `deliveries` before a repeat. */
  addDelivery(
    orderId: SitooOrderId,
    delivery: {
      warehouseId: SitooWarehouseId;
      reference: string;
      items: readonly { itemId: SitooItemId; quantity: number }[];
    },
  ): Promise<number>;
  /** `sellable`: whether tills sell from it; left out where Sitoo does not say. */
  warehouses(): Promise<
    { id: SitooWarehouseId; name: string; virtual: boolean; externalId?: string; sellable?: boolean }[]
  >;
  /** Total, reserved and available units per SKU in one warehouse; SKUs without a row are left out. */
  stock(
    warehouseId: SitooWarehouseId,
    skus: readonly string[],
  ): Promise<Map<string, { total: number; reserved: number; available: number }>>;
  /** A page of the total units of every SKU that has a row in one warehouse. `next`: where the page after it begins; left out on the last. */
  stockPage(
    warehouseId: SitooWarehouseId,
    start: number,
  ): Promise<{ readonly levels: Map<string, number>; readonly next?: number }>;
  /**
   * The stock journal of all warehouses from an id on, ascending, at most `num` rows: it only ever grows. A row that does
   * not follow the contract goes to `unreadable` and is left out.
   */
  journal(fromId: number, num: number, unreadable?: UnreadableRow): Promise<JournalRow[]>;
  /** The newest id in the journal; 0 when it is empty. */
  newestJournalId(): Promise<number>;
  /** Absolute levels on a virtual warehouse, one batch; each item answers for itself. */
  setStock(
    warehouseId: SitooWarehouseId,
    levels: readonly { sku: string; total: number }[],
    /** Asked right before the call leaves; false sends nothing and throws `unreachable`. */
    isStillOurs?: () => Promise<boolean>,
  ): Promise<{ sku: string; refused?: string }[]>;
  knownSkus(skus: readonly string[]): Promise<Set<string>>;
  /** settings: currencycode, pricesstoredwithvat, timezone. */
  settings(): Promise<{ currency: string; pricesWithVat: boolean; timezone: string }>;
  /** Sitoo's clock minus ours, from the latest answer; whole seconds at best. */
  clockSkewMs(): number | undefined;
}

/** Receives a row of the journal that does not follow the contract. */
export type UnreadableRow = (row: { id: number; sentence: string }) => void;

export interface OrderPage {
  readonly orders: PosOrder[];
  /** The last order of the page, one that could not be read included; undefined when the page is empty. */
  readonly last: SitooOrderId | undefined;
  /** The page is full, so there may be another. */
  readonly more: boolean;
}

/** Why a row was written. `unknown`: for a reason that is not public. */
export type JournalKind = 'intake' | 'issue' | 'sale' | 'refund' | 'count' | 'unknown';

/** One row of the stock journal (`warehousetransactions`). */
export interface JournalRow {
  readonly id: number;
  readonly warehouseId: SitooWarehouseId;
  readonly kind: JournalKind;
  /** Unix seconds. */
  readonly createdAt: number;
  /** The delivery that took the goods, for sales. */
  readonly deliveryId?: number;
  /** The shipment with which the goods travel to or from another warehouse of the site. */
  readonly shipmentId?: number;
  readonly items: readonly {
    readonly sku: string;
    /** Signed units. */
    readonly quantity: number;
    /** The level after it; undefined when Sitoo left it out. */
    readonly totalAfter?: number;
  }[];
}

/** Receives an order of a list that does not follow the contract; the sentence holds no personal data. */
export type UnreadableOrder = (order: { orderId: SitooOrderId; sentence: string }) => void;
