import {
  type CentraLineId,
  parseId,
  type SitooItemId,
  type SitooOrderId,
  type SitooWarehouseId,
} from '../../domain/ids.js';
import { parseMoney } from '../../domain/money.js';
import type { PosOrder, PosOrderItem } from '../../domain/order/pos-order.js';
import type { Address } from '../../domain/order/web-order.js';
import { textOf } from '../id-schemas.js';
import type { OrderAnswer } from './answers.js';
import { isProductRow, logEvent, orderKind, orderState, paymentState } from './codes.js';

/**
 * Turns Sitoo's order into ours. The total is what the rows and costs come to: the cash round-off that a till adds to
 * `moneytotal_gross_all` is taken out again, because no row carries it.
 * @throws RangeError when an amount is not written as the contract says, or a row that is no product follows none.
 */
export function readOrder(answer: OrderAnswer): PosOrder {
  const currency = answer.currencycode;
  const minor = (amount: string) => parseMoney(amount, currency).minor;
  const invoice = address(answer, 'invoice');
  const delivery = address(answer, 'delivery');
  return {
    orderId: answer.orderid,
    state: orderState(answer.orderstateid),
    vendorState: answer.orderstateid,
    paymentState: paymentState(answer.paymentstateid),
    kind: orderKind(answer.ordertypeid),
    orderDate: answer.orderdate,
    currency,
    totalMinor: minor(answer.moneytotal_gross_all) - minor(answer.moneytotal_gross_roundoff ?? '0.00'),
    comment: answer.comment ?? '',
    items: readItems(answer.orderitems, minor),
    payments: (answer.payments ?? []).map((payment) => ({
      name: payment.name,
      amountMinor: minor(payment.moneyamount),
      isVirtual: strings(payment.additionaldata)['virtual-payment']?.toLowerCase() === 'true',
      ...(payment.externalid ? { externalId: payment.externalid } : {}),
    })),
    log: (answer.orderlogitems ?? []).map((entry) => ({
      event: logEvent(entry.orderlogtypeid),
      ...(entry.strvalue ? { text: entry.strvalue } : {}),
      ...(entry.datelog == null ? {} : { at: entry.datelog }),
    })),
    ...orderExtras(strings(answer.additionaldata)),
    // Sitoo writes "not set" as null, as an empty text or as 0.
    ...(answer.externalid ? { externalId: answer.externalid } : {}),
    ...(answer.creditorderid ? { creditOrderId: textOf<SitooOrderId>(answer.creditorderid) } : {}),
    ...(answer.warehouseid ? { warehouseId: answer.warehouseid } : {}),
    ...(answer.registerid ? { registerId: answer.registerid } : {}),
    ...(answer.email ? { email: answer.email } : {}),
    ...(answer.phone ? { phone: answer.phone } : {}),
    ...(answer.namefirst ? { firstName: answer.namefirst } : {}),
    ...(answer.namelast ? { lastName: answer.namelast } : {}),
    ...(answer.company ? { company: answer.company } : {}),
    ...(invoice === undefined ? {} : { invoiceAddress: invoice }),
    ...(delivery === undefined ? {} : { deliveryAddress: delivery }),
  };
}

/**
 * The rows of goods. A discount is a row of its own that directly follows the product it belongs to (a client of the
 * vendor's says so; the number of its type is not public): its value belongs to that product, and nothing of it is sent.
 */
function readItems(rows: OrderAnswer['orderitems'], minor: (amount: string) => number): PosOrderItem[] {
  const items: PosOrderItem[] = [];
  for (const row of rows) {
    const [rowNetMinor, rowVatMinor] = [minor(row.moneyitemtotal_net), minor(row.moneyitemtotal_vat)];
    const product = items.at(-1);
    if (!isProductRow(row.orderitemtype)) {
      if (product === undefined)
        throw new RangeError(`row ${row.orderitemid} of type ${row.orderitemtype} follows no product`);
      const discounted = {
        rowNetMinor: product.rowNetMinor + rowNetMinor,
        rowVatMinor: product.rowVatMinor + rowVatMinor,
      };
      items.splice(-1, 1, { ...product, ...discounted });
      continue;
    }
    items.push({
      itemId: row.orderitemid,
      sku: row.sku ?? '',
      name: row.productname ?? '',
      quantity: row.quantity,
      vatPercent: row.vatvalue ?? 0,
      rowNetMinor,
      rowVatMinor,
      ...itemExtras(strings(row.additionaldata)),
    });
  }
  return items;
}

/** Undefined when there is none: a country alone is the till's default, not an address. */
function address(answer: OrderAnswer, use: 'invoice' | 'delivery'): Address | undefined {
  const street = answer[`${use}_address`];
  const zip = answer[`${use}_zip`];
  const city = answer[`${use}_city`];
  if (!street?.trim() && !zip?.trim() && !city?.trim()) return undefined;
  const fields: Record<keyof Address, string | null | undefined> = {
    firstName: answer.namefirst,
    lastName: answer.namelast,
    companyName: answer.company,
    attention: undefined,
    address1: street,
    address2: answer[`${use}_address2`],
    zipCode: zip,
    city,
    stateOrProvince: answer[`${use}_state`],
    countryCode: answer[`${use}_countryid`],
    email: answer.email,
    phoneNumber: answer.phone,
    cellPhoneNumber: undefined,
    vatNumber: undefined,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value?.trim()));
}

function orderExtras(
  data: Readonly<Record<string, string>>,
): Pick<PosOrder, 'courier' | 'soldOrder' | 'refundSale' | 'pickUp'> {
  const courier = data['delivery-carrier-productid'];
  const soldOrder = parseId<SitooOrderId>(data['pos-originalsales-orderid']);
  const refundSale = parseId<SitooOrderId>(data['pos-refundsales-orderid']);
  const store = data['delivery-pickup-externalid'];
  const warehouse = warehouseIn(data['delivery-pickup-warehouseid']);
  return {
    ...(courier ? { courier } : {}),
    ...(soldOrder === undefined ? {} : { soldOrder }),
    ...(refundSale === undefined ? {} : { refundSale }),
    ...(store || warehouse !== undefined
      ? { pickUp: { ...(store ? { store } : {}), ...(warehouse === undefined ? {} : { warehouse }) } }
      : {}),
  };
}

type ItemExtras = Pick<
  PosOrderItem,
  'webLine' | 'soldOrder' | 'soldItem' | 'returnTo' | 'returnReason' | 'serialNumbers'
>;

/** What travels with an item beside Sitoo's own fields. An id that is none is as good as not there. */
function itemExtras(data: Readonly<Record<string, string>>): ItemExtras {
  const webLine = parseId<CentraLineId>(data['centra-line']);
  const soldOrder = parseId<SitooOrderId>(data['pos-originalsales-orderid']);
  const soldItem = parseId<SitooItemId>(data['pos-originalsales-orderitemid']);
  const returnTo = warehouseIn(data['return-warehouseid']);
  const returnReason = data['reasoncode-return'];
  const serialNumbers = (data['serial-number'] ?? '').split(',').flatMap((number) => number.trim() || []);
  return {
    ...(webLine === undefined ? {} : { webLine }),
    ...(soldOrder === undefined ? {} : { soldOrder }),
    ...(soldItem === undefined ? {} : { soldItem }),
    ...(returnTo === undefined ? {} : { returnTo }),
    ...(returnReason === undefined ? {} : { returnReason }),
    ...(serialNumbers.length === 0 ? {} : { serialNumbers }),
  };
}

const warehouseIn = (text: string | undefined): SitooWarehouseId | undefined =>
  text !== undefined && /^\d+$/.test(text) ? (Number(text) as SitooWarehouseId) : undefined;

/** additionaldata is documented as an object of strings; a number or a boolean in it is as good, anything else is not for us. */
function strings(data: Record<string, unknown> | null | undefined): Record<string, string> {
  const kept = Object.entries(data ?? {}).filter(([, v]) => ['string', 'number', 'boolean'].includes(typeof v));
  return Object.fromEntries(kept.map(([key, value]) => [key, String(value)]));
}
