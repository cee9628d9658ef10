import type { Brand } from '../brand.js';
import type { SitooOrderId } from '../ids.js';
import { locationsOf } from '../locations.js';
import { readFulfilmentName, webOrderBehind } from '../names.js';
import type { PosOrder, PosOrderItem } from '../order/pos-order.js';
import { conditionOf } from './condition.js';
import type { RefundLine, TillRefund } from './till-refund.js';

/**
 * What a till took back with an order: its rows with negative quantities. Undefined for an order that takes nothing back,
 * is not finished, or belongs to no store of ours. What was sold in exchange on the same receipt is an ordinary sale.
 */
export function tillRefundOf(order: PosOrder, brand: Brand): TillRefund | undefined {
  const location = locationsOf(brand).bySitoo(order.warehouseId);
  const back = order.items.filter((item) => item.quantity < 0 && item.sku !== '');
  if (order.state !== 'closed' || location?.kind !== 'store' || back.length === 0) return undefined;
  if (order.externalId && (readFulfilmentName(order.externalId) || webOrderBehind(order.externalId))) return undefined;
  const named = order.soldOrder;
  const credits = order.creditOrderId ?? named;
  const lines = back.map((item) => refundLine(item, named ?? credits, brand));
  return {
    number: order.orderId,
    location: location.id,
    currency: order.currency,
    amountMinor: lines.reduce((sum, line) => sum + line.amountMinor, 0),
    ...payoutOf(order),
    lines,
    ...(credits === undefined ? {} : { credits }),
    at: new Date(order.orderDate * 1_000).toISOString(),
  };
}

/** What went over the counter and what did not, by the payments of the receipt; those of money that goes back are negative. */
function payoutOf({ items, payments, refundSale, creditOrderId, soldOrder }: PosOrder) {
  const paid = (isVirtual: boolean) =>
    payments.filter((p) => p.isVirtual === isVirtual).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const soldMinor = items
    .filter(({ quantity }) => quantity > 0)
    .reduce((sum, { rowNetMinor, rowVatMinor }) => sum + rowNetMinor + rowVatMinor, 0);
  const isExchange = refundSale !== undefined && refundSale !== creditOrderId && refundSale !== soldOrder;
  return {
    paidOutMinor: soldMinor - paid(false),
    virtualMinor: Math.max(0, -paid(true)),
    ...(isExchange ? { inExchangeFor: refundSale } : {}),
  };
}

function refundLine(item: PosOrderItem, ofReceipt: SitooOrderId | undefined, brand: Brand): RefundLine {
  const order = item.soldOrder ?? ofReceipt;
  const sold = item.soldItem;
  const forwardTo = locationsOf(brand).bySitoo(item.returnTo);
  return {
    line: item.itemId,
    sku: item.sku,
    quantity: -item.quantity,
    amountMinor: -(item.rowNetMinor + item.rowVatMinor),
    condition: conditionOf(item.returnReason, brand),
    ...(order === undefined || sold === undefined ? {} : { sold: { order, item: sold } }),
    ...(forwardTo?.kind === 'warehouse' ? { forwardTo: forwardTo.id } : {}),
  };
}
