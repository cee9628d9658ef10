import type { World, WorldLocation, WorldProduct } from '../kit/world.js';
import { OrderStore } from './order-state.js';
import { isHome, isPicked, type JournalRow, MOVE, type OrderRecord, outstanding, WAREHOUSE } from './records.js';

export interface ProductRecord extends WorldProduct {
  readonly productid: number;
  readonly inactive?: boolean;
  readonly vatid?: number;
}

export interface WarehouseRecord {
  readonly location: WorldLocation;
  readonly type: number;
  /** Units on the shelf by SKU. A FIFO level is always the sum of its journal. */
  readonly totals: Map<string, number>;
}

/** The counterpart's own state: the truth by which a run is judged. */
export class SimulatorState {
  readonly world: World;
  readonly products = new Map<string, ProductRecord>();
  /** Prices by SKU, minor units, of price lists other than the default. */
  readonly pricelists = new Map<number, Map<string, number>>();
  readonly warehouses = new Map<number, WarehouseRecord>();
  readonly orders = new OrderStore();
  /** By ascending id. */
  readonly journal: JournalRow[] = [];
  readonly #byLocation = new Map<string, { warehouseid: number; warehouse: WarehouseRecord }>();
  #lastDelivery = 80;
  #lastOrder = 500;
  #lastProduct = 0;

  constructor(world: World) {
    this.world = world;
    for (const product of world.products) {
      if (product.missingIn?.includes('sitoo')) continue;
      this.products.set(product.sku, { ...product, productid: this.nextProductId() });
    }
    for (const location of world.locations) {
      const type = location.kind === 'warehouse' ? WAREHOUSE.virtual : WAREHOUSE.fifo;
      const warehouse = { location, type, totals: new Map<string, number>() };
      this.warehouses.set(location.sitooWarehouse, warehouse);
      this.#byLocation.set(location.id, { warehouseid: location.sitooWarehouse, warehouse });
    }
    for (const [warehouseid, { location, type, totals }] of this.warehouses) {
      const stock = world.stock.filter((row) => row.location === location.id && this.products.has(row.sku));
      if (type === WAREHOUSE.virtual) for (const row of stock) totals.set(row.sku, row.quantity);
      else if (stock.length > 0) this.move({ warehouseid, type: MOVE.in, description: 'Opening stock', items: stock });
    }
  }

  nextOrderId(): number {
    this.#lastOrder += 1;
    return this.#lastOrder;
  }

  nextProductId(): number {
    this.#lastProduct += 1;
    return this.#lastProduct;
  }

  nextDeliveryId(): number {
    this.#lastDelivery += 1;
    return this.#lastDelivery;
  }

  warehouseOf(location: string): { warehouseid: number; warehouse: WarehouseRecord } | undefined {
    return this.#byLocation.get(location);
  }

  /** Applies signed quantities and writes the journal row. */
  move(movement: {
    warehouseid: number;
    type: number;
    description: string;
    externalid?: string | null;
    orderdeliveryid?: number;
    shipmentid?: number | undefined;
    orderid?: number;
    items: readonly { sku: string; quantity: number }[];
  }): JournalRow {
    const totals = this.warehouses.get(movement.warehouseid)?.totals ?? new Map<string, number>();
    const items = movement.items.map(({ sku, quantity }) => {
      const total = (totals.get(sku) ?? 0) + quantity;
      totals.set(sku, total);
      return { sku, quantity, total };
    });
    const row: JournalRow = {
      id: 90_000 + this.journal.length + 1,
      warehouseid: movement.warehouseid,
      type: movement.type,
      description: movement.description,
      externalid: movement.externalid ?? null,
      orderdeliveryid: movement.orderdeliveryid ?? null,
      shipmentid: movement.shipmentid ?? null,
      ...(movement.orderid === undefined ? {} : { orderid: movement.orderid }),
      atMs: Date.now(),
      items,
    };
    this.journal.push(row);
    return row;
  }

  /** Units promised to open orders, by warehouse and SKU: only while `datereserved` lies ahead. */
  reserved(): Map<number, Map<string, number>> {
    return this.#units((order) => {
      return !ignoresStock(order) && order.datereserved !== null && order.datereserved * 1_000 > Date.now();
    });
  }

  /** Units that staff have put aside for open orders, by SKU: still on the shelf's count, not free to pick again. */
  putAside(warehouseid: number): Map<string, number> {
    const isMeant = (order: OrderRecord) =>
      order.warehouseid === warehouseid && isPicked(order) && !ignoresStock(order);
    return this.#units(isMeant).get(warehouseid) ?? new Map();
  }

  #units(counts: (order: OrderRecord) => boolean): Map<number, Map<string, number>> {
    const units = new Map<number, Map<string, number>>();
    for (const order of this.orders.open) {
      if (!counts(order)) continue;
      const there = units.get(order.warehouseid) ?? new Map<string, number>();
      units.set(order.warehouseid, there);
      for (const { sku, quantity } of outstanding(order)) there.set(sku, (there.get(sku) ?? 0) + quantity);
    }
    return units;
  }

  /** Sold at a till, to be sent from the warehouse. */
  isForWarehouse(order: OrderRecord): boolean {
    const isVirtual = this.warehouses.get(order.warehouseid)?.type === WAREHOUSE.virtual;
    const goesSomewhere = isHome(order) || order.additionaldata['delivery-pickup-externalid'] !== undefined;
    return order.registerid !== null && (isVirtual || goesSomewhere);
  }
}

/** Its goods come from elsewhere: they are no stock of the tills. */
export const ignoresStock = ({ additionaldata }: OrderRecord): boolean =>
  additionaldata['delivery-ignore-stock'] === 'true';
