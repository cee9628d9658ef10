/** What the simulator keeps of an order. Amounts in minor units; times in unix seconds, as Sitoo has them. */
export interface OrderRecord {
  readonly orderid: number;
  readonly externalid: string | null;
  readonly creditorderid: number | null;
  /** Texts that are kept as they came: contact, addresses, comments. */
  readonly texts: Record<string, string>;
  readonly orderdate: number;
  state: number;
  payment: number;
  readonly type: number;
  warehouseid: number;
  datereserved: number | null;
  readonly currency: string;
  readonly additionaldata: Record<string, string>;
  readonly items: readonly ItemRecord[];
  readonly payments: readonly Record<string, unknown>[];
  readonly log: { readonly type: number; readonly text: string; readonly at: number }[];
  /** The till; null for orders placed through the API. */
  readonly registerid: string | null;
  readonly deliveries: DeliveryRecord[];
  readonly createdAtMs: number;
  /** Our location id of the till. */
  readonly soldAt?: string;
  readonly receipt?: string;
}

export interface ItemRecord {
  readonly itemId: number;
  readonly productid: number;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  /** `orderitemtype`; a product when left out. */
  readonly type?: number;
  readonly vatPercent: number;
  /** The whole row after discount, VAT included. */
  readonly grossMinor: number;
  readonly additionaldata: Record<string, string>;
}

/** Picked and waiting while `sentAt` is null. */
export interface DeliveryRecord {
  readonly id: number;
  readonly warehouseid: number;
  reference: string;
  sentAt: number | null;
  readonly cancelledAt: number | null;
  items: readonly { readonly itemId: number; readonly quantity: number }[];
}

/** One row of the stock journal. */
export interface JournalRow {
  readonly id: number;
  readonly warehouseid: number;
  readonly type: number;
  readonly description: string;
  readonly externalid: string | null;
  readonly orderdeliveryid: number | null;
  /** With which goods travel from one warehouse to another. */
  readonly shipmentid: number | null;
  /** The order whose goods moved. Sitoo does not show it in the journal; a run is judged by it. */
  readonly orderid?: number;
  /** When it was recorded, epoch milliseconds. */
  readonly atMs: number;
  /** Signed quantity, and the level after it. */
  readonly items: readonly { readonly sku: string; readonly quantity: number; readonly total: number }[];
}

export const STATE = { open: 0, closed: 10, cancelled: 20 } as const;
export const PAID = 20;
/** `paymentstateid` while the customer has not paid. */
export const PENDING = 10;
/** `orderitemtype` of a discount; the number is not public. */
export const DISCOUNT_ROW = 20;
export const WAREHOUSE = { fifo: 10, virtual: 20 } as const;
/** `transactiontype` of the journal. */
export const MOVE = { in: 10, out: 20, sale: 30, refund: 40, stocktake: 50 } as const;
/** `orderlogtypeid` that can be written. */
export const LOG = { readyForPickup: 900, pickupRejected: 910 } as const;

/** Units of an item that have left. */
export function delivered(order: OrderRecord, itemId: number): number {
  return order.deliveries
    .filter((delivery) => delivery.sentAt !== null && delivery.cancelledAt === null)
    .flatMap((delivery) => delivery.items)
    .reduce((sum, item) => sum + (item.itemId === itemId ? item.quantity : 0), 0);
}

/** Units of an order that have not left, by item; refunds have none. */
export function outstanding(order: OrderRecord): { itemId: number; sku: string; quantity: number }[] {
  return order.items
    .filter(({ type, sku }) => type === undefined && sku !== '')
    .map(({ itemId, sku, quantity }) => ({ itemId, sku, quantity: quantity - delivered(order, itemId) }))
    .filter((item) => item.quantity > 0);
}

/** The order that a row of a refund takes back; one order may refund several. */
export const refundedOrder = (refund: OrderRecord, row: ItemRecord): number | null =>
  row.quantity < 0 ? Number(row.additionaldata['pos-originalsales-orderid'] ?? refund.creditorderid) || null : null;

export const isHome = (order: OrderRecord): boolean =>
  ['address', 'zip', 'city'].some((part) => Boolean(order.texts[`delivery_${part}`]));

export const hasLog = (order: OrderRecord, type: number): boolean => order.log.some((entry) => entry.type === type);

/** Staff have put the goods aside: announced for collection, or packed and waiting for the courier. */
export const isPicked = (order: OrderRecord): boolean =>
  hasLog(order, LOG.readyForPickup) ||
  order.deliveries.some((delivery) => delivery.sentAt === null && delivery.cancelledAt === null);
