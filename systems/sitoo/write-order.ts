import type { NewStoreLine, NewStoreOrder } from '../../domain/order/store-order.js';
import type { Address } from '../../domain/order/web-order.js';
import { ITEM_TYPES, ORDER_STATES, ORDER_TYPES, PAYMENT_STATES } from './codes.js';
import { tillMoney } from './money.js';

/** Sitoo's own key for an order that leaves its stock alone (documented); that closing then books nothing is inferred. */
export const IGNORE_STOCK = { 'delivery-ignore-stock': 'true' } as const;

/**
 * The body of `POST orders`: an ordinary order of products, open and paid. Centra has the money.
 * @param more entries of additionaldata beside those of the order
 */
export function orderBody(order: NewStoreOrder, more: Readonly<Record<string, string>> = {}) {
  const { buyer, reservedUntil } = order;
  const money = (minor: number): string => tillMoney({ minor, currency: order.currency });
  return {
    externalid: order.name,
    ordertypeid: ORDER_TYPES.order,
    orderstateid: ORDER_STATES.open,
    paymentstateid: PAYMENT_STATES.paid,
    warehouseid: order.warehouse,
    currencycode: order.currency,
    orderdate: Math.floor(order.orderedAt / 1_000),
    ...(reservedUntil === undefined ? {} : { datereserved: Math.ceil(reservedUntil / 1_000) }),
    checkoutref: order.reference,
    ...filled({
      email: buyer?.email,
      namefirst: buyer?.firstName,
      namelast: buyer?.lastName,
      company: buyer?.company,
      phone: buyer?.phone,
      customerref: buyer?.attention,
      comment: order.comment,
      commentinternal: order.internalComment,
    }),
    ...address('invoice', order.invoiceAddress),
    ...address('delivery', order.deliveryAddress),
    additionaldata: {
      source: 'centra',
      ...filled({ 'delivery-carrier-productid': order.courier, 'gift-wrap': order.giftWrap }),
      ...more,
    },
    orderitems: order.lines.map((line) => orderItem(line, money)),
    payments: order.payments.map(({ name, amountMinor, externalId }) => ({
      name,
      moneyamount: money(amountMinor),
      ...filled({ externalid: externalId }),
    })),
  };
}

function orderItem(line: NewStoreLine, money: (minor: number) => string) {
  const { priceMinor, discountMinor = 0 } = line;
  return {
    orderitemtype: ITEM_TYPES.product,
    sku: line.sku,
    productname: line.name,
    quantity: line.quantity,
    vatvalue: line.vatPercent,
    moneyrowprice: money(priceMinor),
    ...(discountMinor > 0 ? { moneyrowdiscount: money(discountMinor) } : {}),
    additionaldata: filled({ 'centra-line': line.line, comment: line.comment }),
  };
}

function address(use: 'invoice' | 'delivery', from: Address | undefined): Record<string, string> {
  return filled({
    [`${use}_address`]: from?.address1,
    [`${use}_address2`]: from?.address2,
    [`${use}_zip`]: from?.zipCode,
    [`${use}_city`]: from?.city,
    [`${use}_state`]: from?.stateOrProvince,
    [`${use}_countryid`]: from?.countryCode,
  });
}

/** Leaves out what is empty: Sitoo reads an empty delivery address as one. */
function filled(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
