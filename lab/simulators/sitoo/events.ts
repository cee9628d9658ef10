import { EventFaultPlan } from '../kit/event-faults.js';
import type { EventSender, PushedEvent } from './event-sender.js';
import { type OrderRecord, STATE } from './records.js';

const STATE_NAMES: Readonly<Record<number, string>> = {
  [STATE.open]: 'open',
  [STATE.closed]: 'closed',
  [STATE.cancelled]: 'cancelled',
};
const LATE_MS = 1_000;

/** Sends what happened as Sitoo's events, after applying the event faults. */
export class ShopEvents {
  readonly #sender: EventSender;
  readonly #accountId: number;
  /** Ids must not come back after a restart: consumers remember them longer than we run. */
  readonly #run = Date.now().toString(36);
  /** Their subjects: order id, externalid, warehouse id or event type. */
  readonly faults = new EventFaultPlan();
  readonly #late = new Set<NodeJS.Timeout>();
  /** Events that a fault swallowed. */
  lost = 0;
  #count = 0;

  constructor(sender: EventSender, accountId: number) {
    this.#sender = sender;
    this.#accountId = accountId;
  }

  order(order: OrderRecord, what: string, stateChanged = false): void {
    this.#emit('order', [String(order.orderid), order.externalid ?? ''], {
      eshop_id: 1,
      order_id: order.orderid,
      warehouse_id: order.warehouseid,
      order_event_type: what,
      ...(stateChanged ? { order_state_changed: STATE_NAMES[order.state] ?? String(order.state) } : {}),
    });
  }

  delivery(order: OrderRecord, delivery: { id: number; warehouseid: number }, state: string): void {
    this.#emit('order-delivery', [String(order.orderid), order.externalid ?? ''], {
      eshop_id: 1,
      order_id: order.orderid,
      order_delivery_id: delivery.id,
      warehouse_id: delivery.warehouseid,
      order_delivery_event_type: 'update',
      order_delivery_state_changed: state,
    });
  }

  moved(row: { id: number; warehouseid: number }): void {
    this.#emit('warehouse-transaction', [String(row.warehouseid)], {
      eshop_id: 1,
      warehouse_id: row.warehouseid,
      warehouse_transaction_id: row.id,
    });
  }

  stop(): void {
    for (const timer of this.#late) clearTimeout(timer);
    this.#late.clear();
  }

  #emit(type: string, subjects: string[], data: PushedEvent['data']): void {
    this.#count += 1;
    const event: PushedEvent = {
      event_id: `evt-${this.#run}-${this.#count}`,
      event_type: type,
      event_date: Math.floor(Date.now() / 1_000),
      account_id: this.#accountId,
      data,
    };
    const due = this.faults.take(type, ...subjects);
    switch (due?.fault) {
      case 'lost':
        this.lost += 1;
        return;
      case 'duplicate':
        this.#sender.push(event);
        this.#sender.push(event);
        return;
      case 'late': {
        const timer = setTimeout(() => {
          this.#late.delete(timer);
          this.#sender.push(event);
        }, due.delayMs ?? LATE_MS);
        this.#late.add(timer);
        return;
      }
      default:
        this.#sender.push(event);
    }
  }
}
