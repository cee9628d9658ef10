import type {
  PaymentKind,
  PaymentStatus,
  StoreKind,
  WebLineKind,
  WebOrderStatus,
} from '../../domain/order/web-order.js';
import type { WebReturnStatus } from '../../domain/return/web-return.js';
import type { AllocationPolicy, StockMaster } from './port.js';

/**
 * Centra's words for what Onepool goes by. They are read here and nowhere else: whatever leaves this folder has a word of
 * the domain instead. A word that a table lacks is `unknown`, since Centra may add some at any time.
 */
type Words<Word extends string> = Readonly<Record<Exclude<Word, 'unknown'>, string>>;

/** `OrderStatus`. */
export const ORDER_STATUSES = {
  incomplete: 'INCOMPLETE',
  pending: 'PENDING',
  confirmed: 'CONFIRMED',
  processing: 'PROCESSING',
  shipped: 'SHIPPED',
  archived: 'ARCHIVED',
  cancelled: 'CANCELLED',
} as const satisfies Words<WebOrderStatus>;

/** Those of orders that were placed, as documented examples spell them. A checkout that is not complete is no order yet. */
export const KNOWN_STATUSES = [
  ORDER_STATUSES.pending,
  ORDER_STATUSES.confirmed,
  ORDER_STATUSES.processing,
  ORDER_STATUSES.shipped,
  ORDER_STATUSES.cancelled,
] as const;
/** The others, whose spelling is inferred: asked for only where the endpoint names them. */
export const INFERRED_STATUSES = [ORDER_STATUSES.archived] as const;

/** `StoreType`. */
export const STORE_KINDS = {
  consumers: 'DIRECT_TO_CONSUMER',
  wholesale: 'WHOLESALE',
} as const satisfies Words<StoreKind>;

/** `OrderLine.__typename`. */
export const LINE_KINDS = {
  product: 'ProductOrderLine',
  bundle: 'BundleOrderLine',
  'bundle-item': 'BundleItemOrderLine',
  'gift-certificate': 'GiftCertificateOrderLine',
} as const satisfies Words<WebLineKind>;

/** `PaymentHistoryEntryType`, as far as a rule depends on it. */
export const PAYMENT_KINDS = {
  authorisation: 'AUTH',
  'gift-card-authorisation': 'AUTH_GIFT_CARD',
  release: 'CANCEL',
  'release-request': 'CANCEL_REQUEST',
  'gift-card-release': 'CANCEL_GIFT_CARD',
  capture: 'CAPTURE',
  'capture-request': 'CAPTURE_REQUEST',
  'pending-capture': 'CAPTURE_PENDING',
  'failed-capture': 'CAPTURE_FAILED',
  'gift-card-capture': 'CAPTURE_GIFT_CARD',
  prepayment: 'PREPAID',
  'marked-as-paid': 'MARKED_AS_PAID',
  refund: 'REFUND',
  'gift-card-refund': 'REFUND_GIFT_CARD',
  'refund-request': 'REFUND_REQUEST',
  'failed-refund': 'REFUND_FAILED',
} as const satisfies Words<PaymentKind>;

/** `PaymentHistoryEntryStatus`. */
export const PAYMENT_STATUSES = {
  success: 'SUCCESS',
  pending: 'PENDING',
  failed: 'FAILED',
} as const satisfies Words<PaymentStatus>;

/** `ReturnStatus`. */
export const RETURN_STATUSES = { pending: 'PENDING', completed: 'COMPLETED' } as const satisfies Words<WebReturnStatus>;

/** `WarehouseStockMaster`: who may change stock. */
export const STOCK_MASTERS = { centra: 'CENTRA', external: 'EXTERNAL' } as const satisfies Words<StockMaster>;

/** `WarehouseAllocationPolicy`: when goods are an order's. */
export const ALLOCATION_POLICIES = {
  direct: 'DIRECT',
  'check-first': 'CHECK_FIRST',
  'direct-then-confirm': 'DIRECT_THEN_CONFIRM',
} as const satisfies Words<AllocationPolicy>;

/** `Status`, of what can be switched off. */
export const ACTIVITY = { active: 'ACTIVE', inactive: 'INACTIVE' } as const;
export const isActive = (word: string): boolean => word === ACTIVITY.active;

/** `EventObjectType` of what a product is made of. */
export const PRODUCT_OBJECTS = ['Product', 'ProductVariant', 'ProductSize', 'Price', 'Pricelist', 'Display'] as const;

export const orderStatus: (word: string) => WebOrderStatus = reader(ORDER_STATUSES);
export const storeKind: (word: string) => StoreKind = reader(STORE_KINDS);
export const lineKind: (word: string) => WebLineKind = reader(LINE_KINDS);
export const paymentKind: (word: string) => PaymentKind = reader(PAYMENT_KINDS);
export const paymentStatus: (word: string) => PaymentStatus = reader(PAYMENT_STATUSES);
export const returnStatus: (word: string) => WebReturnStatus = reader(RETURN_STATUSES);
export const allocationPolicy: (word: string) => AllocationPolicy = reader(ALLOCATION_POLICIES);
export const stockMaster: (word: string) => StockMaster = reader(STOCK_MASTERS);

function reader<Word extends string>(table: Readonly<Record<Word, string>>): (word: string) => Word | 'unknown' {
  const words = Object.keys(table) as Word[];
  return (theirs) => words.find((word) => table[word] === theirs) ?? 'unknown';
}
