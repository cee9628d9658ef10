import { usualReadings } from '../../../systems/inferred-facts.js';
import { WMS_FACTS, type WmsReadings } from '../../../systems/ongoing/inferred-facts.js';
import type { World } from '../kit/world.js';
import { Purchases } from './purchases.js';
import { Refusal } from './refusal.js';
import type { OrderBody } from './request-bodies.js';
import { Shelves } from './shelves.js';

/** The vendor's default status numbers. */
export const STATUS = {
  error: 150,
  open: 200,
  released: 300,
  allocated: 320,
  picked: 400,
  sent: 450,
  collected: 500,
  returned: 800,
  cancelled: 1000,
} as const;

export interface SimLine {
  readonly id: number;
  readonly rowNumber: string;
  readonly sku: string;
  readonly ordered: number;
  readonly externalId: string | null;
  picked: number;
  /** What came back, parcel by parcel. */
  returns: { readonly quantity: number; readonly cause: string; readonly at: number }[];
}

export interface SimOrder {
  readonly orderId: number;
  readonly orderNumber: string;
  readonly createdAt: number;
  readonly backOrderFor?: number;
  head: OrderBody;
  warehouse: number;
  lines: SimLine[];
  /** Epoch milliseconds from which `GET orders` shows the lines. */
  linesShowAt: number;
  status: number;
  statusChangedAt: number;
  updatedAt: number;
  shippedAt?: number;
  waybill?: string;
  /** Of the label that lay in the parcel, for sending goods back. */
  returnWaybill?: string;
  lastReturnedAt?: number;
}

export type Moment = 'created' | 'picked' | 'status';

/** What the simulated warehouse knows: its orders and shelves. Calls `onChange` for whatever a webhook could be configured for. */
export class WarehouseState {
  readonly shelves: Shelves;
  readonly orders = new Map<string, SimOrder>();
  readonly purchases: Purchases;
  /** How the warehouse behaves where its documentation says nothing. */
  readings: WmsReadings = usualReadings(WMS_FACTS);
  readonly #onChange: (moment: Moment, order: SimOrder) => void;
  readonly #linesDelayMs: number;
  #nextOrderId = 50_001;
  #nextLineId = 90_001;

  constructor(world: World, linesDelayMs: number, onChange: (moment: Moment, order: SimOrder) => void) {
    this.shelves = new Shelves(world);
    this.purchases = new Purchases(this.shelves, linesDelayMs);
    this.#linesDelayMs = linesDelayMs;
    this.#onChange = onChange;
  }

  /** Active orders hold their unpicked units; sent and cancelled ones do not. */
  static isActive(order: SimOrder): boolean {
    return order.status < STATUS.sent;
  }

  orderById(orderId: number): SimOrder | undefined {
    return [...this.orders.values()].find((order) => order.orderId === orderId);
  }

  /** Creates the order or overwrites it. Refused once staff work on it. */
  put(head: OrderBody, backOrderFor?: number): { order: SimOrder; created: boolean } {
    const existing = this.orders.get(head.orderNumber);
    if (existing && existing.status !== STATUS.open && existing.status !== STATUS.error) {
      throw new Refusal(400, `Order ${head.orderNumber} cannot be updated: the warehouse has started working on it.`);
    }
    if (existing && this.readings.sameNumber === 'refused')
      throw new Refusal(400, `There is already an order ${head.orderNumber}.`);
    const articles = (head.orderLines ?? []).map((line) => line.articleNumber);
    if (this.readings.articleOnTwoRows === 'refused' && new Set(articles).size < articles.length)
      throw new Refusal(400, 'An article must not be on two rows of one order.');
    const now = Date.now();
    const created = existing === undefined;
    const order: SimOrder = existing ?? {
      orderId: this.#nextOrderId++,
      orderNumber: head.orderNumber,
      createdAt: now,
      head,
      warehouse: this.shelves.firstWarehouse,
      lines: [],
      linesShowAt: now,
      status: STATUS.open,
      statusChangedAt: now,
      updatedAt: now,
      ...(backOrderFor === undefined ? {} : { backOrderFor }),
    };
    this.#reserve(order, -1);
    order.head = head;
    order.warehouse = head.warehouseId ?? this.shelves.firstWarehouse;
    order.lines = (head.orderLines ?? []).map((line) => ({
      id: this.#nextLineId++,
      rowNumber: line.rowNumber,
      sku: line.articleNumber,
      ordered: line.numberOfItems,
      externalId: line.externalId ?? null,
      picked: 0,
      returns: [],
    }));
    order.linesShowAt = now + this.#linesDelayMs;
    order.updatedAt = now;
    this.#reserve(order, 1);
    this.orders.set(order.orderNumber, order);
    if (created) this.#onChange('created', order);
    return { order, created };
  }

  /** Takes units off the shelf for one line. */
  pick(order: SimOrder, line: SimLine, quantity: number): void {
    line.picked += quantity;
    this.shelves.change(order.warehouse, line.sku, { physical: -quantity, booked: -quantity });
  }

  /** A customer sent units of a line back. Those that can be sold again go on the shelf. */
  takeBack(order: SimOrder, line: SimLine, returned: { quantity: number; cause: string; restock: boolean }): void {
    const at = Date.now();
    line.returns.push({ quantity: returned.quantity, cause: returned.cause, at });
    order.lastReturnedAt = at;
    order.updatedAt = at;
    if (returned.restock) this.shelves.change(order.warehouse, line.sku, { physical: returned.quantity });
  }

  /** Moves the order on. One that ends gives up what it still held; a cancelled one puts back what was picked. */
  setStatus(order: SimOrder, status: number): void {
    const wasActive = WarehouseState.isActive(order);
    order.status = status;
    order.statusChangedAt = Date.now();
    order.updatedAt = order.statusChangedAt;
    if (wasActive && !WarehouseState.isActive(order)) this.#reserve(order, -1);
    if (status === STATUS.cancelled) {
      for (const line of order.lines) {
        this.shelves.change(order.warehouse, line.sku, { physical: line.picked });
        line.picked = 0;
      }
    }
    this.#onChange('status', order);
    if (status === STATUS.picked && order.lines.some((line) => line.picked > 0)) this.#onChange('picked', order);
  }

  #reserve(order: SimOrder, sign: 1 | -1): void {
    for (const line of order.lines) {
      this.shelves.change(order.warehouse, line.sku, { booked: sign * (line.ordered - line.picked) });
    }
  }
}
