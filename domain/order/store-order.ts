import type { CentraLineId, SitooItemId, SitooWarehouseId } from '../ids.js';
import type { PosPayment } from './pos-order.js';
import type { Address } from './web-order.js';

/**
 * A fulfilment of a web order as it is placed at the tills, paid for already. Holds personal data: stays inside an activity.
 * Money is in minor units of the currency.
 */
export interface NewStoreOrder {
  /** Our name for it, unique at the tills. */
  readonly name: string;
  readonly warehouse: SitooWarehouseId;
  readonly currency: string;
  /** Number of the web order, for the people in the store. */
  readonly reference: string;
  /** When the customer ordered, epoch ms. */
  readonly orderedAt: number;
  /** Until when the tills keep its units from being sold, epoch ms. Left out: they reserve nothing. */
  readonly reservedUntil?: number;
  readonly buyer?: StoreBuyer;
  readonly comment?: string;
  readonly internalComment?: string;
  readonly invoiceAddress?: Address;
  /** Present when it is to be sent home; without it the customer collects it. */
  readonly deliveryAddress?: Address;
  readonly courier?: string;
  readonly giftWrap?: string;
  readonly lines: readonly NewStoreLine[];
  readonly payments: readonly Omit<PosPayment, 'isVirtual'>[];
}

/** Goods that have left from elsewhere: there is nothing to reserve and nothing to deliver. */
export type SoldStoreOrder = Omit<NewStoreOrder, 'reservedUntil'>;

export type StoreBuyer = Partial<
  Readonly<Record<'email' | 'phone' | 'firstName' | 'lastName' | 'company' | 'attention', string>>
>;

export interface NewStoreLine {
  /** The line of the web order; it comes back with what is picked. */
  readonly line?: CentraLineId;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly vatPercent: number;
  /** Of all units, before the discount. */
  readonly priceMinor: number;
  /** Of all units. */
  readonly discountMinor?: number;
  readonly comment?: string;
}

/**
 * A delivery of an order by a store. One without `deliveredAt` has been picked and waits to be sent (the store's home delivery
 * is ready to ship); with `deliveredAt` the goods have left. Ignore one with `cancelledAt`.
 */
export interface StoreDelivery {
  readonly deliveryId: number;
  readonly warehouseId: SitooWarehouseId;
  /** Waybill or tracking number; our own reference on deliveries that we recorded. */
  readonly reference?: string;
  /** Unix seconds. */
  readonly deliveredAt?: number;
  /** Unix seconds. */
  readonly cancelledAt?: number;
  readonly items: readonly { readonly itemId: SitooItemId; readonly quantity: number }[];
}
