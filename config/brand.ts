import { z } from 'zod';
import { checkWholeBrand } from './brand-checks.js';
import { duration } from './duration.js';
import { nonEmpty, positiveInt } from './fields.js';
import { closedDates, openingHours } from './opening-hours.js';
import { productsSchema } from './products.js';
import { returnsSchema } from './returns.js';
import { stockSchema } from './stock.js';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'use small letters, digits and dashes, at most 40');

const location = z
  .strictObject({
    id: id.describe('Our own name of the place, part of no counterpart, e.g. store-03.'),
    kind: z.enum(['store', 'warehouse']),
    name: nonEmpty,
    centra: positiveInt.describe('Centra warehouse id.'),
    sitoo: positiveInt.describe('Sitoo warehouse id; for a warehouse, the virtual one that mirrors the WMS.'),
    wms: positiveInt.describe('WMS warehouse id; only a warehouse has one.').optional(),
    openingHours: openingHours
      .describe(
        'Hours in which the location is staffed, by weekday: 10:00-19:00, or a list of spans for a day with a break. A day left out is closed. Without any, always open.',
      )
      .optional(),
    closedDates: closedDates.default([]).describe('Days on which this location stays closed, e.g. 2026-06-24.'),
  })
  .refine((l) => (l.kind === 'warehouse') === (l.wms !== undefined), {
    path: ['wms'],
    message: 'a warehouse needs its WMS warehouse id, a store must not have one',
    when: ({ value }) => typeof value === 'object' && value !== null && 'kind' in value,
  });

const courier = z.strictObject({
  delivery: z.enum(['home', 'collect']),
  shippingOptions: z
    .array(nonEmpty)
    .min(1)
    .describe('Names or uris of the Centra shipping options that mean this courier.'),
  carrier: nonEmpty.describe('Carrier as Centra shows it to the customer.'),
  service: nonEmpty.describe('Service of the carrier as Centra shows it.'),
  wayOfDelivery: nonEmpty.describe("The WMS's code of the way of delivery (Ongoing wayOfDelivery.code)."),
});

const statusNumbers = z.array(z.int('must be a whole number')).default([]);

/** Ongoing's usual status numbers; each tenant may have its own. */
const USUAL_STATUSES = {
  open: [200],
  working: [300, 320],
  picked: [400],
  sent: [450, 500],
  returned: [800],
  cancelled: [1000],
  error: [150],
};

const statuses = z.strictObject({
  open: statusNumbers,
  working: statusNumbers,
  picked: statusNumbers,
  sent: statusNumbers,
  returned: statusNumbers,
  cancelled: statusNumbers,
  error: statusNumbers,
});

const promises = z.strictObject({
  storePick: duration.prefault('4h').describe('Until a store has picked its fulfilment, in open hours.'),
  storeHandover: duration.prefault('14d').describe('Until the customer has fetched what waits in a store.'),
  warehousePick: duration.prefault('8h').describe('Until the warehouse has picked its fulfilment.'),
  warehouseSend: duration.prefault('24h').describe('Until the warehouse has sent its fulfilment.'),
});

const gift = z.strictObject({
  requestedBy: nonEmpty.default('gift.wrap').describe('Order attribute type.key that asks for a gift message.'),
  message: nonEmpty.default('gift.message').describe('Order attribute type.key that holds the message.'),
});

/** One merchant installation. No secrets: those come from the environment. */
export const brandSchema = z
  .strictObject({
    brand: id.describe('Short name of the brand; part of every workflow id, so never change it.'),
    currency: z.string().regex(/^[A-Z]{3}$/, 'use the three letters of ISO 4217, e.g. SEK'),
    timezone: nonEmpty
      .refine(isTimezone, 'is no time zone; write one as Europe/Stockholm')
      .default('Europe/Stockholm')
      .describe('IANA time zone of the opening hours.'),
    closedDates: closedDates.default([]).describe('Days on which every location stays closed, e.g. 2026-12-25.'),
    rehearsalSpeed: z
      .number()
      .min(1, 'must be 1 or more')
      .default(1)
      .describe('All promises and schedules run this many times faster: for rehearsals against simulators.'),
    locations: z.array(location).min(1, 'name at least one location'),
    moveTo: z
      .array(id)
      .describe(
        'Where a fulfilment goes when its location cannot fulfil it. Default: warehouses, then stores, in file order.',
      )
      .optional(),
    couriers: z.record(id, courier).describe('Ways to bring goods to the customer, by our own name.'),
    gift: gift.prefault({}),
    requiredAttributes: z
      .array(nonEmpty)
      .default([])
      .describe('Order attributes type.key without which no order is transferred.'),
    wms: z
      .strictObject({
        statuses: statuses.prefault(USUAL_STATUSES).describe("The tenant's status numbers, by what they mean to us."),
      })
      .prefault({}),
    promises: promises.prefault({}).describe('How long silence may last before a person is asked.'),
    posCourier: id
      .optional()
      .describe(
        'Courier of till orders to be delivered, unless the till names one. Default: the first that delivers home.',
      ),
    posOrders: z
      .union([z.literal('immediate'), z.strictObject({ every: duration })], {
        error: 'write "immediate", or "every:" and a length of time such as 15m',
      })
      .default('immediate')
      .describe('POS orders to be delivered go to the warehouse at once or in batches.'),
    stock: stockSchema
      .prefault({})
      .describe('The pool of stock: what is told to whom, how fast, and what is kept back.'),
    returns: returnsSchema.prefault({}).describe('Goods of web orders that come back over the counter.'),
    products: productsSchema
      .prefault({})
      .describe('The product master: what flows down, and what happens to edits made below.'),
    followEvery: z
      .strictObject({ centra: duration.prefault('1m'), sitoo: duration.prefault('1m'), wms: duration.prefault('1m') })
      .prefault({})
      .describe('How often a follower looks although no event woke it.'),
  })
  .superRefine(checkWholeBrand, { when: () => true });

export type Brand = z.output<typeof brandSchema>;
export type Location = Brand['locations'][number];
export type Courier = Brand['couriers'][string];

/** A real length of time, shortened when the brand rehearses faster than life; never under 50 ms. */
export function scaled(brand: Pick<Brand, 'rehearsalSpeed'>, ms: number): number {
  return brand.rehearsalSpeed === 1 ? ms : Math.max(50, Math.round(ms / brand.rehearsalSpeed));
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
