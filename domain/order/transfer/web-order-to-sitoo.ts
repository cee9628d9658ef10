import type { NewSitooItem, NewSitooOrder } from '../../../systems/sitoo/port.js';
import { type Brand, type Location, scaled } from '../../brand.js';
import { formatMoney } from '../../money.js';
import { storeFulfilmentName } from '../../names.js';
import { attribute, pickedSku } from '../facts-from-web.js';
import type { Corrections } from '../settings.js';
import type { LineUnits } from '../split-order.js';
import type { Address, WebOrder } from '../web-order.js';
import { linesOfFulfilment } from './fulfilment-lines.js';

export interface Transfer {
  readonly order: WebOrder;
  readonly fulfilment: number;
  readonly lines: readonly LineUnits[];
  readonly location: Location;
  readonly brand: Brand;
  readonly courier: string;
  readonly corrections: Corrections;
  /** The gift message, from the order or from an operator. */
  readonly giftMessage?: string;
}

/**
 * A store fulfilment as Sitoo takes it. With a delivery address it is ship from store, without it click and collect.
 * @param now epoch ms at which it is placed
 */
export function toSitooOrder(transfer: Transfer, now: number): NewSitooOrder {
  const { order, fulfilment, location, brand, courier, corrections, giftMessage } = transfer;
  const items = linesOfFulfilment(order, transfer.lines).map(({ line, units }): NewSitooItem => {
    const gross = line.unitOriginalPriceMinor * units;
    const discount = (line.unitOriginalPriceMinor - line.unitPriceMinor) * units;
    const money = (minor: number): string => formatMoney({ minor, currency: order.currency });
    return {
      sku: pickedSku(line.sku, corrections),
      productname: [line.productName, line.variantName, line.size].filter(Boolean).join(' '),
      quantity: units,
      vatvalue: line.taxPercent,
      moneyrowprice: money(discount >= 0 ? gross : gross - discount),
      ...(discount > 0 ? { moneyrowdiscount: money(discount) } : {}),
      additionaldata: { 'centra-line': String(line.id), ...(line.comment ? { comment: line.comment } : {}) },
    };
  });
  const paidMinor = linesOfFulfilment(order, transfer.lines).reduce(
    (sum, { line, units }) => sum + line.unitPriceMinor * units,
    0,
  );
  const { shippingAddress: to, billingAddress: bill, customer } = order;
  const home = brand.couriers[courier]?.delivery === 'home';
  const giftWrap = attribute(order.attributes, brand.gift.requestedBy);
  return {
    externalid: storeFulfilmentName(String(order.number), fulfilment),
    warehouseid: location.sitoo,
    currencycode: order.currency,
    orderdate: Math.floor(Date.parse(order.orderDate) / 1000),
    datereserved: reservedUntil(brand, now),
    checkoutref: String(order.number),
    ...present({
      email: to?.email ?? customer?.email,
      namefirst: to?.firstName ?? customer?.firstName,
      namelast: to?.lastName ?? customer?.lastName,
      company: to?.companyName,
      phone: to?.cellPhoneNumber ?? to?.phoneNumber,
      customerref: to?.attention,
      comment: giftMessage,
      commentinternal: order.otherComment,
    }),
    ...address('invoice', bill),
    ...(home ? address('delivery', to) : {}),
    additionaldata: {
      source: 'centra',
      'delivery-carrier-productid': courier,
      ...(giftWrap ? { 'gift-wrap': giftWrap } : {}),
    },
    orderitems: items,
    payments: [
      {
        name: order.paymentMethod || 'Web payment',
        moneyamount: formatMoney({ minor: paidMinor, currency: order.currency }),
        externalid: storeFulfilmentName(String(order.number), fulfilment),
      },
    ],
  };
}

/**
 * Unix seconds. An open order reserves its units only while `datereserved` lies ahead (as we read Sitoo's API), so without it
 * the tills could sell them. Reserved for as long as the store may take to pick and the customer to fetch.
 */
function reservedUntil(brand: Brand, now: number): number {
  const { storePick, storeHandover } = brand.promises;
  return Math.ceil((now + scaled(brand, storePick) + scaled(brand, storeHandover)) / 1000);
}

type Prefix = 'invoice' | 'delivery';

function address(prefix: Prefix, from: Address | undefined): Partial<NewSitooOrder> {
  return present({
    [`${prefix}_address`]: from?.address1,
    [`${prefix}_address2`]: from?.address2,
    [`${prefix}_zip`]: from?.zipCode,
    [`${prefix}_city`]: from?.city,
    [`${prefix}_state`]: from?.stateOrProvince,
    [`${prefix}_countryid`]: from?.countryCode,
  });
}

/** Leaves out what is empty: Sitoo reads an empty delivery address as one. */
function present(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter((e): e is [string, string] => Boolean(e[1])));
}
