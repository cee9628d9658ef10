import type {
  CentraLineId,
  CentraOrderId,
  CentraOrderNumber,
  CentraReturnId,
  CentraShipmentId,
  CentraShipmentLineId,
  CentraStockChangeId,
  CentraWarehouseId,
} from '../../domain/ids.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import type { OrderGoods, WebOrder, WebShipment } from '../../domain/order/web-order.js';
import type { RefundEntry, WebReturn } from '../../domain/return/web-return.js';
import type { Allowance } from '../../domain/stock/pacing.js';
import type { Lane, QuotaReading } from '../rate-limits/port.js';
import type { CentraProducts } from './product-port.js';
import type { ReplyNotes } from './reply-notes.js';

/**
 * The web shop as Onepool needs it. Every method throws {@link SystemProblem}. Writes that may have taken effect
 * throw `unknown-outcome`; the caller reads the order before it repeats them.
 */
export interface CentraPort extends CentraProducts {
  /** Reads one order by its number, personal data included; undefined when there is none. */
  order(number: CentraOrderNumber, lane?: Lane): Promise<WebOrder | undefined>;
  /**
   * Reads many by number in as few requests as the page limit allows. Missing ones are left out.
   * An order that cannot be understood goes to `onUnreadable`; without one it fails the whole read.
   */
  orders(numbers: readonly CentraOrderNumber[], lane?: Lane, onUnreadable?: OnUnreadable): Promise<WebOrder[]>;
  /**
   * A page of the orders that changed at or after `from` (ISO), those first that were placed last, after `start` others. Orders
   * that change in the meantime come in and push others to later pages: an order may come twice, none is passed over.
   * `next`: how many rows lie before the page after it; left out on the last.
   */
  changedOrders(
    wanted: { readonly from: string; readonly start: number; readonly lane?: Lane },
    onUnreadable?: OnUnreadable,
  ): Promise<{ readonly orders: readonly WebOrder[]; readonly next?: number }>;
  /**
   * A page of the goods of all orders that changed at or after `from`, of every store of this Centra and of wholesale, in the
   * same way as {@link changedOrders}: of orders that are not the brand's nothing else concerns Onepool.
   */
  changedGoods(
    wanted: { readonly from: string; readonly start: number; readonly lane?: Lane },
    onUnreadable: OnUnreadable,
  ): Promise<{ readonly orders: readonly OrderGoods[]; readonly next?: number }>;
  /** Creates a shipment, good to go, and asks for capture. A failed capture shows as `isCaptured: false`, with the reason. */
  createShipment(input: {
    order: CentraOrderNumber;
    lines: readonly LineUnits<CentraLineId>[];
  }): Promise<{ shipment: WebShipment; captureProblem?: string }>;
  /** Captures an existing shipment. A refused capture is a `rejected` problem. `pending` when the PSP answers later. */
  captureShipment(id: CentraShipmentId): Promise<{ captured: boolean; pending: boolean }>;
  /** Dispatches. One tracking number per shipment; no tracking URL exists in the contract. */
  completeShipment(input: {
    id: CentraShipmentId;
    carrier?: string;
    service?: string;
    trackingNumber?: string;
    /** Of the label with which the customer sends goods back. */
    returnTrackingNumber?: string;
    packages?: number;
    /** ISO; omitted means now. */
    shippedAt?: string;
  }): Promise<void>;
  /** Says that no money is expected for a shipment, or that it was had outside of the web shop. */
  markShipmentPaid(id: CentraShipmentId): Promise<void>;
  /**
   * Releases all money that is reserved for an order and was not captured. Centra takes it only while the order is open and
   * partly captured, and only some payment providers can: what is refused is a `rejected` problem.
   */
  releaseAuthorisation(order: CentraOrderNumber): Promise<void>;
  /**
   * Cancels the whole order, releases its stock and the money reserved for it. A payment provider that does not release the
   * money keeps no order from being cancelled: then there is a warning.
   */
  cancelOrder(order: CentraOrderId, comment: string): Promise<{ warnings: readonly string[] }>;
  /** Cancels units of one or more lines. `removeFromStock` for units that turned out not to exist. */
  cancelLines(input: {
    order: CentraOrderNumber;
    lines: readonly LineUnits<CentraLineId>[];
    comment: string;
    removeFromStock: boolean;
  }): Promise<void>;
  /**
   * Moves the allocation of units to one warehouse: unallocate, then allocate; units that shipments hold stay. What broke
   * off between the two is finished by a repeat. Without `fromWarehouse`, `quantity` units are at the target afterwards,
   * wherever they were before, so a repeat changes nothing.
   */
  reallocate(input: {
    order: CentraOrderNumber;
    lines: readonly LineUnits<CentraLineId>[];
    toWarehouse: CentraWarehouseId;
    /**
     * Takes `quantity` units from here, or as many as are left, and leaves other warehouses and what the target already
     * has alone: for a line that several fulfilments share. A repeat takes units again, so ask only for those that are
     * not at the target yet.
     */
    fromWarehouse?: CentraWarehouseId;
    /**
     * Units of these lines that are somebody else's, by where they lie. Without `fromWarehouse` they stay there, and those at
     * the target are not counted.
     */
    keep?: readonly (LineUnits<CentraLineId> & { readonly warehouse: CentraWarehouseId })[];
  }): Promise<void>;
  /** All returns of an order, whoever made them, oldest first. An order that does not exist has none. One request. */
  returnsOf(order: CentraOrderNumber, lane?: Lane): Promise<WebReturn[]>;
  /**
   * Creates a return of goods of one shipment, which restocks them immediately: in a warehouse, or nowhere with `remove`.
   * Nothing protects against a repeat: after `unknown-outcome` look with {@link returnsOf} for the `externalId`.
   */
  createReturn(input: NewReturn): Promise<WebReturn>;
  /** Completes a return; it can then not be deleted any more. */
  completeReturn(id: CentraReturnId): Promise<void>;
  /** Deletes a return that is not completed: its units leave the stock again and can be returned again. */
  deleteReturn(id: CentraReturnId): Promise<void>;
  /**
   * Pays the customer by the original payment. Never repeat it without reading the return's `refunds` first.
   * @returns its refund entries as they are now; the payment provider may answer later.
   */
  refundReturn(id: CentraReturnId): Promise<readonly RefundEntry[]>;
  /** Free-to-allocate per SKU in one warehouse. */
  freeToAllocate(warehouse: CentraWarehouseId, skus: readonly string[]): Promise<Map<string, number>>;
  /** Physical stock per SKU in one warehouse; SKUs without a row are none. It costs complexity: for reconciling, not for selling. */
  physicalStock(warehouse: CentraWarehouseId, skus: readonly string[], lane?: Lane): Promise<Map<string, number>>;
  /**
   * Adds units to, or takes units out of, one warehouse, many SKUs a call, each once. Nothing protects against a repeat: give
   * it a unique `reference` and look with {@link stockChangeNamed} after an `unknown-outcome`. A refusal (`rejected`) means that
   * nothing was changed; its `items` are the indexes of the lines that Centra named, when it named any.
   * @param change.isStillOurs asked right before the call leaves; false sends nothing and throws `unreachable`
   */
  changeStock(change: {
    warehouse: CentraWarehouseId;
    direction: 'in' | 'out';
    reference: string;
    lines: readonly { sku: string; quantity: number }[];
    isStillOurs?: () => Promise<boolean>;
  }): Promise<{
    id: CentraStockChangeId;
    /** Indexes of lines that Centra warned about: it took the others, but perhaps not these. Left out when there are none. */
    warned?: readonly number[];
  }>;
  /** The change of a warehouse whose comment holds this reference; undefined when there is none. One request, however many changes there are. */
  stockChangeNamed(warehouse: CentraWarehouseId, reference: string): Promise<CentraStockChangeId | undefined>;
  /** A page of the stock changes of warehouses, newest first, at most `limit` (1 to 200) of each. `comment` carries our reference. Pages count from 1. */
  stockChanges(
    warehouses: readonly CentraWarehouseId[],
    wanted: { readonly limit: number; readonly page: number; readonly lane?: Lane },
  ): Promise<StockChange[]>;
  /** All lines of stock changes of one warehouse, in signed units, by change. */
  stockChangeLines(
    warehouse: CentraWarehouseId,
    changes: readonly CentraStockChangeId[],
    lane?: Lane,
  ): Promise<Map<CentraStockChangeId, SkuUnits[]>>;
  /** `allocation`: whether an order waits there for a confirmation. `threshold`: safety stock that the web shop withholds on its own, for all SKUs of the warehouse; 0 when there is none. */
  warehouses(): Promise<
    {
      id: CentraWarehouseId;
      name: string;
      allocation: AllocationPolicy;
      stockMaster: StockMaster;
      active: boolean;
      threshold: number;
    }[]
  >;
  /** Safety stock that the web shop withholds on its own for a SKU (`ProductVariant.stockOffset`, overrides the threshold); SKUs without one are left out. */
  stockOffsets(skus: readonly string[]): Promise<Map<string, number>>;
  /** How many mutations the budgets still grant a lane, by window. */
  allowances(lane: Lane): Promise<Allowance[]>;
  /** Which of these SKUs Centra has. */
  knownSkus(skus: readonly string[]): Promise<Set<string>>;
  /** Subscribes to what Onepool listens to; idempotent by contract. */
  listen(): Promise<void>;
  /** The oldest unconfirmed events, at most 200. */
  events(): Promise<QueuedEvent[]>;
  confirmEvents(ids: readonly number[]): Promise<void>;
  rateLimits(): Promise<QuotaReading[]>;
  /** The schema of the endpoint, as an introspection answers it; without descriptions. */
  schema(): Promise<unknown>;
  /** What Centra has said in its answers to this process about its version, and about what it will take away. */
  notes(): ReplyNotes;
  /** When the token expires, epoch ms; undefined when nobody has said it. */
  readonly tokenExpiresAtMs: number | undefined;
  /** Clock of the counterpart minus ours, milliseconds, from the Date header of the last answer; undefined before the first. */
  clockSkewMs(): number | undefined;
}

export interface StockChange {
  readonly warehouse: CentraWarehouseId;
  readonly id: CentraStockChangeId;
  /** ISO. */
  readonly createdAt: string;
  readonly comment: string;
}

/** Signed units. */
export interface SkuUnits {
  readonly sku: string;
  readonly quantity: number;
}

/** A change reported by Centra's events queue. */
export interface QueuedEvent {
  readonly id: number;
  /** It concerns a product, its price or where it is shown. */
  readonly ofProduct: boolean;
  /** In Centra's own words. */
  readonly objectType: string;
  readonly changeType: string;
  /** The NUMBER of an order, the id of anything else. */
  readonly reference: string;
}

/** When goods of a warehouse are an order's: at once, once somebody has confirmed it, or at once and to be confirmed. */
export type AllocationPolicy = 'direct' | 'check-first' | 'direct-then-confirm' | 'unknown';

/** Who may change the stock of a warehouse: people in Centra too, or other systems alone. */
export type StockMaster = 'centra' | 'external' | 'unknown';

export interface NewReturn {
  readonly shipment: CentraShipmentId;
  readonly lines: readonly { readonly shipmentLine: CentraShipmentLineId; readonly quantity: number }[];
  /** One policy for all lines: damaged and sound goods are two returns. */
  readonly stock: { readonly toWarehouse: CentraWarehouseId } | 'remove';
  /** Our name of it. */
  readonly externalId: string;
  readonly comment: string;
  readonly currency: string;
  /** A fee that is taken off what the customer gets back. */
  readonly returnCostMinor?: number;
  /** Shipping cost that goes back. */
  readonly shippingCostMinor?: number;
  readonly handlingCostMinor?: number;
  /** Taken off what the customer gets back: its share of the order's vouchers, or all that the shipment still carries of them. */
  readonly voucher?: number | 'fromShipment';
}

/** Receives an order that does not follow the contract, so that it holds up no other. */
export type OnUnreadable = (unreadable: { readonly number?: CentraOrderNumber; readonly sentence: string }) => void;

export type { ListPage, UnreadableRow } from '../unreadable.js';
export type { CentraCampaignPrice, CentraPrices, ChangedProducts, ChangesAt } from './product-port.js';
export type { ReplyNotes } from './reply-notes.js';
