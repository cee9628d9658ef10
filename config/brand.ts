import { z } from 'zod';
import type { Brand } from '../domain/brand.js';
import type { CentraWarehouseId, SitooWarehouseId, WmsWarehouseId } from '../domain/ids.js';
import { checkWholeBrand } from './brand-checks.js';
import { duration } from './duration.js';
import { nameId, nonEmpty, numberId } from './fields.js';
import { closedDates, openingHours } from './opening-hours.js';
import { productsSchema } from './products.js';
import { returnsSchema } from './returns.js';
import { stockSchema } from './stock.js';
import { warehouseSchema } from './warehouse.js';
import { currencyCode, skusSchema, webOrdersSchema } from './web-orders.js';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'use small letters, digits and dashes, at most 40');

const locationAddress = z.strictObject({
  street: nonEmpty.describe('Street and number.'),
  zip: nonEmpty.describe('Postal code, where the country has them.').exactOptional(),
  city: nonEmpty.describe('City.'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'use the two letters of ISO 3166, e.g. SE')
    .describe('Country, two letters.'),
});

const location = z
  .strictObject({
    id: id.describe("Onepool's own name for the location, e.g. store-03."),
    kind: z.enum(['store', 'warehouse']).describe('What the location is.'),
    name: nonEmpty.describe('Name shown to people.'),
    centra: numberId<CentraWarehouseId>()
      .describe('Id of its warehouse in Centra. Every location has one, or none where the brand has no Centra.')
      .exactOptional(),
    sitoo: numberId<SitooWarehouseId>()
      .describe(
        'Id of its warehouse in Sitoo from which it sells; for a warehouse, the virtual one that mirrors the WMS. Every location has one, or none where the brand has no Sitoo.',
      )
      .exactOptional(),
    sitooNotForSale: z
      .array(
        z.strictObject({
          id: numberId<SitooWarehouseId>().describe('Id of the warehouse in Sitoo.'),
          meaning: z
            .enum(['reclaims', 'damaged', 'repairs', 'samples', 'other'])
            .describe('What it is for. Goods in it are not for sale, whatever it is.'),
        }),
      )
      .describe(
        'Its other warehouses in Sitoo, such as one for reclaims: goods that come back into them are not for sale.',
      )
      .exactOptional(),
    sitooStore: nonEmpty
      .describe('What Sitoo calls the store when goods are to be collected there (externalid). When left out: its id.')
      .exactOptional(),
    address: locationAddress
      .describe('Where parcels to the location go; a store needs it when goods of a warehouse are collected there.')
      .exactOptional(),
    wms: nameId<WmsWarehouseId>()
      .describe('Id in its WMS. A warehouse needs one, a store must not have one.')
      .exactOptional(),
    warehouse: id
      .describe('Name under warehouses of the WMS that it is in. When left out: the one under warehouse.')
      .exactOptional(),
    openingHours: openingHours
      .describe(
        'Hours in which the location is staffed, by weekday: 10:00-19:00, or a list of spans for a day with a break. A day left out is closed. Without any, always open.',
      )
      .exactOptional(),
    closedDates: closedDates.default([]).describe('Days on which this location stays closed, e.g. 2026-06-24.'),
  })
  .refine((l) => (l.kind === 'warehouse') === (l.wms !== undefined), {
    path: ['wms'],
    message: 'a warehouse needs its WMS warehouse id, a store must not have one',
    when: ({ value }) => typeof value === 'object' && value !== null && 'kind' in value,
  });

const courier = z.strictObject({
  delivery: z.enum(['home', 'collect']).describe('Whether goods are sent home or collected in a store.'),
  shippingOptions: z
    .array(nonEmpty)
    .default([])
    .describe(
      'Names or URIs of the Centra shipping options that mean this courier; at least one where there is a Centra.',
    ),
  tillNames: z
    .array(nonEmpty)
    .min(1)
    .describe(
      'What the tills call this courier when the cashier chooses it (delivery-carrier-productid). When left out: its name here.',
    )
    .exactOptional(),
  carrier: nonEmpty.describe('Carrier, as Centra shows it to the customer.'),
  service: nonEmpty.describe('Service of the carrier, as Centra shows it.'),
  wayOfDelivery: nonEmpty
    .describe("The WMS's code for the way of delivery (way_of_delivery in files); needed where there is a WMS.")
    .exactOptional(),
  needsServicePoint: z
    .boolean()
    .default(false)
    .describe(
      'Whether its parcels go to a parcel shop that the customer chose (wms.servicePoint). Orders without one open a case.',
    ),
  collectIn: id
    .describe(
      'Store in which the customer collects goods that a warehouse sends there; the store needs an address. Only with delivery: collect.',
    )
    .exactOptional(),
  handedOverAtTills: z
    .boolean()
    .exactOptional()
    .describe(
      'Whether a parcel to the store of collectIn becomes an open order of that store at the tills, which informs the customer and is closed when it is handed over. When left out: it is recorded there as sent.',
    ),
});

const promises = z.strictObject({
  storePick: duration.prefault('4h').describe('Until a store has picked its fulfilment, in its opening hours.'),
  storeHandover: duration
    .prefault('14d')
    .describe('Until the customer has collected the goods, or the store has sent them.'),
  warehousePick: duration
    .prefault('8h')
    .describe('Until the warehouse has picked its fulfilment, in its opening hours if it has any.'),
  warehouseSend: duration.prefault('24h').describe('Until the warehouse has sent its fulfilment.'),
  payment: duration.prefault('3d').describe('Until an order is paid, and confirmed in the web shop.'),
  hold: duration.prefault('3d').describe('Until a hold ends that someone put on an order.'),
  preorder: duration.prefault('180d').describe('Until goods arrive that were ordered before they were in stock.'),
  confirmation: duration
    .prefault('8h')
    .describe('Until an allocation is confirmed in Centra, where a warehouse asks for that.'),
  lock: duration.prefault('1d').describe('Until an order is unlocked in Centra of which units must be cancelled.'),
});

const gift = z.strictObject({
  requestedBy: nonEmpty.default('gift.wrap').describe('Order attribute (type.key) that asks for a gift message.'),
  message: nonEmpty.default('gift.message').describe('Order attribute (type.key) that holds the message.'),
});

/** One merchant installation. No secrets: those come from the environment. */
export const brandSchema = z
  .strictObject({
    brand: id.describe('Short name of the brand. Part of every workflow id: never change it.'),
    currency: currencyCode.describe(
      'Currency of the brand (ISO 4217), in which stock is priced and tills sell. webOrders.currencies names others of the web shop.',
    ),
    customerEmails: z
      .strictObject({
        shipped: z.boolean().default(true).describe('A shipment has left.'),
        returned: z.boolean().default(true).describe('A return is complete.'),
      })
      .prefault({})
      .describe(
        'Which e-mails Centra sends to the customer when Onepool completes something; switch off what another system sends.',
      ),
    timezone: nonEmpty
      .refine(isTimezone, 'is no time zone; write one as Europe/Stockholm')
      .default('Europe/Stockholm')
      .describe('IANA time zone of opening hours and times of day.'),
    closedDates: closedDates.default([]).describe('Days on which every location stays closed, e.g. 2026-12-25.'),
    rehearsalSpeed: z
      .number()
      .min(1, 'must be 1 or more')
      .default(1)
      .describe(
        'How many times faster than real time promises and schedules run; only for rehearsals against simulators.',
      ),
    locations: z
      .array(location)
      .min(1, 'name at least one location')
      .describe('Every store and warehouse that holds stock.'),
    moveTo: z
      .array(id)
      .describe(
        'Locations to try, in this order, when one cannot fulfil. When left out: warehouses, then stores, in file order.',
      )
      .exactOptional(),
    couriers: z.record(id, courier).describe('Ways to deliver, by a name of your choice.'),
    gift: gift.prefault({}).describe('Where an order says that it is a gift.'),
    requiredAttributes: z
      .array(nonEmpty)
      .default([])
      .describe('Order attributes (type.key) that every order must have; without them it waits for a person.'),
    webOrders: webOrdersSchema.prefault({}).describe('Which orders of the web shop are fulfilled, and how.'),
    skus: skusSchema
      .prefault({})
      .describe("SKUs that tills or warehouse call otherwise than the web shop. All others have the web shop's name."),
    warehouse: warehouseSchema
      .prefault({})
      .describe(
        'Which WMS it is, how it is read, and what its orders say. Has no meaning where no location has a WMS id. Formerly called wms, which is still read.',
      ),
    warehouses: z
      .record(id, warehouseSchema)
      .describe(
        'Further warehouse systems, by a name of your choice: other kinds, or other accounts of the same one. Each has the same keys as warehouse, and environment variables of its own, with its name behind WMS_.',
      )
      .exactOptional(),
    promises: promises.prefault({}).describe('How long a location may stay silent before a case opens.'),
    posCourier: id
      .exactOptional()
      .describe(
        'Courier of till orders to be delivered, unless the till names one. When left out: the first that delivers home.',
      ),
    posWarehouse: id
      .exactOptional()
      .describe(
        'Location that sends what a till has sold to be delivered, when the order is registered for the store. When left out: the first warehouse.',
      ),
    posOrders: z
      .union([z.literal('immediate'), z.strictObject({ every: duration })], {
        error: 'write "immediate", or "every:" and a length of time such as 15m',
      })
      .prefault('immediate')
      .describe('When till orders to be delivered go to the warehouse: immediately, or in batches.'),
    stock: stockSchema.prefault({}).describe('Stock: what is published to whom, how fast, and what is held back.'),
    returns: returnsSchema.prefault({}).describe('Web orders returned in a store.'),
    products: productsSchema
      .prefault({})
      .describe(
        'Products: what flows from the web shop to tills and warehouse, and what happens to edits made downstream.',
      ),
    alarmAfter: z
      .strictObject({
        following: duration.prefault('10m').describe('Changes of a counterpart cannot be read.'),
        publishing: duration.prefault('10m').describe('Stock cannot be published.'),
        products: duration.prefault('1h').describe('Products cannot be synchronised.'),
      })
      .prefault({})
      .describe(
        'How long something may fail before a case opens. Whatever only a person can fix opens one immediately.',
      ),
    followEvery: z
      .strictObject({
        centra: duration.prefault('1m').describe('The follower of Centra.'),
        sitoo: duration.prefault('1m').describe('The follower of Sitoo.'),
        wms: duration.prefault('1m').describe('The follower of the WMS.'),
      })
      .prefault({})
      .describe('How often a follower reads its counterpart when no event wakes it.'),
  })
  .superRefine(checkWholeBrand, { when: () => true }) satisfies z.ZodType<Brand>;

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
