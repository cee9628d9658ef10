import { parcelsOf, trackingUrlOf } from './order-answer.js';
import type { StockMove } from './stock-move.js';
import type { SimOrder } from './warehouse-state.js';

/** The order webhook: thin, the receiver reads the rest from the API. */
export function orderPayload(order: SimOrder, goodsOwnerId: number): object {
  return {
    webhookOrdersId: 5,
    goodsOwnerId,
    orderId: order.orderId,
    orderNumber: order.orderNumber,
    goodsOwnerOrderId: order.head.goodsOwnerOrderId ?? null,
    orderStatus: { number: order.status },
    tracking:
      order.waybill === undefined
        ? []
        : [{ waybill: order.waybill, trackingUrl: trackingUrlOf(order.waybill), isReturn: false }],
    parcels: parcelsOf(order),
  };
}

/** The inventory webhook for an adjustment, the inbound webhook for a receipt. */
export function stockPayload(move: StockMove, articleSystemId: number | undefined): object {
  const article = { articleSystemId, articleNumber: move.sku };
  return move.type === 'wms.receive'
    ? { webhookInboundId: 7, isReceive: true, isMove: false, article, articleItem: { numberOfItems: move.quantity } }
    : { webhookInventoryId: 6, transaction: { transactionNumberOfItems: move.quantity }, article };
}
