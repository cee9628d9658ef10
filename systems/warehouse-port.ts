import type { WmsOrderId, WmsWarehouseId } from '../domain/ids.js';
import type { NewWarehouseOrder, WarehouseOrder } from '../domain/order/warehouse-order.js';
import type { Lane } from './rate-limits/port.js';
import type { ArticlePort } from './warehouse-article-port.js';
import type { PageCursor, WarehousePage } from './warehouse-page.js';

/**
 * A warehouse management system as Onepool needs it. It assumes no upsert, no global status numbers, no signed webhooks
 * and no concurrency above one, so that another WMS fits. Every method throws {@link SystemProblem}.
 */
export interface WarehousePort extends ArticlePort {
  /** Creates the order or leaves it as it is; `name` is the idempotency key. Refused when work has begun. Returns the WMS's own id. */
  placeOrder(order: NewWarehouseOrder): Promise<{ ref: WmsOrderId }>;
  order(name: string, lane?: Lane): Promise<WarehouseOrder | undefined>;
  orders(names: readonly string[], lane?: Lane): Promise<WarehouseOrder[]>;
  /**
   * What left and what was picked: orders whose status changed at or after `from` (ISO, the WMS's clock), with their back orders.
   * They come in an order of the WMS's own, in pages of about `limit`: keep `from` and read on at the page's `next`.
   */
  ordersChangedSince(from: string, limit: number, at?: PageCursor): Promise<WarehousePage<WarehouseOrder>>;
  /** Orders of which something came back to the warehouse at or after `from`, read on like {@link ordersChangedSince}. */
  ordersReturnedSince(from: string, limit: number, at?: PageCursor): Promise<WarehousePage<WarehouseOrder>>;
  /** The orders that the WMS created for what was short in the order with this ref. */
  backOrdersOf(ref: WmsOrderId): Promise<WarehouseOrder[]>;
  /** `too-late`: the warehouse has begun and must do it itself. `gone`: there is no such order. */
  cancelOrder(name: string): Promise<'cancelled' | 'too-late' | 'gone'>;
  /**
   * Compares the brand's settings with the warehouse's own lists: a sentence for each thing to correct. It begins with `Warning: `
   * where nothing breaks.
   */
  checkSettings(): Promise<readonly string[]>;
  warehouses(): Promise<{ id: WmsWarehouseId; name: string }[]>;
  knownSkus(skus: readonly string[]): Promise<Set<string>>;
  stock(skus: readonly string[]): Promise<Map<string, { physical: number; sellable: number }>>;
  /**
   * What is there: physical units by warehouse of articles whose stock changed at or after `from` (ISO), or of all articles
   * without it, in pages as {@link ordersChangedSince}. `from` must lie within the last 24 hours: an older one is `rejected`.
   */
  stockChangedSince(from: string | undefined, limit: number, at?: PageCursor): Promise<WarehousePage<ArticleStock>>;
  /** Physical units by warehouse of these articles; unknown ones are left out. */
  stockPerWarehouse(skus: readonly string[]): Promise<ArticleStock[]>;
  /** Announces goods that are on their way to the warehouse; `name` is the idempotency key. Returns the WMS's own id. */
  announceGoods(inboundNotice: NewInboundNotice): Promise<{ ref: string }>;
  /** What became of announced goods; names that the WMS does not know are left out. */
  announcedGoods(names: readonly string[], lane?: Lane): Promise<AnnouncedGoods[]>;
  /** Some goods that were announced, by whomever, at most `limit`. In the lowest lane. */
  someAnnounced(limit: number): Promise<AnnouncedGoods[]>;
  /**
   * What the warehouse handed over and nobody could understand, for a person to decide: the oldest that was not reported yet.
   * Of a WMS that is asked: the odd rows of its lists, which are left out there. `refusal`: a sentence without personal data; without
   * it, it was reported and has come right since. `at`: when it came, or a mark of what is wrong, by which the same fault is known
   * when it comes once more.
   */
  notUnderstood(): Promise<{ name: string; refusal?: string; at: string }[]>;
  /** These were reported to people. */
  markReported(names: readonly string[]): Promise<void>;
  clockSkewMs(): number | undefined;
}

/** Goods on their way to the warehouse, announced to it. */
export interface NewInboundNotice {
  readonly name: string;
  /** The warehouse that takes the goods in; the WMS's own default without. */
  readonly warehouse?: WmsWarehouseId;
  /** The goods come back from a customer, not from a supplier. */
  readonly returnType: boolean;
  readonly lines: readonly { readonly row: string; readonly sku: string; readonly quantity: number }[];
}

/** `received`: the warehouse is done with it, whether or not all of it came. */
export type InboundStatus = 'open' | 'received' | 'cancelled';

export interface AnnouncedGoods {
  readonly name: string;
  readonly ref: string;
  readonly status: InboundStatus;
  readonly lines: readonly {
    readonly row: string;
    readonly sku: string;
    readonly announced: number;
    readonly received: number;
  }[];
}

/** Physical units of one article, by WMS warehouse id. */
export interface ArticleStock {
  readonly sku: string;
  readonly physical: readonly { readonly warehouse: WmsWarehouseId; readonly units: number }[];
}
