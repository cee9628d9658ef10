import type { ReportedWmsState } from '../states.js';
import { type SimOrder, WarehouseState } from './warehouse-state.js';

/** The warehouse's state by which a run is judged. */
export function reportState(state: WarehouseState): ReportedWmsState {
  const { shelves } = state;
  return {
    orders: [...state.orders.values()].map((order) => ({
      orderId: order.orderId,
      orderNumber: order.orderNumber,
      status: order.status,
      lines: linesOf(order),
      waybill: order.waybill ?? null,
      ...(order.backOrderFor === undefined ? {} : { backOrderFor: order.backOrderFor }),
      shippedAt: order.shippedAt === undefined ? null : new Date(order.shippedAt).toISOString(),
      createdAt: new Date(order.createdAt).toISOString(),
      wayOfDelivery: order.head.wayOfDelivery?.code ?? null,
      papersMinor: papersMinor(order, state.readings.linePrice),
    })),
    stock: [...shelves.articles.keys()].map((sku) => {
      const { physical, booked } = shelves.total(sku);
      return { sku, physical, booked, sellable: physical - booked };
    }),
    articles: [...shelves.articles.values()].map(({ articleNumber, articleName, barCode, isActive }) => ({
      sku: articleNumber,
      name: articleName,
      barcode: barCode,
      active: isActive,
    })),
    perWarehouse: shelves.warehouses.flatMap(({ id, location }) =>
      [...shelves.articles.keys()].map((sku) => ({ location, warehouse: id, sku, ...shelves.of(id, sku) })),
    ),
  };
}

/** The pickers' work list: every order that is neither sent nor cancelled. */
export function reportWork(state: WarehouseState): { orders: object[] } {
  return {
    orders: [...state.orders.values()].filter(WarehouseState.isActive).map((order) => ({
      orderId: order.orderId,
      orderNumber: order.orderNumber,
      status: order.status,
      receivedAt: order.createdAt,
      lines: linesOf(order),
    })),
  };
}

/** Papers add up the rows: each for the price of its units, or for its own price. */
const papersMinor = ({ head }: SimOrder, linePrice: 'unit' | 'row'): number =>
  (head.orderLines ?? []).reduce((sum, { prices, numberOfItems }) => {
    const priceMinor = Math.round(100 * (prices?.linePrice ?? 0));
    return sum + (linePrice === 'row' ? priceMinor : priceMinor * numberOfItems);
  }, 0);

const linesOf = (order: SimOrder) =>
  order.lines.map(({ rowNumber, sku, ordered, picked }) => ({ rowNumber, sku, ordered, picked }));
