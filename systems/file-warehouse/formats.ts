import { z } from 'zod';
import { amount, change, longText, optional, remark, sentence, text, time, units, word, yesOrNo } from './columns.js';

/** Names and lines of addresses, in characters. */
const LONGEST_ADDRESS = 255;
/** What people type into an order. */
const LONGEST_REMARK = 2_000;
/** Addresses of pages for tracking carry keys and names of shops; browsers and mail programs bear about this. */
const LONGEST_URL = 2_000;
const LONGEST_ARTICLE_NAME = 500;

/**
 * Every kind of file and its columns, in the order in which they are written. The page for a warehouse is made from these tables,
 * so they say all that a warehouse must know.
 */
export interface Format<Columns extends z.ZodRawShape = z.ZodRawShape> {
  /** What a file of this kind says, in a sentence. */
  readonly says: string;
  /** What a row is. */
  readonly row: string;
  readonly columns: z.ZodObject<Columns>;
}

const format = <Columns extends z.ZodRawShape>(says: string, row: string, columns: Columns): Format<Columns> => ({
  says,
  row,
  columns: z.object(columns),
});

const order = text('Number of the order, which names it in every file.', 'C10045-1');
const line = text('Line of the order: unique within the order.', '1001');
const sku = text('Article.', 'TEE-M');
const warehouse = text('Warehouse, as the brand file calls it.', '1');

/** Files that Onepool writes. */
export const OUTGOING = {
  orders: format('An order to pick and send.', 'a line of the order; all rows of a file are of one order.', {
    order,
    reference: text(
      'Number of the order in the web shop, or at the tills, for papers. Several orders may have one.',
      '10045',
    ),
    line,
    sku,
    units: units('Units to pick.', '2'),
    warehouse: optional(warehouse),
    delivery_date: time('When it was ordered: send it as soon as you can.', '2026-11-24T13:05:00.000Z'),
    way_of_delivery: text("The warehouse's code for the way of delivery.", 'STD'),
    service_point: optional(text('Parcel shop that the customer chose.', '4711')),
    name: longText(LONGEST_ADDRESS, 'Who receives the goods.', 'Ada Ek'),
    address1: optional(longText(LONGEST_ADDRESS, 'Address, first line.', 'Storgatan 1')),
    address2: optional(longText(LONGEST_ADDRESS, 'Address, second line.', '2 tr')),
    postcode: optional(text('Postal code.', '11122')),
    city: optional(longText(LONGEST_ADDRESS, 'City.', 'Stockholm')),
    state: optional(text('State or province, where the country has them.', 'NY')),
    country: optional(text('Country, two letters of ISO 3166.', 'SE')),
    address_remark: optional(remark(LONGEST_REMARK, 'Remark about the address.', 'Gate code at the door')),
    email: optional(longText(LONGEST_ADDRESS, 'For messages about the parcel.', 'ada@example.test')),
    phone: optional(text('For messages about the parcel.', '+46701234567')),
    order_remark: optional(remark(LONGEST_REMARK, 'Remark on the order.', 'Gift')),
    delivery_instruction: optional(remark(LONGEST_REMARK, 'For the carrier.', 'Leave with a neighbour')),
    warehouse_instruction: optional(remark(LONGEST_REMARK, 'For those who pack.', 'Gift wrap')),
    line_comment: optional(remark(LONGEST_REMARK, 'Remark on the line.', 'Engrave: A')),
    unit_price: optional(amount('Price of a unit, tax included.', '199.00')),
    currency: optional(text('Currency of the price, ISO 4217.', 'SEK')),
    vat_percent: optional(amount('VAT of the line, in percent.', '25')),
    customs_value: optional(amount('Value of all units of the line for customs, without tax.', '318.40')),
    customs_currency: optional(text('Currency of the customs value.', 'SEK')),
    vat_number: optional(text('VAT number of the receiver.', 'NO123456789MVA')),
    sales_code: optional(text('Code of the sale.', 'WEB')),
    free_text1: optional(remark(LONGEST_REMARK, 'As agreed with the warehouse.', '')),
    free_text2: optional(remark(LONGEST_REMARK, 'As agreed with the warehouse.', '')),
    free_text3: optional(remark(LONGEST_REMARK, 'As agreed with the warehouse.', '')),
  }),
  cancellations: format(
    'An order that is not to be sent. Answer `cancelled`, or `too-late` once picking has begun, or `unknown`; `accepted` says none of them and is refused.',
    'the order; there is one.',
    { order },
  ),
  articles: format('An article, new or changed.', 'the article; there is one.', {
    sku,
    name: longText(LONGEST_ARTICLE_NAME, 'Name of the article.', 'Tee, medium'),
    barcode: optional(text('Barcode (GTIN).', '7350000000011')),
    active: yesOrNo('Whether it is still sold.', 'yes'),
  }),
  inbound: format(
    'Goods that are on their way to the warehouse. A notice whose number you know replaces the earlier one, unless something came of it.',
    'a line; all rows of a file are of one notice.',
    {
      notice: text('Number of the notice, which names it in every file.', 'RETURN-5512-store-01'),
      warehouse: optional(warehouse),
      from_customer: yesOrNo('Whether a customer has returned the goods; otherwise they come from elsewhere.', 'yes'),
      line,
      sku,
      units: units('Units announced.', '1'),
    },
  ),
} as const;

/** Files that the warehouse writes. */
export const INCOMING = {
  confirmations: format('What the warehouse has done with files of Onepool.', 'one of these files.', {
    file: text('Name of the file of Onepool.', '00000042_orders.csv'),
    result: word(
      ['accepted', 'refused', 'cancelled', 'too-late', 'unknown'],
      'What became of it. The last three answer cancellations, and nothing else does; the first two answer everything else.',
      'accepted',
    ),
    reason: optional(sentence('Why it was refused: a person reads it. Never a name or an address.', 'Unknown article')),
  }),
  'order-status': format(
    'How far the warehouse has come with orders. Name all lines of an order, with what is true now, each time something changes.',
    'a line of an order, once in a file. What is about the order as a whole stands in each of its rows: rows that say different things are refused.',
    {
      order,
      line,
      sku,
      ordered: units('Units ordered.', '2'),
      picked: units('Units picked so far; 0 once they are put back.', '2'),
      status: word(
        ['open', 'working', 'picked', 'sent', 'cancelled', 'problem'],
        '`working`: picking has begun; `picked`: packed, nothing more is picked; `sent`: handed to the carrier; `problem`: a person must decide.',
        'sent',
      ),
      warehouse: optional(warehouse),
      shipped_at: optional(time('When the goods left.', '2026-11-24T14:05:00Z')),
      carrier: optional(text('Carrier.', 'PostNord')),
      service: optional(text("Carrier's service.", '17')),
      tracking_number: optional(
        text(
          'Tracking number; of several parcels the one under which all are found, or that of the first.',
          'SE1234567890',
        ),
      ),
      tracking_url: optional(
        longText(LONGEST_URL, 'Page that shows where the parcel is.', 'https://track.example/SE1234567890'),
      ),
      return_tracking_number: optional(text('Tracking number of the label for sending goods back.', 'RT123')),
      parcels: optional(units('Number of parcels.', '1')),
      back_order_of: optional(text('Order of which this one is what was short; in each of its rows.', 'C10045-1')),
    },
  ),
  levels: format(
    'What lies in the warehouse, after everything that files of lower numbers say. Articles that are not named stay as they are.',
    'an article in a warehouse, once in a file.',
    {
      warehouse,
      sku,
      physical: units(
        'Units that lie there and may be sold, promised or not; neither what is picked, nor what is damaged or blocked.',
        '12',
      ),
      sellable: optional(change('Of them, units that no order needs.', '10')),
    },
  ),
  movements: format(
    'What came or went without an order, a return or a notice: counted, damaged, found, delivered unannounced. Say each change in one file only.',
    'a change.',
    {
      warehouse,
      sku,
      units: change('Units that came, or with a minus units that went.', '-1'),
      reason: optional(text("The warehouse's code of why.", 'DAMAGED')),
      at: optional(time('When.', '2026-11-24T14:05:00Z')),
    },
  ),
  returns: format('What customers have sent back, once for each parcel.', 'units of an order line.', {
    order,
    line,
    units: units('Units that came back in this parcel.', '1'),
    restocked: units('Of them, units that lie in the warehouse for sale again.', '1'),
    cause: optional(text("The warehouse's code of why the customer sent them back.", 'SIZE')),
    at: optional(time('When they came.', '2026-11-24T14:05:00Z')),
  }),
  'inbound-status': format(
    'What has come of announced goods. Name all lines of a notice each time something changes.',
    'a line of a notice, once in a file. The status and the warehouse are the same in each row of a notice.',
    {
      notice: text('Number of the notice.', 'RETURN-5512-store-01'),
      status: word(
        ['open', 'received', 'cancelled'],
        '`received`: nothing more is expected, whether or not all of it came.',
        'received',
      ),
      warehouse: optional(warehouse),
      line,
      sku,
      received: units('Units received so far; they lie in the warehouse.', '1'),
    },
  ),
  'article-list': format(
    'Articles that the warehouse knows. Those that are not named stay as they are.',
    'an article, once in a file.',
    {
      sku,
      name: optional(longText(LONGEST_ARTICLE_NAME, 'Name.', 'Tee, medium')),
      barcode: optional(text('Barcode (GTIN).', '7350000000011')),
      active: yesOrNo('Whether the warehouse takes orders for it.', 'yes'),
    },
  ),
} as const;

export type OutgoingKind = keyof typeof OUTGOING;
export type IncomingKind = keyof typeof INCOMING;
export type OutgoingRow<Kind extends OutgoingKind> = {
  readonly [Column in keyof (typeof OUTGOING)[Kind]['columns']['shape']]?: string | undefined;
};
export type IncomingRow<Kind extends IncomingKind> = z.output<(typeof INCOMING)[Kind]['columns']>;

export const isIncoming = (kind: string): kind is IncomingKind => Object.hasOwn(INCOMING, kind);
