import { createHash } from 'node:crypto';
import { allocate, preferredWarehouses, spread, unallocatedUnits } from './allocation.js';
import type { Act } from './control-inputs.js';
import { orderTotalMinor } from './money.js';
import type { Allocation, Line, Order, PaymentEntry } from './order.js';
import { rollUpStatus } from './order-rules.js';
import { addPaymentEntry } from './payment-history.js';
import { inventPerson, type Person } from './people.js';
import { Refusal } from './refusal.js';
import type { SimulatorState } from './state.js';

/** What the shop's checkout hands over. */
export type NewOrder = Extract<Act, { type: 'web.order' }>;

/** A customer checks out: the order is allocated, authorised, announced as new, and confirmed by the store's own setting. */
export function placeOrder(state: SimulatorState, input: NewOrder): Order {
  if (state.orders.has(input.order)) throw new Refusal(`order ${input.order} already exists`);
  if (input.location != null && !state.locations.some((l) => l.id === input.location))
    throw new Refusal(`no location is called ${input.location}`);
  const lines = input.lines.map((line) => newLine(state, line));

  const now = Date.now();
  const order: Order = {
    id: createHash('md5').update(`order-${input.order}`).digest('hex'),
    number: input.order,
    createdAt: now,
    updatedAt: now,
    status: 'PENDING',
    isOnHold: input.hold ?? false,
    isLocked: input.locked ?? false,
    isInternal: input.internal ?? false,
    isPreorder: input.preorder ?? false,
    store: input.store ?? 1,
    hasDeliveryGroups: input.deliveryGroups ?? false,
    bundle: bundleOf(state, input),
    customer: { ...inventPerson(input.order), ...presentFields(input.customer) },
    shippingOption: shippingOption(input),
    attributes: [...giftAttributes(input), ...(input.attributes ?? [])],
    discountMinor: input.discountMinor ?? 0,
    shippingMinor: input.shippingMinor ?? 0,
    lines,
    allocations: [],
    shipments: [],
    payments: [],
    capturesToFail: input.captureFails ?? 0,
    captureLaterMs: input.captureLater ?? undefined,
    isCapturedAtOnce: input.capturedAtOnce ?? false,
    giftCardMinor: input.giftCardMinor ?? 0,
    keepsReserve: input.keepsReserve ?? false,
    returns: [],
    refundsToFail: input.refundFails ?? 0,
    refundLaterMs: input.refundLater ?? undefined,
  };
  if (!order.isPreorder)
    allocateAll(state, order, { lines, warehouses: preferredWarehouses(state, input.location ?? undefined) });

  authorise(state, order);
  state.orders.set(order.number, order);
  state.touched(order, 'insert');
  if (input.unconfirmed) return order;
  order.status = 'CONFIRMED';
  state.touched(order);
  return order;
}

/** Gift cards pay first, the other payment the rest. An order that costs nothing reserves nothing. */
function authorise(state: SimulatorState, order: Order): void {
  const total = orderTotalMinor(order);
  const giftCard = Math.min(total, order.giftCardMinor);
  const money = { giftCard, card: total - giftCard };
  reserve(state, order, money);
  if (!order.isCapturedAtOnce) return;
  enter(state, order, ['CAPTURE_GIFT_CARD', money.giftCard]);
  enter(state, order, ['CAPTURE', money.card]);
}

function reserve(state: SimulatorState, order: Order, { giftCard, card }: { giftCard: number; card: number }): void {
  enter(state, order, ['AUTH_GIFT_CARD', giftCard]);
  enter(state, order, ['AUTH', card]);
}

function enter(
  state: SimulatorState,
  order: Order,
  [entryType, valueMinor]: [PaymentEntry['entryType'], number],
): void {
  if (valueMinor > 0) addPaymentEntry(state, order, { entryType, status: 'SUCCESS', valueMinor });
}

function newLine(state: SimulatorState, line: NewOrder['lines'][number]): Line {
  const product = state.products.find((p) => p.sku === line.sku);
  if (!product) throw new Refusal(`Centra has no SKU ${line.sku}`);
  const unitMinor = line.priceMinor ?? product.priceMinor;
  return { id: state.nextId(), product, quantity: line.quantity, cancelled: 0, cancelledBefore: 0, unitMinor };
}

function bundleOf(state: SimulatorState, { bundle, bundlePriceOn }: NewOrder): Order['bundle'] {
  const usual = state.settings.readings.bundlePrice === 'parent' ? 'bundle' : 'items';
  const priceOn = bundlePriceOn ?? (bundle ? usual : undefined);
  return priceOn === undefined ? undefined : { id: state.nextId(), priceOn };
}

/** The shop's staff add lines to an order that exists, shipped or not. */
export function addLines(state: SimulatorState, order: Order, input: Extract<Act, { type: 'web.add' }>): void {
  if (order.status === 'CANCELLED') throw new Refusal('Order is cancelled', ['order']);
  const lines = input.lines.map((line) => newLine(state, line));
  const known = [...order.allocations];
  allocateAll(state, order, { lines, warehouses: preferredWarehouses(state, input.location), known });
  order.lines.push(...lines);
  reserve(state, order, { giftCard: 0, card: lines.reduce((sum, l) => sum + l.unitMinor * l.quantity, 0) });
  rollUpStatus(order);
}

/** Goods that were sold before they were in stock have come: the order gets them. */
export function allocateOrder(state: SimulatorState, order: Order): void {
  const known = [...order.allocations];
  const lines = order.lines.map((line) => ({ ...line, quantity: unallocatedUnits(order, line) }));
  allocateAll(state, order, { lines, warehouses: preferredWarehouses(state), known });
}

/** The shop's staff take back the cancellation of an order. */
export function reopenOrder(state: SimulatorState, order: Order): void {
  if (order.status !== 'CANCELLED') throw new Refusal('Order is not cancelled', ['order']);
  for (const line of order.lines) [line.cancelled, line.cancelledBefore] = [0, 0];
  allocateAll(state, order, { lines: order.lines, warehouses: preferredWarehouses(state) });
  order.status = 'CONFIRMED';
}

interface Allocating {
  readonly lines: readonly Line[];
  readonly warehouses: readonly number[];
  /** Allocations that the order had before. */
  readonly known?: readonly Allocation[];
}

/** All lines or none: a line that cannot be had gives back what the lines before it took. */
function allocateAll(state: SimulatorState, order: Order, { lines, warehouses, known = [] }: Allocating): void {
  const sellable = (warehouse: number, sku: string) => state.sellable(warehouse, sku);
  try {
    for (const line of lines)
      for (const place of spread({ sku: line.product.sku, quantity: line.quantity }, warehouses, sellable))
        allocate(state, { order, line }, place);
  } catch (error) {
    for (const a of order.allocations.filter((one) => !known.includes(one))) {
      const sku = lines.find((l) => l.id === a.line)?.product.sku ?? '';
      state.stock.add(a.warehouse, sku, { allocated: -a.quantity });
    }
    order.allocations = [...known];
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
const presentFields = (person: NewOrder['customer']): Partial<Person> =>
  Object.fromEntries(Object.entries(person ?? {}).filter(([, value]) => value !== undefined));
