import type { Brand, Location } from '../brand.js';
import { locationsOf } from '../locations.js';
import { type FactsContext, pickedSku } from './facts-from-web.js';
import { handedOver } from './handed-over.js';
import { type FactLine, type OrderFacts, unreadableFacts } from './order-facts.js';
import type { PosOrder, PosOrderItem, TillOrderState } from './pos-order.js';
import { needsPostalCode } from './postal-codes.js';
import type { StoreDelivery } from './store-order.js';
import { isSentOn, type TillShape, tillShapeOf } from './till-shape.js';
import type { Address } from './web-order.js';

const STATES: Readonly<Record<TillOrderState, OrderFacts['state']>> = {
  open: 'open',
  closed: 'done',
  cancelled: 'cancelled',
  abandoned: 'cancelled',
  // Whatever it means, the order is not lost.
  unknown: 'open',
};

type SentOn = Extract<TillShape, { kind: 'sent' | 'collected' }>;

/** A till order, with what has left of it. */
export interface TillOrderRead {
  readonly order: PosOrder;
  /** Read once the order was seen; empty where none can matter. */
  readonly deliveries: readonly StoreDelivery[];
}

/** Whether anything of a till order concerns us: goods that a warehouse sends, or a shape that someone must look at. */
export const concernsUs = (order: PosOrder, brand: Brand): boolean => tillShapeOf(order, brand).kind !== 'counter';

/** Whether the deliveries of an order decide what is to be sent, or was: a closed one must not look as if more of it were. */
export const dependsOnDeliveries = (order: PosOrder, brand: Brand): boolean =>
  STATES[order.state] !== 'cancelled' && isSentOn(tillShapeOf(order, brand));

/** Turns a till order into what a workflow may know of it. */
export function posOrderFacts({ order, deliveries }: TillOrderRead, context: FactsContext): OrderFacts {
  const { brand, readAt } = context;
  const shape = tillShapeOf(order, brand);
  if (shape.kind === 'odd') return unreadableFacts({ origin: 'sitoo', number: order.orderId }, readAt, shape.why);
  return isSentOn(shape) ? factsOf({ order, deliveries }, shape, context) : overTheCounter(order, context);
}

/** Nothing is left to do for us: it was one of ours before, or never. */
const overTheCounter = (order: PosOrder, context: FactsContext): OrderFacts => ({
  ...factsOf({ order, deliveries: [] }, { kind: 'sent', from: undefined }, context),
  state: 'done',
});

function factsOf({ order, deliveries }: TillOrderRead, shape: SentOn, context: FactsContext): OrderFacts {
  const { brand, corrections, readAt, fingerprint } = context;
  const gone = handedOver(deliveries, locationsOf(brand));
  const left = order.items.flatMap((item): PosOrderItem[] => {
    const quantity = item.quantity - (gone.get(item.itemId) ?? 0);
    return item.quantity > 0 && quantity > 0 ? [{ ...item, quantity }] : [];
  });
  const lines = left
    .filter(({ sku }) => sku !== '')
    .map((item) => factLine(item, { order, from: shape.from }, context));
  const rowsWithoutSku = left.filter(({ sku }) => sku === '').map(({ itemId }) => itemId);
  const state = left.length === 0 ? 'done' : STATES[order.state];
  const isPaid = order.paymentState === 'paid';
  const courier = corrections?.courier ?? courierOf(order, shape, brand);
  const to = shape.kind === 'collected' ? addressOf(shape.at) : order.deliveryAddress;
  const shipTo = fingerprint([order.orderId, to ?? null]);
  const pickUp = shape.kind === 'collected' ? { pickUp: shape.at?.id ?? { unknown: pickUpName(order) } } : {};
  return {
    origin: 'sitoo',
    number: order.orderId,
    revision: fingerprint([
      state === 'done' ? 'open' : state,
      isPaid,
      shipTo,
      courier ?? null,
      lines.map((l) => [l.line, l.sku, l.quantity]),
      rowsWithoutSku,
      pickUp,
    ]),
    changedAt: 0,
    readAt,
    state: state === 'open' && !isPaid ? 'waiting-for-payment' : state,
    currency: order.currency,
    totalMinor: order.totalMinor,
    // Sitoo computes the total from the rows itself; roundings and delivery fees are its own business.
    addsUpToMinor: order.totalMinor,
    delivery: shape.kind === 'collected' ? 'collect' : 'home',
    ...(courier ? { courier } : {}),
    ...(order.courier ? { shippingOption: order.courier } : {}),
    gift: { requested: false, messagePresent: false },
    shipTo,
    addressMissing: missingOf(to),
    attributesMissing: [],
    lines,
    ...(rowsWithoutSku.length > 0 ? { rowsWithoutSku } : {}),
    ...pickUp,
  };
}

function factLine(
  item: PosOrderItem,
  { order, from }: { readonly order: PosOrder; readonly from: Location | undefined },
  context: FactsContext,
): FactLine {
  const { corrections, knowledgeOf } = context;
  const sku = pickedSku(item.sku, corrections);
  const location = corrections?.locations?.[item.itemId] ?? from?.id;
  const { quantity } = item;
  const warehouse = { system: 'sitoo' as const, ...(order.warehouseId === undefined ? {} : { id: order.warehouseId }) };
  const sold = order.items.find(({ itemId }) => itemId === item.itemId)?.quantity ?? quantity;
  return {
    line: item.itemId,
    sku,
    quantity,
    knowledge: location === undefined ? 'known' : knowledgeOf(sku, location),
    unitPriceMinor: Math.round((item.rowNetMinor + item.rowVatMinor) / sold),
    ...(location === undefined
      ? { allocations: [], allocatedElsewhere: [{ warehouse, quantity }] }
      : { allocations: [{ location, quantity }] }),
  };
}

const missingOf = (to: Address | undefined): string[] => [
  ...(to?.address1 ? [] : ['street']),
  ...(to?.zipCode || !needsPostalCode(to?.countryCode) ? [] : ['postal code']),
  ...(to?.city ? [] : ['city']),
];

const pickUpName = ({ pickUp }: PosOrder): string => pickUp?.store ?? `warehouse ${pickUp?.warehouse ?? '?'}`;

/** Where goods go that a customer collects in a store. */
export const addressOf = (store: Location | undefined): Address | undefined =>
  store?.address && {
    companyName: store.name,
    address1: store.address.street,
    ...(store.address.zip === undefined ? {} : { zipCode: store.address.zip }),
    city: store.address.city,
    countryCode: store.address.country,
  };

/**
 * The courier that the cashier chose; one that the brand file does not know is no courier, so that a person is asked. Where
 * the till names none: of what is collected, the brand's first that collects, else the brand's courier for till orders, else
 * its first one that delivers home.
 */
function courierOf(order: PosOrder, { kind }: SentOn, brand: Brand): string | undefined {
  const couriers = Object.entries(brand.couriers);
  const { courier } = order;
  if (courier) return couriers.find(([key, { tillNames }]) => (tillNames ?? [key]).includes(courier))?.[0];
  const firstOf = (delivery: 'home' | 'collect') => couriers.find(([, c]) => c.delivery === delivery)?.[0];
  return (kind === 'collected' ? firstOf('collect') : undefined) ?? brand.posCourier ?? firstOf('home');
}
