import type {
  CentraLineId,
  CentraOrderId,
  CentraOrderNumber,
  CentraShipmentId,
  CentraShipmentLineId,
  CentraWarehouseId,
} from '../ids.js';

/** Status of a web order. `unknown`: one that this build does not understand. */
export type WebOrderStatus =
  | 'incomplete'
  | 'pending'
  | 'confirmed'
  | 'processing'
  | 'shipped'
  | 'archived'
  | 'cancelled'
  | 'unknown';

/** Whom a store of Centra sells to. */
export type StoreKind = 'consumers' | 'wholesale' | 'unknown';

/** What a line sells. */
export type WebLineKind = 'product' | 'bundle' | 'bundle-item' | 'gift-certificate' | 'unknown';

/** What an entry of a payment history did. `unknown`: nothing that a rule depends on. */
export type PaymentKind =
  | 'authorisation'
  | 'gift-card-authorisation'
  /** What was reserved and is not needed is given up. */
  | 'release'
  /** The payment provider answers later. */
  | 'release-request'
  | 'gift-card-release'
  | 'capture'
  /** The payment provider answers later. */
  | 'capture-request'
  | 'pending-capture'
  | 'failed-capture'
  | 'gift-card-capture'
  | 'prepayment'
  | 'marked-as-paid'
  | 'refund'
  | 'gift-card-refund'
  /** The payment provider answers later. */
  | 'refund-request'
  | 'failed-refund'
  | 'unknown';
export type PaymentStatus = 'success' | 'pending' | 'failed' | 'unknown';

/**
 * A web order as Centra shows it, parsed: integers for money and quantities, unions of ours for its enums.
 * It holds personal data, so it lives only inside an activity; workflows get {@link OrderFacts} instead.
 */
export interface WebOrder {
  readonly id: CentraOrderId;
  readonly number: CentraOrderNumber;
  readonly status: WebOrderStatus;
  /** The status as Centra writes it, for people who look it up there. */
  readonly vendorStatus: string;
  readonly isOnHold: boolean;
  readonly isLocked: boolean;
  readonly isInternal: boolean;
  readonly isWaitingForPayment: boolean;
  /** ISO 8601 with offset, whole seconds. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly orderDate: string;
  readonly currency: string;
  readonly grandTotalMinor: number;
  readonly totals: {
    /** The shop's own sum of the lines, before order-level discounts; cancelled units are not in it. */
    readonly lineValuesMinor: number;
    readonly shippingMinor: number;
    readonly handlingMinor: number;
    readonly taxIncludedMinor: number;
    readonly taxAddedMinor: number;
    readonly taxDeductedMinor: number;
  };
  /** Sum of order-level discounts (vouchers), as a positive number. */
  readonly discountsMinor: number;
  readonly market?: string;
  readonly store?: { readonly id: number; readonly kind: StoreKind };
  readonly shippingOption?: { readonly name: string; readonly uri: string };
  readonly paymentMethod?: string;
  readonly customer?: {
    readonly id: number;
    readonly email?: string;
    readonly firstName?: string;
    readonly lastName?: string;
  };
  readonly shippingAddress?: Address;
  readonly billingAddress?: Address;
  readonly otherComment: string;
  readonly internalComment: string;
  readonly attributes: readonly OrderAttribute[];
  readonly lines: readonly WebOrderLine[];
  readonly shipments: readonly WebShipment[];
  /** The payment history: what was authorised, taken and given back, refunds of returns included. */
  readonly payments: readonly WebPayment[];
}

export interface WebPayment {
  readonly kind: PaymentKind;
  readonly status: PaymentStatus;
  readonly amountMinor: number;
  readonly method?: string;
}

export interface Address {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly companyName?: string;
  readonly attention?: string;
  readonly address1?: string;
  readonly address2?: string;
  readonly zipCode?: string;
  readonly city?: string;
  readonly stateOrProvince?: string;
  readonly countryCode?: string;
  readonly email?: string;
  readonly phoneNumber?: string;
  readonly cellPhoneNumber?: string;
  readonly vatNumber?: string;
}

export interface OrderAttribute {
  /** Name of the attribute type, e.g. `gift`. */
  readonly type: string;
  /** Key of the element within it, e.g. `message`. */
  readonly key: string;
  readonly value: string;
}

export interface WebOrderLine {
  readonly id: CentraLineId;
  readonly kind: WebLineKind;
  /** The kind as Centra writes it, for people. */
  readonly vendorKind: string;
  readonly sku: string;
  readonly barcode?: string;
  readonly productName: string;
  readonly variantName?: string;
  readonly size?: string;
  /** The shop sells it before it is in stock. */
  readonly isPreorder: boolean;
  readonly comment: string;
  /** Units ordered, cancelled ones included. */
  readonly quantity: number;
  readonly cancelledQuantity: number;
  readonly returnedQuantity: number;
  readonly unitPriceMinor: number;
  readonly unitOriginalPriceMinor: number;
  readonly lineValueMinor: number;
  readonly taxPercent: number;
  readonly allocations: readonly {
    readonly id: number;
    readonly warehouse: CentraWarehouseId;
    readonly quantity: number;
    readonly isWaitingForConfirmation: boolean;
  }[];
}

/** Of an order, what says which goods it holds and where they are: no people, no money. */
export interface OrderGoods extends Pick<WebOrder, 'number' | 'status' | 'createdAt' | 'updatedAt' | 'store'> {
  readonly lines: readonly Pick<WebOrderLine, 'id' | 'sku' | 'quantity' | 'cancelledQuantity' | 'allocations'>[];
  readonly shipments: readonly (Pick<WebShipment, 'id' | 'isShipped'> & {
    readonly lines: readonly Pick<WebShipmentLine, 'line' | 'quantity'>[];
  })[];
}

/** Lines of shipments that have left, of one SKU: what was sent of it, and what of that came back. */
export function sentLines({ lines, shipments }: Pick<WebOrder, 'lines' | 'shipments'>, sku: string): WebShipmentLine[] {
  const ofSku = new Set(lines.filter((line) => line.sku === sku).map((line) => line.id));
  return shipments.filter((s) => s.isShipped).flatMap((s) => s.lines.filter((l) => ofSku.has(l.line)));
}

export interface WebShipment {
  readonly id: CentraShipmentId;
  readonly number: string;
  readonly isGoodToGo: boolean;
  readonly isShipped: boolean;
  readonly isPaid: boolean;
  readonly isCaptured: boolean;
  /** What the customer pays for it, shipping and vouchers included. */
  readonly totalMinor: number;
  readonly trackingNumber?: string;
  readonly lines: readonly WebShipmentLine[];
}

export interface WebShipmentLine {
  readonly id: CentraShipmentLineId;
  /** The line of the order. */
  readonly line: CentraLineId;
  readonly quantity: number;
  /** Units that came back. */
  readonly returned: number;
}
