import type { Brand } from '../brand.js';
import type { LineId } from '../ids.js';
import { type Locations, locationsOf } from '../locations.js';
import { openCaptures } from './capture.js';
import { fateOf, holdsUnsent, type LineFate, unitsInShipments } from './line-kinds.js';
import type { FactLine, OrderFacts } from './order-facts.js';
import { needsPostalCode } from './postal-codes.js';
import { moneyLeft, reservedMinor, reservesTooMuch } from './reserve.js';
import type { Corrections } from './settings.js';
import { combined, type SkuKnowledge } from './sku-knowledge.js';
import { countUnits } from './split-order.js';
import type { OrderAttribute, WebOrder, WebOrderLine } from './web-order.js';

export interface FactsContext {
  readonly brand: Brand;
  readonly corrections?: Corrections;
  /** Whether the system that must pick this SKU at this location knows it. */
  readonly knowledgeOf: (sku: string, location: string) => SkuKnowledge;
  /** When the order was read, epoch ms. */
  readonly readAt: number;
  /** A short text that is the same for equal values, differs for others, and cannot be turned back. */
  readonly fingerprint: (value: unknown) => string;
}

/** The SKU to pick for a line, after what people corrected. */
export const pickedSku = (sku: string, corrections: Corrections | undefined): string => corrections?.skus?.[sku] ?? sku;

/** Turns a web order into what a workflow may know of it: no name, address, e-mail, phone or free text. */
export function webOrderFacts(order: WebOrder, context: FactsContext): OrderFacts {
  const { brand, corrections, readAt, fingerprint } = context;
  const courier = courierOf(order, brand, corrections);
  const lines = linesOfFate(order, 'goods', brand).map((line) => factLine(line, context));
  const state = stateOf(order);
  const collectIn = courier && brand.couriers[courier]?.collectIn;
  const delivery = courier ? (brand.couriers[courier]?.delivery ?? 'home') : 'home';
  const gift = {
    requested: isYes(attribute(order.attributes, brand.gift.requestedBy)),
    messagePresent:
      Boolean(attribute(order.attributes, brand.gift.message)?.trim()) ||
      corrections?.giftMessage !== undefined ||
      corrections?.giftMessageRef !== undefined,
  };
  const shipTo = fingerprint([order.number, order.shippingAddress ?? null]);
  const shippingOption = order.shippingOption?.uri || order.shippingOption?.name;
  const captures = openCaptures(order.payments);
  const revision = fingerprint([
    state === 'done' ? 'open' : state,
    shipTo,
    courier ?? null,
    gift,
    // What is allocated matters only as long as something is not: shipping may consume allocations.
    // A SKU that the shop renames is the same product on the same line: nobody has edited the order.
    lines.map((l) => [l.line, renamedByPeople(l, order, corrections), l.quantity, isShortOfAllocation(l, order)]),
    // What is the usual case leaves no trace.
    ...lines.flatMap(({ line, unconfirmed }) =>
      unconfirmed === undefined ? [] : [['unconfirmed', line, unconfirmed]],
    ),
    ...(order.isLocked ? ['locked'] : []),
    // Money that a payment provider takes later: the order waits for the answer.
    ...(captures > 0 ? [captures] : []),
  ]);
  const money = moneyOf(order);
  const beside = linesBesideGoods(order, brand);
  const besides = whatIsBeside({ ...money, ...beside });
  return {
    origin: 'centra',
    number: order.number,
    revision,
    ...(besides.length > 0 ? { besides: fingerprint(besides) } : {}),
    changedAt: Date.parse(order.updatedAt),
    readAt,
    state,
    currency: order.currency,
    totalMinor: order.grandTotalMinor,
    addsUpToMinor: addUp(order),
    delivery,
    ...(courier ? { courier } : {}),
    ...(shippingOption ? { shippingOption } : {}),
    gift,
    shipTo,
    addressMissing: delivery === 'home' ? missingFields(order) : [],
    attributesMissing: requiredAttributes(brand, courier).filter((name) => !attribute(order.attributes, name)?.trim()),
    lines,
    ...money,
    ...beside,
    ...(order.isLocked ? { isLocked: true as const } : {}),
    ...(collectIn ? { collectIn } : {}),
  };
}

function moneyOf(order: WebOrder): Pick<OrderFacts, 'reserve' | 'moneyLeft'> {
  const minor = reservedMinor(order.payments);
  const left = moneyLeft(order);
  return {
    ...(minor === 0 ? {} : { reserve: { minor, isTooMuch: reservesTooMuch(order) } }),
    ...(left ? { moneyLeft: left } : {}),
  };
}

/** What changes in an order that concerns no fulfilment; in an order that goes well, nothing. */
const whatIsBeside = ({ services = [], reserve, moneyLeft }: Partial<OrderFacts>): unknown[] => [
  ...services.map(({ line, quantity }) => [line, quantity]),
  ...(reserve?.isTooMuch ? ['reserved-too-much'] : []),
  ...(moneyLeft ? [moneyLeft] : []),
];

const linesOfFate = (order: WebOrder, fate: LineFate, brand: Brand): WebOrderLine[] =>
  order.lines.filter((line) => fateOf(line, brand) === fate);

/** What nobody picks, and what nothing is known of. */
function linesBesideGoods(order: WebOrder, brand: Brand): Pick<OrderFacts, 'services' | 'unknownLines'> {
  const services = linesOfFate(order, 'service', brand)
    .map((line) => ({
      line: line.id,
      quantity: line.quantity - line.cancelledQuantity,
      inShipments: unitsInShipments(line, order),
    }))
    .filter(({ quantity }) => quantity > 0);
  const unknown = linesOfFate(order, 'unknown', brand).map(({ id, vendorKind }) => ({ line: id, kind: vendorKind }));
  return {
    ...(services.length > 0 ? { services } : {}),
    ...(unknown.length > 0 ? { unknownLines: unknown } : {}),
  };
}

/** Attributes without which an order cannot be transferred. */
function requiredAttributes(brand: Brand, courier: string | undefined): string[] {
  const needsPoint = courier !== undefined && brand.couriers[courier]?.needsServicePoint === true;
  return [...brand.requiredAttributes, ...(needsPoint ? [brand.warehouse.servicePoint] : [])];
}

function factLine(line: WebOrderLine, context: FactsContext): FactLine {
  const { brand, corrections, knowledgeOf } = context;
  const quantity = line.quantity - line.cancelledQuantity;
  const sku = pickedSku(line.sku, corrections);
  const chosen = corrections?.locations?.[line.id];
  const { allocations, allocatedElsewhere } = chosen
    ? { allocations: [{ location: chosen, quantity }], allocatedElsewhere: [] }
    : allocationsOf(line, locationsOf(brand));
  const unconfirmed = countUnits(line.allocations.filter((a) => a.isWaitingForConfirmation));
  return {
    line: line.id,
    sku,
    quantity,
    knowledge: sku === '' ? 'unknown' : combined(allocations.map(({ location }) => knowledgeOf(sku, location))),
    unitPriceMinor: line.unitPriceMinor,
    allocations,
    ...(line.isPreorder ? { isPreorder: true as const } : {}),
    ...(unconfirmed > 0 && chosen === undefined ? { unconfirmed } : {}),
    ...(allocatedElsewhere.length > 0 ? { allocatedElsewhere } : {}),
  };
}

function allocationsOf({ allocations }: WebOrderLine, locations: Locations) {
  const at = allocations.map(({ warehouse, quantity }) => ({
    location: locations.byCentra(warehouse)?.id,
    warehouse: { system: 'centra' as const, id: warehouse },
    quantity,
  }));
  return {
    allocations: at.flatMap(({ location, quantity }) => (location === undefined ? [] : [{ location, quantity }])),
    allocatedElsewhere: at.flatMap(({ location, warehouse, quantity }) =>
      location === undefined ? [{ warehouse, quantity }] : [],
    ),
  };
}

const shippedUnits = (order: WebOrder, line: LineId): number =>
  order.shipments.flatMap((s) => s.lines).reduce((sum, l) => (l.line === line ? sum + l.quantity : sum), 0);

function isShortOfAllocation(line: FactLine, order: WebOrder): boolean {
  const allocated = countUnits(line.allocations) + countUnits(line.allocatedElsewhere ?? []);
  return allocated + shippedUnits(order, line.line) < line.quantity;
}

/** The SKU that people chose for a line instead of the order's; null when they chose none. */
function renamedByPeople({ line }: FactLine, { lines }: WebOrder, corrections: Corrections | undefined): string | null {
  const ordered = lines.find(({ id }) => id === line)?.sku;
  return (ordered === undefined ? undefined : corrections?.skus?.[ordered]) ?? null;
}

/** An order whose status is unknown counts as open, so that it is not lost. */
function stateOf(order: WebOrder): OrderFacts['state'] {
  const { status } = order;
  if (status === 'cancelled') return 'cancelled';
  if (status === 'shipped' || sellsOnlyCertificates(order)) return 'done';
  if (status === 'archived') return holdsUnsent(order) ? 'archived' : 'done';
  if (order.isWaitingForPayment || status === 'pending') return 'waiting-for-payment';
  return order.isOnHold ? 'on-hold' : 'open';
}

/** Centra ships and completes such an order itself, as soon as it is paid. */
const sellsOnlyCertificates = ({ lines }: WebOrder): boolean =>
  lines.length > 0 && lines.every(({ kind }) => kind === 'gift-certificate');

/** The brand's courier of a web order: that of a correction, else that of its shipping option. */
export function courierOf(order: WebOrder, brand: Brand, corrections: Corrections | undefined): string | undefined {
  if (corrections?.courier) return corrections.courier;
  const option = order.shippingOption;
  if (!option) return undefined;
  return Object.entries(brand.couriers).find(([, courier]) =>
    courier.shippingOptions.some((name) => name === option.uri || name === option.name),
  )?.[0];
}

/** The value of an attribute named `type.key`. */
export function attribute(attributes: readonly OrderAttribute[], name: string): string | undefined {
  return attributes.find((a) => `${a.type}.${a.key}` === name)?.value;
}

/** What an attribute that asks for something says, or undefined when it says that nothing is asked for. */
export function requestIn(attributes: readonly OrderAttribute[], name: string): string | undefined {
  const value = attribute(attributes, name)?.trim();
  return value === undefined || value === '' || /^(false|no|0|off)$/i.test(value) ? undefined : value;
}

const isYes = (value: string | undefined): boolean => value !== undefined && /^(true|yes|1|on)$/i.test(value.trim());

function missingFields(order: WebOrder): string[] {
  const a = order.shippingAddress;
  const missing: string[] = [];
  if (!a?.firstName && !a?.lastName && !a?.companyName) missing.push('name');
  if (!a?.address1) missing.push('street');
  if (!a?.zipCode && needsPostalCode(a?.countryCode)) missing.push('postal code');
  if (!a?.city) missing.push('city');
  if (!a?.countryCode) missing.push('country');
  return missing;
}

/**
 * What the order should cost by the shop's own sums (reference page of OrderTotals): its lines, cancelled units left out, less
 * vouchers, plus shipping, handling and tax that is added. What an order costs that was cancelled as a whole is not documented.
 */
function addUp(order: WebOrder): number {
  if (order.status === 'cancelled') return order.grandTotalMinor;
  const { lineValuesMinor, shippingMinor, handlingMinor, taxAddedMinor, taxDeductedMinor } = order.totals;
  const sum = lineValuesMinor + shippingMinor + handlingMinor + taxAddedMinor - taxDeductedMinor - order.discountsMinor;
  // One minor unit of rounding for each sum, and for each line in it, is no mismatch.
  return Math.abs(sum - order.grandTotalMinor) <= order.lines.length + SUMS ? order.grandTotalMinor : sum;
}

/** Sums of the shop that are rounded one by one. */
const SUMS = 6;
