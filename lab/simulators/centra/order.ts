import type { WorldProduct } from '../kit/world.js';
import type { Person } from './people.js';

export interface Line {
  readonly id: number;
  /** Replaced when its SKU is renamed. */
  product: WorldProduct;
  readonly quantity: number;
  cancelled: number;
  /** Units that were cancelled one by one: what `cancelled` was before the order was cancelled as a whole. */
  cancelledBefore: number;
  readonly unitMinor: number;
}

/** Units of a line promised from one warehouse. A shipment takes whole allocations; they are split where needed. */
export interface Allocation {
  readonly id: number;
  readonly line: number;
  readonly warehouse: number;
  quantity: number;
  /** Shipment line that holds these units. */
  shipmentLine?: number;
}

export interface ShipmentLine {
  readonly id: number;
  readonly line: number;
  readonly quantity: number;
}

export interface Shipment {
  readonly id: number;
  readonly number: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly isGoodToGo: boolean;
  readonly totalMinor: number;
  readonly lines: readonly ShipmentLine[];
  isCaptured: boolean;
  /** Whether whoever completed it asked for an e-mail to the customer. */
  emailAsked?: boolean;
  isPaid: boolean;
  capturedAt?: number;
  shippedAt?: number;
  trackingNumber?: string;
  carrier?: string;
  service?: string;
  packages: number;
}

export interface PaymentEntry {
  readonly id: number;
  readonly createdAt: number;
  readonly entryType:
    | 'AUTH'
    | 'CAPTURE'
    | 'CAPTURE_FAILED'
    | 'CAPTURE_REQUEST'
    | 'CANCEL'
    | 'AUTH_GIFT_CARD'
    | 'CAPTURE_GIFT_CARD'
    | 'CANCEL_GIFT_CARD'
    | 'MARKED_AS_PAID'
    | 'REFUND'
    | 'REFUND_FAILED'
    | 'REFUND_REQUEST';
  status: 'SUCCESS' | 'PENDING' | 'FAILED';
  readonly valueMinor: number;
  readonly shipment?: number;
  readonly return?: number;
}

export interface Return {
  readonly id: number;
  readonly createdAt: number;
  /** The caller's name of it; nothing keeps it from being used again. */
  readonly externalId: string | undefined;
  readonly comment: string | undefined;
  readonly shipment: number;
  readonly lines: readonly {
    readonly id: number;
    readonly shipmentLine: number;
    readonly line: number;
    readonly quantity: number;
  }[];
  readonly policy: 'released' | 'moved' | 'removed';
  /** Where the goods were restocked when it was created; deleting it takes them out there. */
  readonly placed: readonly { readonly warehouse: number; readonly sku: string; readonly quantity: number }[];
  readonly shippingMinor: number;
  readonly voucherMinor: number;
  /** What of the shipment's money it takes back, before the fee. */
  readonly valueMinor: number;
  /** What the customer gets back. */
  readonly totalMinor: number;
  status: 'PENDING' | 'COMPLETED';
  /** Whether whoever completed it asked for an e-mail to the customer. */
  emailAsked?: boolean;
  /** Its units are in the stock again. */
  isRestocked: boolean;
}

export type OrderStatus = 'PENDING' | 'CONFIRMED' | 'PROCESSING' | 'SHIPPED' | 'ARCHIVED' | 'CANCELLED';

export interface Order {
  readonly id: string;
  readonly number: number;
  readonly createdAt: number;
  updatedAt: number;
  status: OrderStatus;
  isOnHold: boolean;
  isLocked: boolean;
  readonly isInternal: boolean;
  /** Its goods are sold before they are in stock. */
  readonly isPreorder: boolean;
  readonly store: number;
  /** Its lines are items of one bundle, with the price on one of the two. */
  readonly bundle: { readonly id: number; readonly priceOn: 'bundle' | 'items' } | undefined;
  /** An allocation system of others has split it into groups that are sent by themselves. */
  readonly hasDeliveryGroups: boolean;
  customer: Person;
  readonly shippingOption: string | undefined;
  readonly attributes: readonly { type: string; key: string; value: string }[];
  readonly discountMinor: number;
  readonly shippingMinor: number;
  readonly lines: Line[];
  allocations: Allocation[];
  readonly shipments: Shipment[];
  readonly payments: PaymentEntry[];
  /** Captures that will still fail. */
  capturesToFail: number;
  /** How much later the payment provider answers a capture; undefined for immediately. */
  readonly captureLaterMs: number | undefined;
  /** Its money was taken for the order as a whole, before anything was shipped. */
  readonly isCapturedAtOnce: boolean;
  /** What of the order external gift cards pay. */
  readonly giftCardMinor: number;
  /** The payment provider releases no money that is only reserved. */
  readonly keepsReserve: boolean;
  readonly returns: Return[];
  /** Refunds that will still fail. */
  refundsToFail: number;
  /** How much later the payment provider answers a refund; undefined for immediately. */
  readonly refundLaterMs: number | undefined;
}
