import { formatMoney, formatUnits, type Money, minorDigits } from '../../../domain/money.js';
import type { DeliveryRecord, ItemRecord, JournalRow, OrderRecord } from './records.js';
import { TEXT_FIELDS } from './requests.js';

/** Decimals of every amount, whatever the currency. */
const DECIMALS = 2;

/** An amount as the tills show it: two decimals in every currency, as in what is asked. */
export const tillAmount = ({ minor, currency }: Money): string =>
  formatMoney({ minor: Math.round(minor * 10 ** (DECIMALS - minorDigits(currency))), currency: 'SEK' });

/** Records in the shapes that the API answers with. */
export function orderShape(order: OrderRecord): Record<string, unknown> {
  const { currency } = order;
  const digits = minorDigits(currency);
  const money = (minor: number) => tillAmount({ minor, currency });
  /** Minor units in the smallest amount that is shown. */
  const step = 10 ** Math.max(0, digits - DECIMALS);
  const netOf = (item: ItemRecord) => Math.round(netMinor(item) / step) * step;
  const net = order.items.reduce((sum, item) => sum + netOf(item), 0);
  const gross = order.items.reduce((sum, item) => sum + item.grossMinor, 0);
  return {
    orderid: order.orderid,
    eshopid: 1,
    externalid: order.externalid,
    creditorderid: order.creditorderid,
    ...Object.fromEntries(TEXT_FIELDS.map((field) => [field, order.texts[field] ?? ''])),
    orderdate: order.orderdate,
    orderstateid: order.state,
    paymentstateid: order.payment,
    ordertypeid: order.type,
    warehouseid: order.warehouseid,
    datereserved: order.datereserved,
    currencycode: currency,
    registerid: order.registerid,
    additionaldata: order.additionaldata,
    moneytotal_net: money(net),
    moneytotal_vat: money(gross - net),
    moneycheckout_net: '0.00',
    moneycheckout_vat: '0.00',
    moneydelivery_net: '0.00',
    moneydelivery_vat: '0.00',
    moneyfinal_net: money(net),
    moneyfinal_vat: money(gross - net),
    moneytotal_gross_roundoff: '0.00',
    moneytotal_gross_all: money(gross),
    orderitems: order.items.map((item) => ({
      orderitemid: item.itemId,
      orderitemtype: item.type ?? 10,
      productid: item.productid,
      productname: item.name,
      sku: item.sku,
      quantity: item.quantity,
      decimalunitquantity: null,
      vatvalue: item.vatPercent,
      moneynetpriceperunit: money(Math.round(netOf(item) / item.quantity)),
      moneyitemtotal_net: money(netOf(item)),
      moneyitemtotal_vat: money(item.grossMinor - netOf(item)),
      decimalquantitytotal: formatUnits(item.quantity),
      additionaldata: item.additionaldata,
    })),
    payments: order.payments,
    orderlogitems: order.log.map((entry) => ({
      orderid: order.orderid,
      orderlogtypeid: entry.type,
      strvalue: entry.text,
      fvalue: 0,
      datelog: entry.at,
    })),
  };
}

export const deliveryShape = (orderid: number, delivery: DeliveryRecord): Record<string, unknown> => ({
  orderdeliveryid: delivery.id,
  orderid,
  warehouseid: delivery.warehouseid,
  orderdeliveryref: delivery.reference,
  datedelivery: delivery.sentAt,
  datecancelled: delivery.cancelledAt,
  pluginname: '',
  orderdeliveryitems: delivery.items.map((item) => ({ orderitemid: item.itemId, quantity: item.quantity })),
});

export const journalShape = (row: JournalRow, namesShipment: boolean): Record<string, unknown> => ({
  warehousetransactionid: row.id,
  warehouseid: row.warehouseid,
  transactiontype: row.type,
  description: row.description,
  shipmentid: namesShipment ? row.shipmentid : null,
  externalid: row.externalid,
  reasoncode: null,
  datecreated: Math.floor(row.atMs / 1_000),
  orderdeliveryid: row.orderdeliveryid,
  items: row.items.map((item) => ({
    sku: item.sku,
    decimalquantity: formatUnits(item.quantity),
    decimaltotal: formatUnits(item.total),
  })),
});

/** Rounded half away from zero, as a till does, so that a refund is the mirror of its sale. */
function netMinor(item: ItemRecord): number {
  const net = Math.round((Math.abs(item.grossMinor) * 100) / (100 + item.vatPercent));
  return item.grossMinor < 0 ? -net : net;
}
