import { z } from 'zod';
import type { LineId, WmsOrderId, WmsWarehouseId } from '../../domain/ids.js';
import type { WarehouseOrder } from '../../domain/order/warehouse-order.js';

const line = z.object({
  line: z.string(),
  sku: z.string(),
  ordered: z.int(),
  picked: z.int(),
  returned: z.array(z.object({ quantity: z.int(), cause: z.string().exactOptional() })).default([]),
});

/** What is kept of an order: ids, quantities and where its parcel is, no person. */
export const storedOrder = z.object({
  stage: z.enum(['open', 'working', 'picked', 'sent', 'cancelled', 'error']),
  /** The warehouse's own word, or why it refused the order. */
  status: z.string(),
  /** Why it does not send the order. */
  why: z.string().exactOptional(),
  warehouse: z.string().exactOptional(),
  shippedAt: z.string().exactOptional(),
  carrier: z.string().exactOptional(),
  service: z.string().exactOptional(),
  trackingNumber: z.string().exactOptional(),
  trackingUrl: z.string().exactOptional(),
  returnTrackingNumber: z.string().exactOptional(),
  packages: z.int(),
  lines: z.array(line),
});
export type StoredOrder = z.output<typeof storedOrder>;
export type StoredLine = StoredOrder['lines'][number];

/** A row of `file_warehouse_orders`. */
export interface OrderRow {
  readonly ref: string;
  readonly name: string;
  readonly back_order_for: string | null;
  readonly shown: unknown;
}

/** An order in the port's words. */
export function asWarehouseOrder({ ref, name, back_order_for: first, shown }: OrderRow): WarehouseOrder {
  const { lines, warehouse, service: _service, status, ...order } = storedOrder.parse(shown);
  return {
    ...order,
    ref: ref as WmsOrderId,
    name,
    status,
    ...(warehouse === undefined ? {} : { warehouse: warehouse as WmsWarehouseId }),
    ...(first === null ? {} : { backOrderForRef: first as WmsOrderId }),
    lines: lines.map(({ line: id, returned, ...units }) => ({
      ...units,
      line: id as LineId,
      ...(returned.length === 0 ? {} : { returned }),
    })),
  };
}
