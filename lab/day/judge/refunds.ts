import { webOrderBehind } from '../../../domain/names.js';
import type { SitooOrder } from '../../simulators/states.js';

/** What a till took back, by the tills' own state. */
export interface Refund {
  /** Sitoo's number of it, after which its returns are named. */
  readonly number: number;
  readonly location: string;
  /** A web order, a sale at a till, or nothing that anybody could show. */
  readonly of: { readonly kind: 'web-order'; readonly order: number } | { readonly kind: 'sale' | 'blind' };
  readonly lines: readonly {
    readonly sku: string;
    readonly quantity: number;
    /** Goods that stay in the store and can be sold again. */
    readonly onTheShelf: boolean;
  }[];
}

/** The field names are Sitoo's own. */
const SOLD_ORDER = 'pos-originalsales-orderid';
const REASON = 'reasoncode-return';
const TRAVELS_TO = 'return-warehouseid';

/** All refunds at the tills: closed orders with rows below zero. */
export function refundsIn(orders: readonly SitooOrder[]): Refund[] {
  const byId = new Map(orders.map((order) => [order.orderid, order]));
  return orders.flatMap((order): Refund[] => {
    const refundedItems = order.items.filter((item) => item.quantity < 0);
    if (refundedItems.length === 0 || order.externalid) return [];
    const sold = [order.creditorderid, ...refundedItems.map((item) => Number(item.additionaldata[SOLD_ORDER]))].flatMap(
      (id) => byId.get(id ?? Number.NaN) ?? [],
    );
    const web = sold.map(({ externalid }) => (externalid ? webOrderBehind(externalid) : undefined)).find(Boolean);
    return [
      {
        number: order.orderid,
        location: order.location ?? '',
        of:
          web === undefined ? { kind: sold.length > 0 ? 'sale' : 'blind' } : { kind: 'web-order', order: Number(web) },
        lines: refundedItems.map(({ sku, quantity, additionaldata }) => ({
          sku,
          quantity: -quantity,
          onTheShelf: additionaldata[REASON] === 'resellable' && additionaldata[TRAVELS_TO] === undefined,
        })),
      },
    ];
  });
}
