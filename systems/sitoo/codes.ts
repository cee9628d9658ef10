import type { TillLogEvent, TillOrderKind, TillOrderState, TillPaymentState } from '../../domain/order/pos-order.js';
import type { JournalKind } from './port.js';

/**
 * Sitoo's numbers, as far as their meaning is public. They are read and written here and nowhere else: whatever leaves
 * this folder has a word instead. A number that a table lacks is `unknown`.
 */
type Codes<Word extends string> = Readonly<Record<Exclude<Word, 'unknown'>, number>>;

/** `orderstateid`. */
export const ORDER_STATES = {
  abandoned: -1,
  open: 0,
  closed: 10,
  cancelled: 20,
} as const satisfies Codes<TillOrderState>;

/** `paymentstateid`. */
export const PAYMENT_STATES = {
  none: 0,
  pending: 10,
  reserved: 15,
  paid: 20,
  cancelled: 30,
  failed: 40,
} as const satisfies Codes<TillPaymentState>;

/** `ordertypeid`. */
export const ORDER_TYPES = { order: 10, booking: 100, parked: 110 } as const satisfies Codes<TillOrderKind>;

/** `orderitemtype`; the others are not public. */
export const ITEM_TYPES = { product: 10 } as const;

/** Whether a row is about goods. A row that names no type is. */
export const isProductRow = (type: number | null | undefined): boolean => type == null || type === ITEM_TYPES.product;

/** `orderlogtypeid`; the others are not public. */
export const LOG_TYPES = { 'ready-for-pickup': 900, 'pickup-rejected': 910 } as const satisfies Codes<TillLogEvent>;

/** `transactiontype` of the stock journal; the others are not public. */
export const TRANSACTION_TYPES = {
  intake: 10,
  issue: 20,
  sale: 30,
  refund: 40,
  count: 50,
} as const satisfies Codes<JournalKind>;

/** `warehousetype`; the others are not public. */
export const WAREHOUSE_TYPES = { virtual: 20 } as const;

export const orderState: (code: number) => TillOrderState = reader(ORDER_STATES);
export const paymentState: (code: number) => TillPaymentState = reader(PAYMENT_STATES);
export const orderKind: (code: number) => TillOrderKind = reader(ORDER_TYPES);
export const logEvent: (code: number) => TillLogEvent = reader(LOG_TYPES);
export const journalKind: (code: number) => JournalKind = reader(TRANSACTION_TYPES);

function reader<Word extends string>(codes: Readonly<Record<Word, number>>): (code: number) => Word | 'unknown' {
  const words = Object.keys(codes) as Word[];
  return (code) => words.find((word) => codes[word] === code) ?? 'unknown';
}
