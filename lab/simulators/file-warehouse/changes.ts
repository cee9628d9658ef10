import { PURCHASE_STATUS, type Purchase } from '../ongoing/purchases.js';
import { type SimOrder, STATUS, type WarehouseState } from '../ongoing/warehouse-state.js';
import type { Row } from './csv-files.js';

/** A file to be written. */
export interface NewFile {
  readonly kind: string;
  readonly rows: readonly Row[];
}

const ORDER_STATUS: Readonly<Record<number, string>> = {
  [STATUS.error]: 'problem',
  [STATUS.open]: 'open',
  [STATUS.released]: 'working',
  [STATUS.allocated]: 'working',
  [STATUS.picked]: 'picked',
  [STATUS.sent]: 'sent',
  [STATUS.collected]: 'sent',
  [STATUS.returned]: 'sent',
  [STATUS.cancelled]: 'cancelled',
};

/** Changes after which figures are counted once more, so that a day has counts among its movements. */
const COUNT_EVERY = 10;

/**
 * Finds what has changed in the warehouse since it was last asked, and says each change in one file: what an order, a return or a
 * notice explains is no movement.
 */
export class Changes {
  readonly #orders = new Map<string, string>();
  readonly #notices = new Map<string, string>();
  readonly #picked = new Map<string, number>();
  readonly #returned = new Map<string, number>();
  readonly #received = new Map<string, number>();
  /** What lies where, as the files so far say it. */
  readonly #levels = new Map<string, number>();
  #movedSince = 0;
  #begun = false;

  collect(state: WarehouseState): NewFile[] {
    if (!this.#begun) return this.#begin(state);
    const files: NewFile[] = [
      { kind: 'order-status', rows: [...state.orders.values()].flatMap((order) => this.#orderRows(state, order)) },
      { kind: 'inbound-status', rows: [...state.purchases.all.values()].flatMap((one) => this.#noticeRows(one)) },
      { kind: 'returns', rows: [...state.orders.values()].flatMap((order) => this.#returnRows(state, order)) },
      { kind: 'movements', rows: this.#movementRows(state) },
    ];
    const changed = files.filter(({ rows }) => rows.length > 0);
    this.#movedSince += changed.length;
    if (this.#movedSince < COUNT_EVERY) return changed;
    this.#movedSince = 0;
    return [...changed, { kind: 'levels', rows: this.#levelRows(state) }];
  }

  #begin(state: WarehouseState): NewFile[] {
    this.#begun = true;
    const articles = [...state.shelves.articles.values()].map((article) => ({
      sku: article.articleNumber,
      name: article.articleName,
      barcode: article.barCode,
      active: article.isActive ? 'yes' : 'no',
    }));
    return [
      { kind: 'article-list', rows: articles },
      { kind: 'levels', rows: this.#levelRows(state) },
    ];
  }

  #levelRows({ shelves }: WarehouseState): Row[] {
    return shelves.warehouses.flatMap(({ id }) =>
      [...shelves.articles.keys()].map((sku) => {
        const { physical, booked } = shelves.of(id, sku);
        this.#levels.set(`${id} ${sku}`, physical);
        return {
          warehouse: String(id),
          sku,
          physical: String(Math.max(0, physical)),
          sellable: String(physical - booked),
        };
      }),
    );
  }

  #orderRows(state: WarehouseState, order: SimOrder): Row[] {
    const first = [...state.orders.values()].find(({ orderId }) => orderId === order.backOrderFor);
    const rows = order.lines.map((line) => ({
      order: order.orderNumber,
      line: line.rowNumber,
      sku: line.sku,
      ordered: String(line.ordered),
      picked: String(line.picked),
      status: ORDER_STATUS[order.status] ?? 'working',
      warehouse: String(order.warehouse),
      shipped_at: order.shippedAt === undefined ? '' : new Date(order.shippedAt).toISOString(),
      tracking_number: order.waybill ?? '',
      tracking_url: order.waybill === undefined ? '' : `https://track.example/${order.waybill}`,
      return_tracking_number: order.returnWaybill ?? '',
      parcels: '1',
      back_order_of: first?.orderNumber ?? '',
    }));
    const text = JSON.stringify(rows);
    if (this.#orders.get(order.orderNumber) === text) return [];
    this.#orders.set(order.orderNumber, text);
    for (const { rowNumber, sku, picked } of order.lines) {
      const key = `${order.orderNumber} ${rowNumber}`;
      this.#change(order.warehouse, sku, (this.#picked.get(key) ?? 0) - picked);
      this.#picked.set(key, picked);
    }
    return rows;
  }

  #noticeRows(purchase: Purchase): Row[] {
    const status =
      purchase.status === PURCHASE_STATUS.received
        ? 'received'
        : purchase.status === PURCHASE_STATUS.cancelled
          ? 'cancelled'
          : 'open';
    const rows = purchase.lines.map((line) => ({
      notice: purchase.number,
      status,
      warehouse: String(purchase.warehouse),
      line: line.row,
      sku: line.sku,
      received: String(line.received),
    }));
    const text = JSON.stringify(rows);
    if (this.#notices.get(purchase.number) === text) return [];
    this.#notices.set(purchase.number, text);
    for (const { row, sku, received } of purchase.lines) {
      const key = `${purchase.number} ${row}`;
      this.#change(purchase.warehouse, sku, received - (this.#received.get(key) ?? 0));
      this.#received.set(key, received);
    }
    return rows;
  }

  /** The simulated warehouse keeps no note of what was put on the shelf again: it is what nothing else explains. */
  #returnRows({ shelves }: WarehouseState, order: SimOrder): Row[] {
    return order.lines.flatMap((line) => {
      const key = `${order.orderNumber} ${line.rowNumber}`;
      const parcels = line.returns.slice(this.#returned.get(key) ?? 0);
      this.#returned.set(key, line.returns.length);
      return parcels.map(({ quantity, cause, at }) => {
        const unexplained = shelves.of(order.warehouse, line.sku).physical - this.#level(order.warehouse, line.sku);
        const restocked = Math.max(0, Math.min(quantity, unexplained));
        this.#change(order.warehouse, line.sku, restocked);
        return {
          order: order.orderNumber,
          line: line.rowNumber,
          units: String(quantity),
          restocked: String(restocked),
          cause,
          at: new Date(at).toISOString(),
        };
      });
    });
  }

  #movementRows({ shelves }: WarehouseState): Row[] {
    return shelves.warehouses.flatMap(({ id }) =>
      [...shelves.articles.keys()].flatMap((sku) => {
        const units = shelves.of(id, sku).physical - this.#level(id, sku);
        if (units === 0) return [];
        this.#change(id, sku, units);
        return [{ warehouse: String(id), sku, units: String(units), reason: units > 0 ? 'FOUND' : 'LOST' }];
      }),
    );
  }

  #level(warehouse: number, sku: string): number {
    return this.#levels.get(`${warehouse} ${sku}`) ?? 0;
  }

  #change(warehouse: number, sku: string, units: number): void {
    this.#levels.set(`${warehouse} ${sku}`, this.#level(warehouse, sku) + units);
  }
}
