import type { Brand, Location } from '../brand.js';
import type { SitooOrderId, SitooWarehouseId } from '../ids.js';
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
  const location = locationsOf(brand).byAnySitoo(order.warehouseId)?.location;
  const back = order.items.filter((item) => item.quantity < 0 && item.sku !== '');
  if (order.state !== 'closed' || location?.kind !== 'store' || back.length === 0) return undefined;
  if (order.externalId && (readFulfilmentName(order.externalId) || webOrderBehind(order.externalId))) return undefined;
  const named = order.soldOrder;
  const credits = order.creditOrderId ?? named;
  const lines = back.map((item) => refundLine(item, { ofReceipt: named ?? credits, at: location, brand }));
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

interface Receipt {
  /** The order that the receipt takes back as a whole. */
  readonly ofReceipt: SitooOrderId | undefined;
  /** The store whose till it is. */
  readonly at: Location;
  readonly brand: Brand;
}

function refundLine(item: PosOrderItem, { ofReceipt, at, brand }: Receipt): RefundLine {
  const order = item.soldOrder ?? ofReceipt;
  const sold = item.soldItem;
  return {
    line: item.itemId,
    sku: item.sku,
    quantity: -item.quantity,
    amountMinor: -(item.rowNetMinor + item.rowVatMinor),
    ...whereReturned(item, { at, brand }),
    ...(order === undefined || sold === undefined ? {} : { sold: { order, item: sold } }),
  };
}

/**
 * Where a row came back to (`return-warehouseid`, documented in a transcription of the vendor's pages: the warehouse that the
 * item was returned to, if other than that of the register). Only goods in a warehouse that sells are for sale again; one that
 * nobody knows sells nothing.
 */
function whereReturned(
  { returnTo, returnReason }: PosOrderItem,
  { at, brand }: Pick<Receipt, 'at' | 'brand'>,
): Pick<RefundLine, 'condition' | 'setAside' | 'forwardTo' | 'restockAt'> {
  const condition = conditionOf(returnReason, brand);
  if (returnTo === undefined) return { condition };
  const into = locationsOf(brand).byAnySitoo(returnTo);
  if (into?.meaning !== 'sellable') return { condition: 'damaged', setAside: into?.meaning ?? 'unknown' };
  const { id, kind } = into.location;
  if (kind === 'warehouse') return { condition, forwardTo: id };
  return id === at.id ? { condition } : { condition, restockAt: id };
}

/** Warehouses that a finished refund names and the brand file does not: that of its till, and those its goods went into. */
export function unknownWarehousesIn(order: PosOrder, brand: Brand): SitooWarehouseId[] {
  const back = order.items.filter((item) => item.quantity < 0);
  if (order.state !== 'closed' || back.length === 0) return [];
  const named = [order.warehouseId, ...back.map(({ returnTo }) => returnTo)];
  const unknown = named.flatMap((id) =>
    id !== undefined && locationsOf(brand).byAnySitoo(id) === undefined ? [id] : [],
  );
  return [...new Set(unknown)];
}
