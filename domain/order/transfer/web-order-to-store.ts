import { idIn } from '../../locations.js';
import { storeFulfilmentName } from '../../names.js';
import { pickedSku, requestIn } from '../facts-from-web.js';
import { paidFor, paidPrices } from '../paid-prices.js';
import { dueAt, promiseOf } from '../promised-times.js';
import type { NewStoreLine, NewStoreOrder, StoreBuyer } from '../store-order.js';
import type { WebOrder, WebOrderLine } from '../web-order.js';
import { linesOfFulfilment } from './fulfilment-lines.js';
import type { Transfer } from './transfer.js';

/**
 * A store fulfilment as the tills take it: ship from store when its courier brings it home, else click and collect.
 * @param nowMs epoch ms at which it is placed
 */
export function webOrderToStore(transfer: Transfer, nowMs: number): NewStoreOrder {
  const { order, fulfilment, location, brand, courier, giftMessage } = transfer;
  const { shippingAddress, billingAddress } = order;
  const name = storeFulfilmentName(order.number, fulfilment);
  const lines = linesOfFulfilment(order, transfer.lines);
  const prices = paidPrices(order);
  const ofOthers = new Map((transfer.ofOthers ?? []).map(({ line, quantity }) => [line, quantity]));
  const sold = lines.map(({ line, units }) => ({
    line,
    units,
    paidMinor: paidFor(prices, { line: line.id, quantity: units }, ofOthers.get(line.id)),
  }));
  const isSentHome = brand.couriers[courier]?.delivery === 'home';
  const giftWrap = requestIn(order.attributes, brand.gift.requestedBy);
  return {
    name,
    warehouse: idIn(location, 'sitoo'),
    currency: order.currency,
    reference: order.number,
    orderedAt: Date.parse(order.orderDate),
    reservedUntil: reservedUntil(transfer, nowMs),
    buyer: buyerOf(order),
    ...(giftMessage ? { comment: giftMessage } : {}),
    ...(order.otherComment ? { internalComment: order.otherComment } : {}),
    ...(billingAddress ? { invoiceAddress: billingAddress } : {}),
    ...(isSentHome && shippingAddress ? { deliveryAddress: shippingAddress } : {}),
    courier,
    ...(giftWrap ? { giftWrap } : {}),
    lines: sold.map((one) => storeLine(one, pickedSku(one.line.sku, transfer.corrections))),
    payments: [
      {
        name: order.paymentMethod || 'Web payment',
        amountMinor: sold.reduce((sum, { paidMinor }) => sum + paidMinor, 0),
        externalId: name,
      },
    ],
  };
}

interface SoldUnits {
  readonly line: WebOrderLine;
  readonly units: number;
  readonly paidMinor: number;
}

/** The row says what was paid, so that a refund against it gives back that much: the rest of the usual price is its discount. */
function storeLine({ line, units, paidMinor }: SoldUnits, sku: string): NewStoreLine {
  const priceMinor = Math.max(line.unitOriginalPriceMinor, line.unitPriceMinor) * units;
  const discountMinor = priceMinor - paidMinor;
  return {
    line: line.id,
    sku,
    name: tillName(line),
    quantity: units,
    vatPercent: line.taxPercent,
    priceMinor,
    ...(discountMinor > 0 ? { discountMinor } : {}),
    ...(line.comment ? { comment: line.comment } : {}),
  };
}

/** What a till shows for a line. */
export const tillName = ({ productName, variantName, size }: WebOrderLine): string =>
  [productName, variantName, size].filter(Boolean).join(' ');

/** Who the store hands it to, or asks when something is missing. */
export function buyerOf({ shippingAddress: to, customer }: WebOrder): StoreBuyer {
  const fields = {
    email: to?.email ?? customer?.email,
    firstName: to?.firstName ?? customer?.firstName,
    lastName: to?.lastName ?? customer?.lastName,
    company: to?.companyName,
    phone: to?.cellPhoneNumber ?? to?.phoneNumber,
    attention: to?.attention,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
}

/**
 * An open order reserves its units only until this moment (as we read Sitoo's API); after it the tills could sell them. So they
 * stay reserved for as long as the store may take to pick and the customer to fetch.
 */
function reservedUntil({ brand, location }: Transfer, nowMs: number): number {
  const promise = promiseOf(brand, { kind: location.kind, location: location.id });
  return dueAt('handover', promise, dueAt('pick', promise, nowMs));
}
