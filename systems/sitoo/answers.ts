import { z } from 'zod';
import type { SitooItemId, SitooOrderId, SitooWarehouseId } from '../../domain/ids.js';
import { numberId, textId, textOf } from '../id-schemas.js';

/**
 * What Sitoo answers, as far as we use it. Unknown fields are ignored and enums stay open numbers, because the public
 * lists of both are incomplete; what we count on is required.
 */
const text = z.string().nullish();
const data = z.record(z.string(), z.unknown()).nullish();
/** `"125.00"`; parsed exactly by the reader, which knows the currency. */
const money = z.string();
const units = z.string();

/** The id of an order. */
export const orderId = z
  .int()
  .positive()
  .transform(textOf<SitooOrderId>);

export const itemAnswer = z.object({
  orderitemid: textId<SitooItemId>(),
  orderitemtype: z.int().nullish(),
  sku: text,
  productname: text,
  quantity: z.int(),
  vatvalue: z.number().nullish(),
  moneyitemtotal_net: money,
  moneyitemtotal_vat: money,
  additionaldata: data,
});

export const orderAnswer = z.object({
  orderid: orderId,
  externalid: text,
  creditorderid: z.int().nullish(),
  email: text,
  phone: text,
  namefirst: text,
  namelast: text,
  company: text,
  comment: text,
  invoice_address: text,
  invoice_address2: text,
  invoice_zip: text,
  invoice_city: text,
  invoice_state: text,
  invoice_countryid: text,
  delivery_address: text,
  delivery_address2: text,
  delivery_zip: text,
  delivery_city: text,
  delivery_state: text,
  delivery_countryid: text,
  orderdate: z.int(),
  orderstateid: z.int(),
  paymentstateid: z.int(),
  ordertypeid: z.int(),
  warehouseid: numberId<SitooWarehouseId>().nullish(),
  registerid: text,
  currencycode: z.string(),
  moneytotal_gross_all: money,
  moneytotal_gross_roundoff: money.nullish(),
  additionaldata: data,
  orderitems: z.array(itemAnswer),
  payments: z
    .array(
      z.object({
        name: z.string(),
        moneyamount: money,
        externalid: text.meta({ onlySometimes: 'payments of other systems name one' }),
        additionaldata: data.meta({ onlySometimes: 'few payments carry any' }),
      }),
    )
    .nullish(),
  orderlogitems: z.array(z.object({ orderlogtypeid: z.int(), strvalue: text, datelog: z.int().nullish() })).nullish(),
});
export type OrderAnswer = z.output<typeof orderAnswer>;

/** Exactly the fields we read: lists of full orders are slow, and what is not asked for may be left out. */
export const ORDER_FIELDS = Object.keys(orderAnswer.shape);

export const deliveryAnswer = z.object({
  orderdeliveryid: z.int(),
  warehouseid: numberId<SitooWarehouseId>(),
  orderdeliveryref: text,
  datedelivery: z.int().nullish(),
  datecancelled: z.int().nullish(),
  orderdeliveryitems: z.array(z.object({ orderitemid: textId<SitooItemId>(), quantity: z.int() })),
});

export const warehouseAnswer = z.object({
  warehouseid: numberId<SitooWarehouseId>(),
  warehousetype: z.int().nullish(),
  name: z.string(),
  externalid: text,
  sellable: z.boolean().nullish(),
});

export const stockAnswer = z.object({
  sku: z.string(),
  decimaltotal: units,
  decimalreserved: units,
  decimalavailable: units,
});

/** A row for a reader who only wants the level on the shelf. */
export const totalAnswer = z.object({ sku: z.string(), decimaltotal: units });

/** A row of the journal. Quantity and level are read one by one: an item sold by weight must not hide the others. */
export const journalAnswer = z.object({
  warehousetransactionid: z.int().positive(),
  warehouseid: numberId<SitooWarehouseId>(),
  transactiontype: z.int(),
  datecreated: z.int(),
  orderdeliveryid: z.int().nullish(),
  shipmentid: z.int().nullish(),
  items: z.array(z.object({ sku: text, decimalquantity: units, decimaltotal: units.nullish() })),
});
export type JournalAnswer = z.output<typeof journalAnswer>;
export const JOURNAL_FIELDS = Object.keys(journalAnswer.shape);
export const journalId = journalAnswer.pick({ warehousetransactionid: true });

export const productAnswer = z.object({ sku: text });

export const settingsAnswer = z.object({
  currencycode: z.string(),
  pricesstoredwithvat: z.boolean(),
  timezone: z.string(),
});

/** A POST of one answers the bare id, a PUT of one answers true. */
export const newId = z.int().positive();
export const done = z.literal(true);

/** A batch answers for each element, in order, inside a 200. What `return` holds is not said for every batch. */
export const batchAnswer = z.array(
  z.object({ statuscode: z.int(), errortext: z.string().nullish(), return: z.unknown().optional() }),
);

/** GET of a collection. `totalcount` counts all matches, `items` is the page. */
export const collection = <T extends z.ZodType>(item: T) =>
  z.object({ totalcount: z.int().nonnegative(), items: z.array(item) });
