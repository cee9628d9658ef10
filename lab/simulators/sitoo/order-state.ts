import { type OrderRecord, refundedOrder, STATE } from './records.js';

/** All orders, in the order of their ids, and the ways by which they are found: a long day must not make a sale slow. */
export class OrderStore {
  readonly all: OrderRecord[] = [];
  /** Those that still hold or promise something. */
  readonly open = new Set<OrderRecord>();
  readonly #byId = new Map<number, OrderRecord>();
  readonly #byExternalId = new Map<string, OrderRecord>();
  readonly #byReceipt = new Map<string, OrderRecord[]>();
  readonly #refunds = new Map<number, OrderRecord[]>();

  add(order: OrderRecord): void {
    this.all.push(order);
    this.#byId.set(order.orderid, order);
    if (order.externalid !== null) this.#byExternalId.set(order.externalid, order);
    if (order.receipt !== undefined) append(this.#byReceipt, order.receipt, order);
    const refunded = new Set([order.creditorderid, ...order.items.map((row) => refundedOrder(order, row))]);
    for (const orderid of refunded) if (orderid !== null) append(this.#refunds, orderid, order);
    if (order.state === STATE.open) this.open.add(order);
  }

  setState(order: OrderRecord, state: number): void {
    order.state = state;
    if (state === STATE.open) this.open.add(order);
    else this.open.delete(order);
  }

  byId(orderid: number): OrderRecord | undefined {
    return this.#byId.get(orderid);
  }

  byExternalId(externalid: string): OrderRecord | undefined {
    return this.#byExternalId.get(externalid);
  }

  /** Sales with this receipt number; every store counts for itself. */
  withReceipt(receipt: string): readonly OrderRecord[] {
    return this.#byReceipt.get(receipt) ?? [];
  }

  refundsOf(orderid: number): readonly OrderRecord[] {
    return this.#refunds.get(orderid) ?? [];
  }
}

function append<K>(lists: Map<K, OrderRecord[]>, key: K, order: OrderRecord): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [order]);
  else list.push(order);
}
