import type { World, WorldLocation, WorldProduct } from '../kit/world.js';
import { ChangeLog } from './change-log.js';
import { Customers } from './customers.js';
import type { Order, Return, Shipment } from './order.js';
import { type ProductChange, ProductStore } from './product-state.js';
import { Refusal } from './refusal.js';
import { ShopSettings } from './shop-settings.js';
import { Sizes } from './sizes.js';
import { StockStore } from './stock-state.js';

/** One change, as webhooks and the events queue report it. */
export interface ChangeEvent {
  readonly type: 'order' | 'shipment' | 'return' | ProductChange;
  readonly action: 'insert' | 'create' | 'update' | 'complete' | 'delete';
  /** The order number, otherwise the object's id. */
  readonly id: number;
}

/** Runs something later; the simulator forgets it when it closes. */
export type RunLater = (ms: number, run: () => void) => void;

/** Everything Centra knows: the simulator's own state, by which a run is judged. */
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
  readonly runLater: RunLater;
  readonly #emit: (change: ChangeEvent) => void;
  #lastId = 1000;

  constructor(world: World, { runLater, emit }: { runLater: RunLater; emit: (change: ChangeEvent) => void }) {
    this.currency = world.currency;
    this.locations = world.locations;
    this.products = world.products.filter((p) => !p.missingIn?.includes('centra'));
    this.sizes = new Sizes(this.products);
    this.catalogue = new ProductStore(this.products, this.sizes);
    this.runLater = runLater;
    this.#emit = emit;
    const warehouses = new Map(world.locations.map((l) => [l.id, l]));
    for (const { location, sku, quantity } of world.stock) {
      const at = warehouses.get(location);
      if (at && this.sizes.bySku(sku)) this.stock.add(at.centraWarehouse, sku, { physical: quantity });
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

  /** A SKU is only the name of a size: its stock and the lines of orders are under the new one from now on. */
  rename(sku: string, newSku: string): void {
    this.stock.rename(sku, newSku);
    for (const order of this.orders.values())
      for (const line of order.lines) if (line.product.sku === sku) line.product = { ...line.product, sku: newSku };
  }

  /** Notes that an order changed: its timestamp, and the event for those who listen. */
  touched(order: Order, action: ChangeEvent['action'] = 'update'): void {
    order.updatedAt = Date.now();
    this.#emit({ type: 'order', action, id: order.number });
  }

  /** Changes of products go to the events queue alone: webhooks know no such type. */
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
