import { assertKnown } from './article-lines.js';
import { Refusal } from './refusal.js';
import type { PurchaseBody } from './request-bodies.js';
import type { Shelves } from './shelves.js';

/** The vendor's default status numbers of purchase orders. */
export const PURCHASE_STATUS = { notified: 100, inbound: 300, received: 500, cancelled: 900 } as const;

export interface PurchaseLine {
  readonly id: number;
  readonly row: string;
  readonly sku: string;
  readonly advised: number;
  readonly externalId: string | null;
  received: number;
}

export interface Purchase {
  readonly id: number;
  readonly number: string;
  readonly createdAt: number;
  warehouse: number;
  returnType: boolean;
  lines: PurchaseLine[];
  /** Epoch milliseconds from which the lines show. */
  linesShowAt: number;
  status: number;
}

/** Goods that were announced to the warehouse. */
export class Purchases {
  readonly all = new Map<string, Purchase>();
  readonly #shelves: Shelves;
  readonly #linesDelayMs: number;
  #nextId = 246;
  #nextLineId = 70_001;

  constructor(shelves: Shelves, linesDelayMs: number) {
    this.#shelves = shelves;
    this.#linesDelayMs = linesDelayMs;
  }

  /** Creates it or overwrites it by its number; refused once staff work on it (inferred from orders). */
  put(body: PurchaseBody): Purchase {
    const number = body.purchaseOrderNumber;
    const existing = this.all.get(number);
    if (existing && existing.status !== PURCHASE_STATUS.notified) {
      throw new Refusal(400, `Purchase order ${number} cannot be updated: the warehouse has started working on it.`);
    }
    const lines = body.purchaseOrderLines ?? [];
    assertKnown(this.#shelves, lines, body.warehouseId);
    const now = Date.now();
    const purchase: Purchase = {
      id: existing?.id ?? this.#nextId++,
      number,
      createdAt: existing?.createdAt ?? now,
      warehouse: body.warehouseId ?? this.#shelves.firstWarehouse,
      returnType: body.advanced?.purchaseOrderIsReturnType ?? false,
      lines: lines.map((line) => ({
        id: this.#nextLineId++,
        row: line.rowNumber,
        sku: line.articleNumber,
        advised: line.numberOfItems,
        externalId: line.externalOrderLineId ?? null,
        received: 0,
      })),
      linesShowAt: now + this.#linesDelayMs,
      status: PURCHASE_STATUS.notified,
    };
    this.all.set(number, purchase);
    return purchase;
  }

  /** One that is neither received nor cancelled. */
  activePurchase(number: string): Purchase {
    const purchase = this.all.get(number);
    if (!purchase) throw new Refusal(404, `there is no purchase order ${number}`);
    if (purchase.status >= PURCHASE_STATUS.received) throw new Refusal(409, `${number} is done (${purchase.status})`);
    return purchase;
  }

  /**
   * What came goes on the shelf and the purchase order is done. Without rows all of it came; with rows exactly these, be
   * it less or more than advised.
   */
  receive(number: string, rows: readonly { row: string; received: number }[] | undefined): Purchase {
    const purchase = this.activePurchase(number);
    const odd = rows?.find(({ row }) => !purchase.lines.some((line) => line.row === row));
    if (odd) throw new Refusal(404, `${number} has no row ${odd.row}`);
    for (const line of purchase.lines) {
      line.received = rows === undefined ? line.advised : (rows.find(({ row }) => row === line.row)?.received ?? 0);
      this.#shelves.change(purchase.warehouse, line.sku, { physical: line.received });
    }
    purchase.status = PURCHASE_STATUS.received;
    return purchase;
  }
}
