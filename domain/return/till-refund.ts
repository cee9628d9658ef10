import type { NotForSale } from '../brand.js';
import type { CentraLineId, CentraOrderNumber, ReturnNumber, SitooItemId, SitooOrderId } from '../ids.js';
import type { Condition } from './condition.js';

/** What a till took back, as a workflow may know it: ids, quantities and money, nothing about the person. */
export interface TillRefund {
  /** Sitoo `orderid` of the refund: a new order with negative quantities. Of a parcel that came back to a warehouse, our number. */
  readonly number: ReturnNumber;
  /** The web order whose parcel came back by post. */
  readonly order?: CentraOrderNumber;
  /** The till order whose parcel came back by post. */
  readonly tillOrder?: SitooOrderId;
  /** Our id of the store, or of the warehouse. */
  readonly location: string;
  readonly currency: string;
  /** What the goods were worth by the receipt, in minor units, positive. */
  readonly amountMinor: number;
  /** What the customer took home for them: money of the till, and goods beyond what was paid for those. Minor units. */
  readonly paidOutMinor: number;
  /** What the receipt marks as paid elsewhere, in minor units, positive. */
  readonly virtualMinor: number;
  /** The sale at a till that took the goods in exchange, where another receipt holds it. */
  readonly inExchangeFor?: SitooOrderId;
  readonly lines: readonly RefundLine[];
  /** Sitoo `creditorderid` or `pos-originalsales-orderid`: the order that the whole receipt refunds. */
  readonly credits?: SitooOrderId;
  /** ISO. */
  readonly at: string;
}

export interface RefundLine {
  /** Sitoo `orderitemid`. */
  readonly line: SitooItemId;
  readonly sku: string;
  /** Positive units. */
  readonly quantity: number;
  readonly amountMinor: number;
  readonly condition: Condition;
  /** The sold row that it takes back, where the till named one. */
  readonly sold?: { readonly order: SitooOrderId; readonly item: SitooItemId };
  /** What the warehouse is for into which they went, when nothing is sold from it; `unknown`: the brand file does not name it. */
  readonly setAside?: NotForSale | 'unknown';
  /** Our id of another store that took them into its stock. */
  readonly restockAt?: string;
  /** The line of the web order, where the warehouse knows it. */
  readonly orderLine?: CentraLineId;
  /** Our id of the warehouse to which the goods travel on; they do not enter the store's stock. */
  readonly forwardTo?: string;
}

/** Where the goods of a refund came from. */
export type Origin =
  | { readonly kind: 'web-order'; readonly number: CentraOrderNumber }
  /** Sold at a till: the till has restocked it, and the pool of stock publishes it to the web shop. */
  | { readonly kind: 'till-sale' }
  /** Their origin is unknown. `candidates`: web orders that shipped these very SKUs, newest first. */
  | { readonly kind: 'unknown'; readonly candidates: readonly CentraOrderNumber[] };
