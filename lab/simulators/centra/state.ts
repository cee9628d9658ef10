import type { World, WorldLocation, WorldProduct } from '../kit/world.js';
import { ChangeLog } from './change-log.js';
import { Customers } from './customers.js';
import type { Person } from './people.js';
import { type ProductChange, ProductStore } from './product-state.js';
import { ShopSettings } from './shop-settings.js';
import { Sizes } from './sizes.js';
import { StockStore } from './stock-state.js';

export interface UserError {
  readonly message: string;
  readonly path: readonly string[];
}

/** A refusal in Centra's sense: it becomes one or more `userErrors` entries, and nothing was modified. */
export class Refusal extends Error {
  readonly userErrors: readonly UserError[];
  constructor(message: string, path: readonly string[] = [], more: readonly UserError[] = []) {
    super(message);
    this.userErrors = [{ message, path }, ...more];
  }
}

export interface Line {
  readonly id: number;
  readonly product: WorldProduct;
  readonly quantity: number;
  cancelled: number;
  readonly unitMinor: number;
}

/** Units of a line promised from one warehouse. A shipment takes whole allocations; they are split where needed. */
export interface Allocation {
  readonly id: number;
  readonly line: number;
  readonly warehouse: number;
  quantity: number;
  /** Shipment line that holds these units. */
  shipmentLine?: number;
}

export interface ShipmentLine {
  readonly id: number;
  readonly line: number;
  readonly quantity: number;
}

export interface Shipment {
  readonly id: number;
  readonly number: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly isGoodToGo: boolean;
  readonly totalMinor: number;
  readonly lines: readonly ShipmentLine[];
  isCaptured: boolean;
  isPaid: boolean;
  capturedAt?: number;
  shippedAt?: number;
  trackingNumber?: string;
  carrier?: string;
  service?: string;
  packages: number;
}

export interface PaymentEntry {
  readonly id: number;
  readonly createdAt: number;
  readonly entryType:
    | 'AUTH'
    | 'CAPTURE'
    | 'CAPTURE_FAILED'
    | 'CAPTURE_REQUEST'
    | 'CANCEL'
    | 'REFUND'
    | 'REFUND_FAILED'
    | 'REFUND_REQUEST';
  status: 'SUCCESS' | 'PENDING' | 'FAILED';
  readonly valueMinor: number;
  readonly shipment?: number;
  readonly return?: number;
}

export interface Return {
  readonly id: number;
  readonly createdAt: number;
  /** The caller's name of it; nothing keeps it from being used again. */
  readonly externalId: string | undefined;
  readonly comment: string | undefined;
  readonly shipment: number;
  readonly lines: readonly {
    readonly id: number;
    readonly shipmentLine: number;
    readonly line: number;
    readonly quantity: number;
  }[];
  readonly policy: 'released' | 'moved' | 'removed';
  /** Where the goods were booked when it was created; taking it back books them out there. */
  readonly placed: readonly { readonly warehouse: number; readonly sku: string; readonly quantity: number }[];
  readonly shippingMinor: number;
  readonly voucherMinor: number;
  /** What of the shipment's money it takes back, before the fee. */
  readonly valueMinor: number;
  /** What the customer gets back. */
  readonly totalMinor: number;
  status: 'PENDING' | 'COMPLETED';
}

export type OrderStatus = 'PENDING' | 'CONFIRMED' | 'PROCESSING' | 'SHIPPED' | 'CANCELLED';

export interface Order {
  readonly id: string;
  readonly number: number;
  readonly createdAt: number;
  updatedAt: number;
  status: OrderStatus;
  isOnHold: boolean;
  readonly isLocked: boolean;
  readonly customer: Person;
  readonly shippingOption: string | undefined;
  readonly attributes: readonly { type: string; key: string; value: string }[];
  readonly discountMinor: number;
  readonly shippingMinor: number;
  readonly lines: readonly Line[];
  allocations: Allocation[];
  readonly shipments: Shipment[];
  readonly payments: PaymentEntry[];
  /** Captures that will still fail. */
  capturesToFail: number;
  /** How much later the payment provider answers a capture; undefined for at once. */
  readonly captureLaterMs: number | undefined;
  readonly returns: Return[];
  /** Refunds that will still fail. */
  refundsToFail: number;
  /** How much later the payment provider answers a refund; undefined for at once. */
  readonly refundLaterMs: number | undefined;
}

/** One thing that happened, as webhooks and the events queue tell it. */
export interface ChangeEvent {
  readonly type: 'order' | 'shipment' | 'return' | ProductChange;
  readonly action: 'insert' | 'create' | 'update' | 'complete' | 'delete';
  /** The order number, otherwise the object's id. */
  readonly id: number;
}

/** Everything Centra knows: the simulator's own books, by which a run is judged. */
export class SimulatorState {
  readonly currency: string;
  readonly locations: readonly WorldLocation[];
  readonly products: WorldProduct[];
  readonly sizes: Sizes;
  readonly catalogue: ProductStore;
  readonly settings = new ShopSettings();
  readonly customers = new Customers();
  readonly stock = new StockStore();
  readonly orders = new Map<number, Order>();
  readonly stockChanges = new ChangeLog();
  readonly #emit: (change: ChangeEvent) => void;
  #lastId = 1000;

  constructor(world: World, emit: (change: ChangeEvent) => void) {
    this.currency = world.currency;
    this.locations = world.locations;
    this.products = world.products.filter((p) => !p.missingIn?.includes('centra'));
    this.sizes = new Sizes(this.products);
    this.catalogue = new ProductStore(this.products, this.sizes);
    this.#emit = emit;
    const warehouses = new Map(world.locations.map((l) => [l.id, l]));
    for (const { location, sku, quantity } of world.stock) {
      const at = warehouses.get(location);
      if (at && this.sizes.bySku(sku)) this.stock.add(at.centraWarehouse, sku, quantity, 0);
    }
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** What the shop sells from here: what is free less the safety stock. The Integration API itself never takes that off. */
  sellable(warehouse: number, sku: string): number {
    const { offsets, thresholds } = this.settings;
    return this.stock.free(warehouse, sku) - (offsets.get(sku) ?? thresholds.get(warehouse) ?? 0);
  }

  /** The order, or a refusal as Centra would word it. */
  order(by: { number?: number | null; id?: string | null }): Order {
    const found =
      by.number == null ? [...this.orders.values()].find((o) => o.id === by.id) : this.orders.get(by.number);
    if (!found) throw new Refusal('Order not found', ['order']);
    return found;
  }

  shipment(id: number): { order: Order; shipment: Shipment } {
    for (const order of this.orders.values()) {
      const shipment = order.shipments.find((s) => s.id === id);
      if (shipment) return { order, shipment };
    }
    throw new Refusal('Shipment not found', ['id']);
  }

  return(id: number): { order: Order; ret: Return } {
    for (const order of this.orders.values()) {
      const ret = order.returns.find((r) => r.id === id);
      if (ret) return { order, ret };
    }
    throw new Refusal('Return not found', ['id']);
  }

  /** Notes that an order changed: its time stamp, and the news for those who listen. */
  touched(order: Order, action: ChangeEvent['action'] = 'update'): void {
    order.updatedAt = Date.now();
    this.#emit({ type: 'order', action, id: order.number });
  }

  /** News of products go to the events queue alone: webhooks know no such type. */
  touchedProduct(type: ProductChange, id: number): void {
    this.#emit({ type, action: 'update', id });
  }

  touchedReturn(ret: Return, action: ChangeEvent['action']): void {
    this.#emit({ type: 'return', action, id: ret.id });
  }

  touchedShipment(shipment: Shipment, action: ChangeEvent['action']): void {
    shipment.updatedAt = Date.now();
    this.#emit({ type: 'shipment', action, id: shipment.id });
  }
}
