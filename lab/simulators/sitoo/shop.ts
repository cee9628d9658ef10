import { usualReadings } from '../../../systems/inferred-facts.js';
import { SITOO_FACTS, type SitooReadings } from '../../../systems/sitoo/inferred-facts.js';
import type { ShopEvents } from './events.js';
import { type DeliveryRecord, delivered, MOVE, type OrderRecord, outstanding, STATE } from './records.js';
import type { SimulatorState } from './state.js';

/** Something the counterpart refuses, in a sentence: a 400 over the API, a failed act on the shop floor. */
export class Refusal extends Error {
  override readonly name = 'Refused';
  readonly status: number;

  constructor(sentence: string, status = 400) {
    super(sentence);
    this.status = status;
  }
}

export interface VatGroup {
  readonly id: number;
  readonly percent: number;
  readonly name: string;
}

export const ONE_VAT_GROUP: readonly VatGroup[] = [{ id: 1, percent: 25, name: 'Standard' }];

export const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

/** What API, tills and staff have in common: every change of an order or of stock, with the events it causes. */
export class Shop {
  state: SimulatorState;
  readonly events: ShopEvents;
  /** A batch of levels with a wrong item in it is refused whole, and nobody says which item it was. */
  tightLipped = false;
  /** How the tills behave where their documentation says nothing. A new world has the usual readings. */
  readings: SitooReadings = usualReadings(SITOO_FACTS);
  /** Of the site. A new world has one. */
  vatGroups: readonly VatGroup[] = ONE_VAT_GROUP;

  constructor(state: SimulatorState, events: ShopEvents) {
    this.state = state;
    this.events = events;
  }

  /** What a product has that is created without one. */
  get usualVatGroup(): number {
    return this.vatGroups[0]?.id ?? 0;
  }

  addOrder(order: OrderRecord): void {
    this.state.orders.add(order);
    this.events.order(order, 'add', true);
  }

  setState(order: OrderRecord, state: number): void {
    if (order.state === state) return;
    if (order.state !== STATE.open)
      throw new Refusal(`Order ${order.orderid} is ${order.state === STATE.closed ? 'closed' : 'cancelled'}`);
    this.state.orders.setState(order, state);
    this.events.order(order, 'update', true);
  }

  /** Goods leave: a delivery row, a journal row of type sales and the events of both. */
  deliver(
    order: OrderRecord,
    parcel: {
      warehouseid: number;
      reference: string;
      items: readonly { itemId: number; quantity: number }[];
      ignoreStock?: boolean;
    },
  ): DeliveryRecord {
    this.assertDeliverable(order, parcel.items);
    const waiting = order.deliveries.find((d) => d.sentAt === null && d.warehouseid === parcel.warehouseid);
    const delivery: DeliveryRecord = waiting ?? {
      id: this.state.nextDeliveryId(),
      warehouseid: parcel.warehouseid,
      reference: '',
      sentAt: null,
      cancelledAt: null,
      items: [],
    };
    delivery.reference = parcel.reference;
    delivery.items = parcel.items;
    delivery.sentAt = nowSeconds();
    if (waiting === undefined) order.deliveries.push(delivery);
    if (!parcel.ignoreStock && order.additionaldata['delivery-ignore-stock'] !== 'true') {
      const row = this.state.move({
        warehouseid: parcel.warehouseid,
        type: MOVE.sale,
        description: `Order ${order.orderid}`,
        orderdeliveryid: delivery.id,
        orderid: order.orderid,
        items: parcel.items.map((item) => ({ sku: skuOf(order, item.itemId), quantity: -item.quantity })),
      });
      this.events.moved(row);
    }
    return delivery;
  }

  assertDeliverable(order: OrderRecord, items: readonly { itemId: number; quantity: number }[]): void {
    if (order.state === STATE.cancelled) throw new Refusal(`Order ${order.orderid} is cancelled`);
    const requested = new Map<number, number>();
    for (const { itemId, quantity } of items) requested.set(itemId, (requested.get(itemId) ?? 0) + quantity);
    for (const [itemId, quantity] of requested) {
      const item = order.items.find((row) => row.itemId === itemId);
      if (item === undefined) throw new Refusal(`Order ${order.orderid} has no orderitemid ${itemId}`);
      const left = item.quantity - delivered(order, itemId);
      if (quantity > left) throw new Refusal(`Order ${order.orderid} item ${itemId}: ${left} left, not ${quantity}`);
    }
  }

  /** All that has not left yet. */
  rest(order: OrderRecord): { itemId: number; quantity: number }[] {
    return outstanding(order).map(({ itemId, quantity }) => ({ itemId, quantity }));
  }
}

export function skuOf(order: OrderRecord, itemId: number): string {
  return order.items.find((item) => item.itemId === itemId)?.sku ?? '';
}
