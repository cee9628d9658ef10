import { moneyFromNumber } from '../../domain/money.js';
import { withBundlePrices } from '../../domain/order/bundle-prices.js';
import type {
  Address,
  OrderAttribute,
  WebOrder,
  WebOrderLine,
  WebPayment,
  WebShipment,
} from '../../domain/order/web-order.js';
import { lineKind, orderStatus, paymentKind, paymentStatus, storeKind } from './codes.js';
import type { AddressAnswer, OrderAnswer, PaymentAnswer } from './order-answer.js';

/**
 * Turns Centra's answer into an order: money in minor units, blanks left out.
 * @throws RangeError when an amount is beyond any that is exact.
 */
export function readOrder(answer: OrderAnswer): WebOrder {
  const currency = answer.grandTotal.currency.code;
  const minor = (amount: { value: number }) => moneyFromNumber(amount.value, currency).minor;
  const option = answer.shippingPriceGroup?.shippingOption;
  const { totals, customer } = answer;
  return {
    id: answer.id,
    number: answer.number,
    status: orderStatus(answer.status),
    vendorStatus: answer.status,
    isOnHold: answer.isOnHold,
    isLocked: answer.isLocked,
    isInternal: answer.isInternal,
    isWaitingForPayment: answer.isWaitingForPayment,
    createdAt: answer.createdAt,
    updatedAt: answer.updatedAt,
    orderDate: answer.orderDate,
    currency,
    grandTotalMinor: minor(answer.grandTotal),
    totals: {
      lineValuesMinor: minor(totals.lineValues),
      shippingMinor: minor(totals.shipping),
      handlingMinor: minor(totals.handling),
      taxIncludedMinor: minor(totals.taxIncluded),
      taxAddedMinor: minor(totals.taxAdded),
      taxDeductedMinor: minor(totals.taxDeducted),
    },
    // Its sign is not documented; a discount is a discount either way.
    discountsMinor: Math.abs(minor(totals.discounts)),
    otherComment: answer.otherComment ?? '',
    internalComment: answer.internalComment ?? '',
    attributes: readAttributes(answer.attributes),
    lines: withBundlePrices(
      answer.lines.map((line) => readLine(line, { minor, isCancelled: orderStatus(answer.status) === 'cancelled' })),
      minor(totals.lineValues),
    ),
    shipments: answer.shipments.map((shipment) => readShipment(shipment, currency)),
    payments: readPayments(answer.paymentHistory, currency),
    store: { id: answer.store.id, kind: storeKind(answer.store.type ?? '') },
    ...filled({
      market: answer.market?.name,
      paymentMethod: answer.paymentMethod?.uri,
      shippingOption: option && (option.name || option.uri) && { name: option.name ?? '', uri: option.uri ?? '' },
      shippingAddress: readAddress(answer.shippingAddress),
      billingAddress: readAddress(answer.billingAddress),
      customer: customer && {
        id: customer.id,
        ...filled({ email: customer.email, firstName: customer.firstName, lastName: customer.lastName }),
      },
    }),
  };
}

/** @throws RangeError when its total is no whole number of minor units */
export function readShipment(
  { trackingNumber, grandTotal, lines, ...shipment }: OrderAnswer['shipments'][number],
  currency: string,
): WebShipment {
  return {
    ...shipment,
    totalMinor: moneyFromNumber(grandTotal.value, currency).minor,
    lines: lines.map(({ id, quantity, returnedQuantity, orderLine }) => ({
      id,
      line: orderLine.id,
      quantity,
      returned: returnedQuantity,
    })),
    ...filled({ trackingNumber }),
  };
}

/** Entries of a payment history, oldest first. */
export function readPayments(history: readonly PaymentAnswer[], currency: string): WebPayment[] {
  return history
    .toSorted((a, b) => a.id - b.id)
    .map(({ entryType, status, value, paymentMethod }) => ({
      kind: paymentKind(entryType),
      status: paymentStatus(status),
      // Whether a refund is written with a minus is not documented; the type says which way the money went.
      amountMinor: Math.abs(moneyFromNumber(value.value, currency).minor),
      ...filled({ method: paymentMethod }),
    }));
}

/**
 * Centra's `quantity` is the current one, cancelled units taken off (reference page of ProductOrderLine); ours is what was
 * ordered. Cancelling an order as a whole leaves the quantities of its lines as they were (guide on cancelling orders), so
 * there the status says that every unit is cancelled.
 */
export function lineUnits(
  line: Pick<OrderAnswer['lines'][number], 'quantity' | 'cancelledQuantity' | 'allocations'>,
  { isCancelled }: { isCancelled: boolean },
): Pick<WebOrderLine, 'quantity' | 'cancelledQuantity' | 'allocations'> {
  const ordered = line.quantity + line.cancelledQuantity;
  return {
    quantity: ordered,
    cancelledQuantity: isCancelled ? ordered : line.cancelledQuantity,
    allocations: line.allocations.map(({ warehouse, ...allocation }) => ({ ...allocation, warehouse: warehouse.id })),
  };
}

function readLine(
  line: OrderAnswer['lines'][number],
  { minor, isCancelled }: { minor: (amount: { value: number }) => number; isCancelled: boolean },
): WebOrderLine {
  return {
    id: line.id,
    kind: lineKind(line.__typename),
    vendorKind: line.__typename,
    // A gift certificate has no SKU. An empty SKU is never known, so a case asks about it and nothing is shipped.
    sku: line.productSize?.SKU ?? '',
    productName: line.productName ?? '',
    isPreorder: line.productSize?.preorder ?? false,
    comment: line.comment ?? '',
    ...lineUnits(line, { isCancelled }),
    returnedQuantity: line.returnedQuantity,
    unitPriceMinor: minor(line.unitPrice),
    unitOriginalPriceMinor: minor(line.unitOriginalPrice),
    lineValueMinor: minor(line.lineValue),
    taxPercent: line.taxPercent,
    ...filled({ barcode: line.productSize?.EAN, variantName: line.productVariantName, size: line.size }),
  };
}

function readAttributes(attributes: OrderAnswer['attributes']): OrderAttribute[] {
  return attributes.flatMap(({ type, elements }) =>
    elements.flatMap(({ key, value, selectedValue }) => {
      const text = value ?? selectedValue;
      return text == null ? [] : [{ type: type?.name ?? '', key, value: text }];
    }),
  );
}

function readAddress(address: AddressAnswer): Address | undefined {
  if (address == null) return undefined;
  const { country, ...fields } = address;
  return filled({ ...fields, countryCode: country?.code });
}

type Filled<T> = { [K in keyof T]?: Exclude<T[K], null | undefined | ''> };

/** Leaves out what is null, undefined or blank, so that "is it there?" has one answer everywhere. */
function filled<T extends object>(fields: T): Filled<T> {
  const kept = Object.entries(fields).filter(
    ([, value]) => value != null && !(typeof value === 'string' && value.trim() === ''),
  );
  return Object.fromEntries(kept) as Filled<T>;
}
