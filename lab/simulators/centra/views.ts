import { formatMoney } from '../../../domain/money.js';
import { unitsInShipments } from './allocation.js';
import { bundleLine } from './bundle-view.js';
import type { StockChange } from './change-log.js';
import { fits, type Match, type TimeRange, within } from './filters.js';
import { orderTotalMinor } from './money.js';
import type { Allocation, Line, Order, PaymentEntry, Shipment, ShipmentLine } from './order.js';
import { returnedUnits } from './returned-units.js';
import type { SimulatorState } from './state.js';
import { storeOf } from './stores.js';

/**
 * The objects GraphQL reads: plain values, functions where a field takes arguments or leads on to another object.
 * Centra answers in its own zone, with whole seconds.
 */
export type Views = ReturnType<typeof createViews>;

const ZONE_HOURS = 1;

/** `Y-m-d\TH:i:sP`, Centra's default format. */
export const centraTime = (ms: number): string =>
  `${new Date(ms + ZONE_HOURS * 3_600_000).toISOString().slice(0, 19)}+0${ZONE_HOURS}:00`;

export function createViews(state: SimulatorState) {
  const currency = { id: 1, code: state.currency };
  const money = (minor: number) => ({
    value: Number(formatMoney({ minor, currency: state.currency })),
    currency,
    conversionRate: 1,
  });
  const size = (sku: string) => {
    const found = state.sizes.bySku(sku);
    const stockOffset = state.settings.offsets.get(sku) ?? null;
    if (!found) return null;
    return { ...found, isActive: true, preorder: false, productVariant: { id: found.id, stockOffset } };
  };

  const warehouse = (id: number) => {
    const location = state.locations.find((l) => l.centraWarehouse === id);
    return {
      id,
      name: location?.name ?? `Warehouse ${id}`,
      status: 'ACTIVE',
      allocationPolicy: 'DIRECT',
      stockMaster: 'EXTERNAL',
      threshold: state.settings.thresholds.get(id) ?? null,
      stock: (args: { where?: { productSizeId?: number[] }; limit: number; page: number }) => {
        const wanted = args.where?.productSizeId?.flatMap((sizeId) => state.sizes.byId(sizeId)?.SKU ?? []);
        return page(state.stock.at(id, wanted), args).map((row) => ({
          physicalQuantity: row.physical,
          allocatedQuantity: row.allocated,
          freeToAllocateQuantity: row.physical - row.allocated,
          productSize: size(row.sku),
        }));
      },
      stockChanges: (args: StockChangesArgs) =>
        page(
          state.stockChanges
            .at(id)
            .filter((change) => isWanted(change, args.where))
            .toReversed(),
          args,
        ).map(stockChange),
    };
  };

  const stockChange = (change: StockChange): object => ({
    id: change.id,
    createdAt: centraTime(change.createdAt),
    comment: change.comment,
    warehouse: () => warehouse(change.warehouse),
    lines: (args: { limit: number; page: number }) =>
      page(change.lines, args).map((line) => ({
        id: line.id,
        deliveredQuantity: line.quantity,
        productSize: size(line.sku),
        warehouse: () => warehouse(change.warehouse),
      })),
  });

  const allocation = (a: Allocation) => ({
    id: a.id,
    quantity: a.quantity,
    isWaitingForConfirmation: false,
    warehouse: () => warehouse(a.warehouse),
  });

  /** Whether the allocations of what was shipped are still shown is one of the things that nobody has documented. */
  const shownAllocations = (order: Order): Allocation[] => {
    if (state.settings.readings.allocationsAfterShipping === 'kept') return order.allocations;
    const sent = order.shipments.filter((s) => s.shippedAt !== undefined).flatMap((s) => s.lines.map(({ id }) => id));
    return order.allocations.filter(({ shipmentLine }) => shipmentLine === undefined || !sent.includes(shipmentLine));
  };

  const orderLine = (order: Order, l: Line) => ({
    __typename: order.bundle ? 'BundleItemOrderLine' : 'ProductOrderLine',
    id: l.id,
    size: 'One Size',
    productNumber: l.product.sku,
    comment: '',
    productName: l.product.name,
    productVariantName: null,
    ...unitsOf(order, l, state.settings.readings.cancelledOrderQuantity),
    returnedQuantity: returnedUnits(order, (r) => r.line === l.id),
    taxPercent: 25,
    unitPrice: money(order.bundle?.priceOn === 'bundle' ? 0 : l.unitMinor),
    unitOriginalPrice: money(l.product.priceMinor),
    lineValue: money(order.bundle?.priceOn === 'bundle' ? 0 : l.unitMinor * (l.quantity - l.cancelled)),
    productSize: { ...size(l.product.sku), preorder: order.isPreorder },
    allocations: (args: Cut) =>
      cut(
        shownAllocations(order).filter((a) => a.line === l.id),
        args,
      ).map(allocation),
  });

  const shipmentLine = (order: Order, line: ShipmentLine) => ({
    id: line.id,
    quantity: line.quantity,
    returnedQuantity: returnedUnits(order, (r) => r.shipmentLine === line.id),
    orderLine: () => orderLine(order, order.lines.find((l) => l.id === line.line) as Line),
    // This list takes a limit, and without one it is whole.
    allocations: (args: { limit?: number; page: number }) => {
      const held = shownAllocations(order).filter((a) => a.shipmentLine === line.id);
      return (args.limit == null ? held : page(held, args)).map(allocation);
    },
  });

  const shipment = (order: Order, s: Shipment) => ({
    __typename: 'DirectToConsumerShipment',
    id: s.id,
    number: s.number,
    createdAt: centraTime(s.createdAt),
    updatedAt: centraTime(s.updatedAt),
    isGoodToGo: s.isGoodToGo,
    isShipped: s.shippedAt !== undefined,
    isOnHold: order.isOnHold,
    isPaid: s.isPaid,
    isCaptured: s.isCaptured,
    capturedAt: s.capturedAt === undefined ? null : centraTime(s.capturedAt),
    shippedAt: s.shippedAt === undefined ? null : centraTime(s.shippedAt),
    trackingNumber: s.trackingNumber ?? null,
    numberOfPackages: s.packages,
    grandTotal: money(s.totalMinor),
    carrierInformation: s.carrier === undefined ? null : { carrierName: s.carrier, serviceName: s.service ?? null },
    lines: (args: Cut) => cut(s.lines, args).map((held) => shipmentLine(order, held)),
  });

  const paymentEntry = (entry: PaymentEntry) => ({
    id: entry.id,
    createdAt: centraTime(entry.createdAt),
    status: entry.status,
    entryType: entry.entryType,
    externalReference: `psp-${entry.id}`,
    paymentMethod: 'simulated',
    value: money(signedMinor(entry, state.settings.readings.refundSign)),
  });

  const customer = (o: Order) => {
    const { email, firstName, lastName } = o.customer;
    return { id: state.customers.idOf(o), email, firstName, lastName };
  };

  const order = (o: Order) => {
    const total = orderTotalMinor(o);
    const { phone, countryCode, ...person } = o.customer;
    const address = {
      ...person,
      companyName: '',
      attention: null,
      address2: '',
      stateOrProvince: null,
      country: { id: 1, name: countryCode, code: countryCode },
      phoneNumber: phone,
      cellPhoneNumber: phone,
      vatNumber: null,
    };
    return {
      __typename: 'DirectToConsumerOrder',
      id: o.id,
      number: o.number,
      status: o.status,
      isOnHold: o.isOnHold,
      isLocked: o.isLocked,
      isInternal: o.isInternal,
      isWaitingForPayment: false,
      createdAt: centraTime(o.createdAt),
      updatedAt: centraTime(o.updatedAt),
      orderDate: centraTime(o.createdAt),
      internalComment: null,
      otherComment: '',
      grandTotal: money(total),
      totals: {
        quantity: o.lines.reduce((sum, l) => sum + l.quantity - l.cancelled, 0),
        originalQuantity: o.lines.reduce((sum, l) => sum + l.quantity, 0),
        cancelledQuantity: o.lines.reduce((sum, l) => sum + l.cancelled, 0),
        lineValues: money(o.lines.reduce((sum, l) => sum + l.unitMinor * (l.quantity - l.cancelled), 0)),
        discounts: money(o.discountMinor),
        shipping: money(o.shippingMinor),
        handling: money(0),
        taxAdded: money(0),
        taxDeducted: money(0),
        taxIncluded: money(Math.round(total / 5)),
      },
      discountsApplied: o.discountMinor > 0 ? [{ value: money(o.discountMinor), date: centraTime(o.createdAt) }] : [],
      store: storeOf(o),
      market: { id: 1, name: 'Europe' },
      paymentMethod: { uri: 'simulated', plugin: 'simulated', name: 'Simulated payment' },
      shippingPriceGroup: { shippingOption: o.shippingOption === undefined ? null : option(o.shippingOption) },
      shippingAddress: address,
      billingAddress: address,
      customer: customer(o),
      attributes: o.attributes.map(({ type, key, value }) => ({
        type: { name: type },
        description: type,
        elements: [{ __typename: 'AttributeStringElement', key, description: key, kind: 'text', value }],
      })),
      lines: (args: Cut & { includeFullyCancelled?: boolean | null }) => [
        ...cut(
          o.lines.filter((l) => args.includeFullyCancelled || l.cancelled < l.quantity),
          args,
        ).map((l) => orderLine(o, l)),
        ...(o.bundle ? [bundleLine(o, o.bundle, money)] : []),
      ],
      shipments: (args: Cut) => cut(o.shipments, args).map((s) => shipment(o, s)),
      paymentHistory: (args: Cut & { where?: { entryType?: string[] } | null }) =>
        cut(
          o.payments.filter((p) => args.where?.entryType?.includes(p.entryType) ?? true),
          args,
        ).map(paymentEntry),
    };
  };

  return {
    money,
    line: orderLine,
    shipmentLine,
    customer,
    order,
    shipment,
    warehouse,
    paymentEntry,
    stockChange,
    size,
  };
}

/** A released authorisation is documented with a minus; of money that was given back nobody has written it. */
function signedMinor({ entryType, valueMinor }: PaymentEntry, sign: 'positive' | 'negative'): number {
  const isGivenUp = entryType.startsWith('CANCEL') || (entryType.startsWith('REFUND') && sign === 'negative');
  return isGivenUp ? -valueMinor : valueMinor;
}

const option = (uri: string) => ({ id: 1, name: uri, uri });

/** Limit and page as a list takes them that is cut; a list that is not has neither. */
export type Cut = { limit?: number | null; page?: number | null };

/** All rows of a list whose schema knows no limit, else the page that was asked for. */
export const cut = <T>(rows: readonly T[], args: Cut): readonly T[] => (args.limit == null ? rows : page(rows, args));

interface StockChangesArgs {
  limit: number;
  page: number;
  where?: { id?: number[]; comment?: Match; createdAt?: TimeRange };
}

function isWanted(change: StockChange, where: StockChangesArgs['where']): boolean {
  const { id, comment, createdAt } = where ?? {};
  return (id?.includes(change.id) ?? true) && fits(comment, change.comment) && within(change.createdAt, createdAt);
}

/** Centra's lists: pages from 1, at most 200. */
export function page<T>(rows: readonly T[], { limit, page = 1 }: { limit?: number | null; page?: number | null }): T[] {
  const size = limit ?? 20;
  if (size < 1 || size > 200) throw new RangeError('Limit must be in range 1 - 200');
  const from = ((page ?? 1) - 1) * size;
  return rows.slice(from, from + size);
}

/**
 * Units of a line as Centra shows them: cancelled units are taken off the quantity. An order that was cancelled as a whole
 * keeps the quantities it had; whether it does is documented once, in a guide, so the other reading can be played too.
 */
function unitsOf(order: Order, line: Line, cancelledOrder: 'kept' | 'zero') {
  const cancelled = order.status === 'CANCELLED' && cancelledOrder === 'kept' ? line.cancelledBefore : line.cancelled;
  return { quantity: line.quantity - cancelled, cancelledQuantity: cancelled };
}

/** The line as the judges of a run read it. */
export const shippedUnits = (order: Order, line: Line): number =>
  unitsInShipments({ ...order, shipments: order.shipments.filter((s) => s.shippedAt !== undefined) }, line.id);
