import { z } from 'zod';
import { PURCHASE_STATUS, type Purchase, type Purchases } from './purchases.js';
import type { StockMove } from './stock-move.js';

const name = z.string().min(1);

/** What people at the gate of the warehouse do. `name` is the purchase order number. */
export const purchaseActs = [
  /** Without lines all of it came. With lines: exactly these; a row left out did not come. */
  z.strictObject({
    type: z.literal('wms.receive-purchase'),
    name,
    lines: z.array(z.strictObject({ row: name, received: z.int().min(0) })).optional(),
  }),
  /** Begun with, or called off. */
  z.strictObject({
    type: z.literal('wms.purchase-status'),
    name,
    status: z.union([z.literal(PURCHASE_STATUS.inbound), z.literal(PURCHASE_STATUS.cancelled)]),
  }),
] as const;
export type PurchaseAct = z.output<(typeof purchaseActs)[number]>;

/** Does one of them. @throws Refusal when it cannot be done */
export function performInbound(purchases: Purchases, act: PurchaseAct, onStockMove: (move: StockMove) => void): object {
  if (act.type === 'wms.purchase-status') {
    const purchase = purchases.activePurchase(act.name);
    purchase.status = act.status;
    return summary(purchase);
  }
  const purchase = purchases.receive(act.name, act.lines);
  for (const { sku, received } of purchase.lines) {
    if (received > 0) onStockMove({ type: 'wms.receive', sku, quantity: received });
  }
  return summary(purchase);
}

const summary = ({ number, id, status }: Purchase) => ({ purchaseOrderNumber: number, purchaseOrderId: id, status });
