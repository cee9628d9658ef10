import type { CentraLineId, SitooItemId, SitooOrderId, SitooWarehouseId } from '../ids.js';
import type { Address } from './web-order.js';

/** State of a till order. `unknown`: one that this build does not understand. */
export type TillOrderState = 'open' | 'closed' | 'cancelled' | 'abandoned' | 'unknown';
export type TillPaymentState = 'none' | 'pending' | 'reserved' | 'paid' | 'cancelled' | 'failed' | 'unknown';
export type TillOrderKind = 'order' | 'booking' | 'parked' | 'unknown';
/** What a store noted on an order. */
export type TillLogEvent = 'ready-for-pickup' | 'pickup-rejected' | 'unknown';

/** An order as Sitoo holds it, parsed. Holds personal data: stays inside an activity. */
export interface PosOrder {
  readonly orderId: SitooOrderId;
  readonly externalId?: string;
  readonly creditOrderId?: SitooOrderId;
  readonly state: TillOrderState;
  /** The state as Sitoo writes it, for people who look it up there. */
  readonly vendorState: number;
  readonly paymentState: TillPaymentState;
  readonly kind: TillOrderKind;
  readonly warehouseId?: SitooWarehouseId;
  readonly registerId?: string;
  /** Unix seconds: the time of the sale, also when uploaded later. */
  readonly orderDate: number;
  readonly currency: string;
  readonly totalMinor: number;
  readonly email?: string;
  readonly phone?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly company?: string;
  readonly comment: string;
  readonly invoiceAddress?: Address;
  /** Present when the order is to be sent home. */
  readonly deliveryAddress?: Address;
  /** Where the customer collects it: the tills' name of the store, or its warehouse. */
  readonly pickUp?: { readonly store?: string; readonly warehouse?: SitooWarehouseId };
  /** The courier that the cashier chose, in the tills' own words; on orders that we placed, our name of it. */
  readonly courier?: string;
  /** The order whose sale the whole receipt takes back, where the till names one. */
  readonly soldOrder?: SitooOrderId;
  /** The sale that the receipt names beside a refund: the one it takes back, or the one that took the goods in exchange. */
  readonly refundSale?: SitooOrderId;
  readonly items: readonly PosOrderItem[];
  /** What was paid, by means of payment; amounts are negative when money went back. Empty when Sitoo names none. */
  readonly payments: readonly PosPayment[];
  readonly log: readonly { readonly event: TillLogEvent; readonly text?: string; readonly at?: number }[];
}

export interface PosOrderItem {
  readonly itemId: SitooItemId;
  readonly sku: string;
  readonly name: string;
  /** Negative for a refund. */
  readonly quantity: number;
  readonly vatPercent: number;
  readonly rowNetMinor: number;
  readonly rowVatMinor: number;
  /** The line of the web order, as we wrote it when we placed the order. */
  readonly webLine?: CentraLineId;
  /** The order and the row that a refund takes back, where the till names them. */
  readonly soldOrder?: SitooOrderId;
  readonly soldItem?: SitooItemId;
  /** The warehouse into which goods came back, where it is another than that of the till. */
  readonly returnTo?: SitooWarehouseId;
  /** The code of the reason for which they came back. */
  readonly returnReason?: string;
  /** Numbers of the very units, as the cashier took them; left out where there are none. */
  readonly serialNumbers?: readonly string[];
}

export interface PosPayment {
  /** The till's own word for the means of payment: cash, a card, a gift card. */
  readonly name: string;
  readonly amountMinor: number;
  /** The payment provider's reference. */
  readonly externalId?: string;
  /** No money moved at the till for it (`virtual-payment`): the legs of an exchange, or money that another system gives back. */
  readonly isVirtual: boolean;
}
