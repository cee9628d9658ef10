import { z } from 'zod';
import type { AnnouncedGoods, InboundStatus } from '../warehouse-port.js';

/** Numbers that end a purchase order. Tenants may number their own, as with orders; any other number is still open. */
export interface InboundStatuses {
  readonly received: readonly number[];
  readonly cancelled: readonly number[];
}

/** The vendor's own: 100 notified, 200 arrival space, 300 inbound and 400 deflection are before these. */
export const USUAL_INBOUND_STATUSES: InboundStatuses = { received: [500], cancelled: [900] };

export const purchaseWriteAnswer = z.object({ purchaseOrderId: z.int().transform(String).nullish() });

export const purchaseHead = z.object({
  purchaseOrderInfo: z.object({ purchaseOrderId: z.int(), purchaseOrderNumber: z.string().nullish() }),
});

export const purchaseAnswer = z.object({
  purchaseOrderInfo: z.object({
    purchaseOrderId: z.int().transform(String),
    purchaseOrderNumber: z.string(),
    purchaseOrderStatus: z.object({ number: z.int() }),
  }),
  purchaseOrderLines: z
    .array(
      z.object({
        rowNumber: z.string().nullish(),
        article: z.object({ articleNumber: z.string() }),
        advisedNumberOfItems: z.number(),
        receivedNumberOfItems: z.number(),
      }),
    )
    .nullish(),
});

/** A purchase order in the port's words. Lines may show a moment after the order does. */
export function readInboundNotice(answer: z.output<typeof purchaseAnswer>, statuses: InboundStatuses): AnnouncedGoods {
  const info = answer.purchaseOrderInfo;
  return {
    name: info.purchaseOrderNumber,
    ref: info.purchaseOrderId,
    status: statusOf(info.purchaseOrderStatus.number, statuses),
    lines: (answer.purchaseOrderLines ?? []).map((line) => ({
      row: line.rowNumber ?? '',
      sku: line.article.articleNumber,
      announced: line.advisedNumberOfItems,
      // Rounded down, as stock is: half a unit cannot be sold in a shop.
      received: Math.floor(line.receivedNumberOfItems),
    })),
  };
}

function statusOf(number: number, statuses: InboundStatuses): InboundStatus {
  if (statuses.received.includes(number)) return 'received';
  return statuses.cancelled.includes(number) ? 'cancelled' : 'open';
}
