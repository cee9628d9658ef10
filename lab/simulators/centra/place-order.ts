import { createHash } from 'node:crypto';
import { allocate, preferredWarehouses, spread } from './allocation.js';
import type { Act } from './control-inputs.js';
import { orderTotalMinor } from './money.js';
import { inventPerson, type Person } from './people.js';
import { type Line, type Order, Refusal, type SimulatorState } from './state.js';

/** What the shop's checkout hands over. */
export type NewOrder = Extract<Act, { type: 'web.order' }>;

/** A customer checks out: the order is allocated, authorised, told as new, and confirmed by the store's own setting. */
export function placeOrder(books: SimulatorState, wish: NewOrder): Order {
  if (books.orders.has(wish.order)) throw new Refusal(`order ${wish.order} already exists`);
  if (wish.location != null && !books.locations.some((l) => l.id === wish.location))
    throw new Refusal(`no location is called ${wish.location}`);
  const lines = wish.lines.map((line): Line => {
    const product = books.products.find((p) => p.sku === line.sku);
    if (!product) throw new Refusal(`Centra has no SKU ${line.sku}`);
    const unitMinor = line.priceMinor ?? product.priceMinor;
    return { id: books.nextId(), product, quantity: line.quantity, cancelled: 0, unitMinor };
  });

  const now = Date.now();
  const order: Order = {
    id: createHash('md5').update(`order-${wish.order}`).digest('hex'),
    number: wish.order,
    createdAt: now,
    updatedAt: now,
    status: 'PENDING',
    isOnHold: wish.hold ?? false,
    isLocked: wish.locked ?? false,
    customer: { ...inventPerson(wish.order), ...given(wish.customer) },
    shippingOption: shippingOption(wish),
    attributes: [...giftAttributes(wish), ...(wish.attributes ?? [])],
    discountMinor: wish.discountMinor ?? 0,
    shippingMinor: wish.shippingMinor ?? 0,
    lines,
    allocations: [],
    shipments: [],
    payments: [],
    capturesToFail: wish.captureFails ?? 0,
    captureLaterMs: wish.captureLater ?? undefined,
    returns: [],
    refundsToFail: wish.refundFails ?? 0,
    refundLaterMs: wish.refundLater ?? undefined,
  };
  allocateAll(books, order, preferredWarehouses(books, wish.location ?? undefined));

  const valueMinor = orderTotalMinor(order);
  order.payments.push({ id: books.nextId(), createdAt: now, entryType: 'AUTH', status: 'SUCCESS', valueMinor });
  books.orders.set(order.number, order);
  books.touched(order, 'insert');
  order.status = 'CONFIRMED';
  books.touched(order);
  return order;
}

/** All lines or none: a line that cannot be had gives back what the lines before it took. */
function allocateAll(books: SimulatorState, order: Order, warehouses: readonly number[]): void {
  const sellable = (warehouse: number, sku: string) => books.sellable(warehouse, sku);
  try {
    for (const line of order.lines)
      for (const { warehouse, quantity } of spread(books, line.product.sku, line.quantity, warehouses, sellable))
        allocate(books, order, line, warehouse, quantity);
  } catch (error) {
    for (const a of order.allocations) {
      const sku = order.lines.find((l) => l.id === a.line)?.product.sku ?? '';
      books.stock.book(a.warehouse, sku, 0, -a.quantity);
    }
    throw error;
  }
}

function shippingOption({ shippingOption: chosen, delivery }: NewOrder): string | undefined {
  if (chosen === null) return undefined;
  return chosen ?? (delivery === 'collect' ? 'click-and-collect' : 'home-standard');
}

function giftAttributes({ giftRequested, giftMessage }: NewOrder): { type: string; key: string; value: string }[] {
  return [
    ...(giftRequested ? [{ type: 'gift', key: 'wrap', value: 'true' }] : []),
    ...(giftMessage ? [{ type: 'gift', key: 'message', value: giftMessage }] : []),
  ];
}

/** The fields that were given; an empty text is a given one, to play an order that lacks it. */
const given = (person: NewOrder['customer']): Partial<Person> =>
  Object.fromEntries(Object.entries(person ?? {}).filter(([, value]) => value !== undefined));
