import { z } from 'zod';
import { decide, type InferredFacts, inferredFact, type ReadingsOf, type Seen } from '../inferred-facts.js';
import { LATE_EFFECT } from '../latest-effect.js';
import { isProductRow, ORDER_STATES, WAREHOUSE_TYPES } from './codes.js';

const data = z.record(z.string(), z.unknown()).nullish();
const order = z.object({
  orderid: z.int(),
  orderstateid: z.int(),
  warehouseid: z.int().nullish(),
  registerid: z.string().nullish(),
  additionaldata: data,
  orderitems: z.array(z.object({ orderitemtype: z.int().nullish(), quantity: z.int() })),
  payments: z.array(z.object({ additionaldata: data })).nullish(),
});
type Order = z.output<typeof order>;
const warehouse = z.object({ warehouseid: z.int(), warehousetype: z.int().nullish() });

/** What Sitoo leaves open. Onepool must do right under every reading. */
export const SITOO_FACTS = {
  virtualPayment: inferredFact({
    question: 'what a payment marked as virtual says about a refund',
    readings: {
      webShop: 'the till has paid nothing: the web shop pays the customer',
      exchange: 'the till paid with goods: it is the credit of an exchange, and the receipt names the sale',
    },
    usual: 'webShop',
    source: 'the name of the key, in a transcription of the vendor’s documentation by others',
    probe: {
      cannotTell: 'the books of the till are not readable; ask the vendor, and look at one refund of a web order',
    },
  }),
  otherRow: inferredFact({
    question: 'what a row is that is no product',
    readings: {
      before: 'it belongs to the product before it, such as its discount',
      none: 'there are none: discounts are inside the row of the product',
    },
    usual: 'before',
    source: 'a client of the vendor’s; the number of its type is not public',
    probe: {
      how: 'rows of other types in orders of the tills',
      tell: (seen) =>
        ordersIn(seen).some(({ orderitems }) => orderitems.some((row) => !isProductRow(row.orderitemtype)))
          ? 'before'
          : undefined,
    },
  }),
  closedOrder: inferredFact({
    question: 'whether a store order that is closed may still deliver something',
    readings: { nothing: 'no: what was not delivered never will be', more: 'yes: a parcel may be booked later' },
    usual: 'nothing',
    source: 'that a closed order counts as handed over',
    probe: { cannotTell: 'a delivery names no time of booking that could be compared with the closing' },
  }),
  exchange: inferredFact({
    question: 'how a till records an exchange',
    readings: { one: 'one order with rows of both signs', two: 'a refund and a sale that name each other' },
    usual: 'one',
    source: 'connectors of others: both have been seen',
    probe: {
      how: 'an order with rows of both signs, or one that names the sale or the refund beside it',
      tell: (seen) =>
        decide(ordersIn(seen), ({ orderitems, additionaldata }) => {
          if (orderitems.some((row) => row.quantity < 0) && orderitems.some((row) => row.quantity > 0)) return 'one';
          const names = Object.keys(additionaldata ?? {});
          return names.includes('pos-refundsales-orderid') || names.includes('pos-refund-orderid') ? 'two' : undefined;
        }),
    },
  }),
  endlessAisleWarehouse: inferredFact({
    question: 'which warehouse an order of a till has whose goods are sent from elsewhere',
    readings: { virtual: 'the virtual warehouse that sends them', store: 'the store that sold them' },
    usual: 'virtual',
    source: 'nothing',
    probe: {
      how: 'open orders of a register',
      tell: (seen) => {
        const virtual = new Set(
          rowsIn(seen, 'GET warehouses', warehouse)
            .filter((one) => one.warehousetype === WAREHOUSE_TYPES.virtual)
            .map((one) => one.warehouseid),
        );
        return decide(ordersIn(seen), ({ orderstateid, registerid, warehouseid }) => {
          if (orderstateid !== ORDER_STATES.open || !registerid || warehouseid == null) return undefined;
          return virtual.has(warehouseid) ? 'virtual' : 'store';
        });
      },
    },
  }),
  pricesStoredWithVat: inferredFact({
    question: 'whether prices of products and rows include VAT',
    readings: { yes: 'they do', no: 'VAT comes on top' },
    usual: 'yes',
    source: 'an example of the vendor’s whose price is a shop price; a setting of the site decides it',
    probe: {
      how: 'the setting of the site',
      tell: (seen) =>
        decide(seen.answers('GET settings'), (answer) => {
          const read = z.object({ pricesstoredwithvat: z.boolean() }).safeParse(answer);
          return read.success ? (read.data.pricesstoredwithvat ? 'yes' : 'no') : undefined;
        }),
    },
  }),
  transferRows: inferredFact({
    question: 'whether rows of the stock journal name the shipment with which goods travel between stores',
    readings: {
      named: 'they do, where they leave and where they arrive',
      unnamed: 'they do not: goods on their way look like any that were moved out',
    },
    usual: 'named',
    source: 'a field of the row, of which nobody has documented who fills it',
    probe: {
      how: 'rows of the journal that name one',
      tell: (seen) => {
        const named = z.object({ shipmentid: z.int().positive() });
        const rows = rowsIn(seen, 'GET warehousetransactions', z.unknown());
        return rows.some((row) => named.safeParse(row).success) ? 'named' : undefined;
      },
    },
  }),
  lateEffect: LATE_EFFECT.sitoo,
} satisfies InferredFacts;

export type SitooReadings = ReadingsOf<typeof SITOO_FACTS>;

const ordersIn = (seen: Seen): Order[] => rowsIn(seen, 'GET orders', order);

function rowsIn<T>(seen: Seen, operation: string, row: z.ZodType<T>): T[] {
  const page = z.object({ items: z.array(z.unknown()) });
  return seen
    .answers(operation)
    .flatMap((answer) => page.safeParse(answer).data?.items ?? [])
    .flatMap((one) => row.safeParse(one).data ?? []);
}
