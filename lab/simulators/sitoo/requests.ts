import { z } from 'zod';

/**
 * Bodies as the contract has them. Strict, unlike the real system may be: a field that is not in the contract, or a
 * quantity written as a float, is a mistake of ours and must fail here.
 */
const money = z.string().regex(/^-?\d+\.\d{2}$/, 'money is a string with two decimals');
const decimal = z.string().regex(/^-?\d+\.\d{3}$/, 'a stock quantity is a string with three decimals');
const text = z.string();
const data = z.record(z.string(), z.string());
const country = z.string().regex(/^([A-Z]{2})?$/, 'country is ISO alpha-2');

const item = z.strictObject({
  orderitemtype: z.literal(10).exactOptional(),
  sku: z.string().min(1),
  productname: z.string().min(1),
  quantity: z.int().refine((n) => n !== 0, 'quantity must not be 0'),
  vatvalue: z.number().min(0).exactOptional(),
  moneyrowprice: money.exactOptional(),
  moneyrowdiscount: money.exactOptional(),
  moneypriceorg: money.exactOptional(),
  productattributes: text.exactOptional(),
  unitlabel: text.exactOptional(),
  deliveryinfo: text.exactOptional(),
  additionaldata: data.exactOptional(),
});

const TEXTS = {
  email: text,
  namefirst: text,
  namelast: text,
  personalid: text,
  company: text,
  phone: text,
  comment: text,
  commentinternal: text,
  customerref: text,
  checkoutref: text,
  invoice_address: text,
  invoice_address2: text,
  invoice_zip: text,
  invoice_city: text,
  invoice_state: text,
  invoice_countryid: country,
  delivery_address: text,
  delivery_address2: text,
  delivery_zip: text,
  delivery_city: text,
  delivery_state: text,
  delivery_countryid: country,
};
export const TEXT_FIELDS = Object.keys(TEXTS);
const texts = z.strictObject(TEXTS).partial().shape;

const changeable = {
  ...texts,
  orderstateid: z.int().exactOptional(),
  paymentstateid: z.int().exactOptional(),
  warehouseid: z.int().exactOptional(),
  datereserved: z.int().nullable().exactOptional(),
  additionaldata: data.exactOptional(),
};

export const newOrder = z.strictObject({
  ...changeable,
  externalid: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,40}$/, 'externalid is 1-40 of [A-Za-z0-9_-]')
    .exactOptional(),
  creditorderid: z.int().exactOptional(),
  ordertypeid: z.int(),
  orderdate: z.int().exactOptional(),
  currencycode: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .exactOptional(),
  orderitems: z.array(item).min(1),
  payments: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        moneyamount: money,
        externalid: text.exactOptional(),
        reftype: text.exactOptional(),
        refid: text.exactOptional(),
        cardissuer: text.exactOptional(),
        additionaldata: data.exactOptional(),
      }),
    )
    .exactOptional(),
});
export type NewOrder = z.output<typeof newOrder>;

export const changedOrder = z.strictObject(changeable);

export const newDelivery = z.strictObject({
  warehouseid: z.int(),
  orderdeliveryref: z.string().exactOptional(),
  orderdeliveryitems: z
    .array(z.strictObject({ orderitemid: z.int().nonnegative(), quantity: z.int().positive() }))
    .min(1),
});

export const newLogItem = z.strictObject({
  orderlogtypeid: z.union([z.literal(900), z.literal(910)]),
  strvalue: z.string().exactOptional(),
  fvalue: z.number().exactOptional(),
});

/** Elements of a batch answer for themselves, so the elements are checked one by one. */
export const batch = z.array(z.unknown()).min(1).max(1_000);

export const stockLevel = z.strictObject({
  sku: z.string().min(1),
  decimaltotal: decimal.exactOptional(),
  moneytotal: money.exactOptional(),
  binlocation: z.string().exactOptional(),
  decimalthreshold: decimal.exactOptional(),
});

export const newTransaction = z.strictObject({
  warehouseid: z.int(),
  transactiontype: z.union([z.literal(10), z.literal(20)]),
  description: z.string().exactOptional(),
  shipmentid: z.int().exactOptional(),
  externalid: z.string().exactOptional(),
  reasoncode: z.string().exactOptional(),
  items: z
    .array(z.strictObject({ sku: z.string().min(1), decimalquantity: decimal, moneypricein: money.exactOptional() }))
    .min(1)
    .max(1_000),
});
