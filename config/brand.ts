import { z } from 'zod';
import { duration } from './duration.js';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'use small letters, digits and dashes, at most 40');
const positiveInt = z.int().positive();
const hours = z.string().regex(/^\d{2}:\d{2}-\d{2}:\d{2}$/, 'write opening hours as 10:00-19:00');

const location = z
  .strictObject({
    id,
    kind: z.enum(['store', 'warehouse']),
    name: z.string().min(1),
    /** Centra warehouse id. */
    centra: positiveInt,
    /** Sitoo warehouse id; for a warehouse, the virtual one that mirrors the WMS. */
    sitoo: positiveInt,
    /** WMS warehouse id; only a warehouse has one. */
    wms: positiveInt.optional(),
    /** Hours a store is staffed, by weekday; a day left out is closed. Without any, always open. */
    openingHours: z.partialRecord(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), hours).optional(),
  })
  .refine((l) => (l.kind === 'warehouse') === (l.wms !== undefined), {
    path: ['wms'],
    message: 'a warehouse needs its WMS warehouse id, a store must not have one',
  });

const courier = z.strictObject({
  delivery: z.enum(['home', 'collect']),
  /** Names or uris of Centra shipping options that mean this courier. */
  shippingOptions: z.array(z.string().min(1)).min(1),
  /** What Centra shows the customer. */
  carrier: z.string().min(1),
  service: z.string().min(1),
  /** Ongoing `wayOfDelivery.code`. */
  wayOfDelivery: z.string().min(1),
});

const statusNumbers = z.array(z.int()).default([]);

/** One merchant installation. No secrets: those come from the environment. */
export const brandSchema = z
  .strictObject({
    brand: id,
    currency: z.string().regex(/^[A-Z]{3}$/, 'use the three letters of ISO 4217, e.g. SEK'),
    timezone: z.string().min(1).default('Europe/Stockholm'),
    /** All promises and schedules run this many times faster: for rehearsals against simulators. */
    rehearsalSpeed: z.number().min(1).default(1),
    locations: z.array(location).min(1),
    /** Where a part goes when its location cannot fulfil it, first choice first; default: warehouses, then stores, in file order. */
    moveTo: z.array(id).optional(),
    couriers: z.record(id, courier),
    gift: z
      .strictObject({
        /** Order attribute `type.key` that asks for a gift message. */
        requestedBy: z.string().default('gift.wrap'),
        /** Order attribute `type.key` that holds it. */
        message: z.string().default('gift.message'),
      })
      .prefault({}),
    /** Order attributes `type.key` without which no order is transferred. */
    requiredAttributes: z.array(z.string()).default([]),
    wms: z
      .strictObject({
        statuses: z
          .strictObject({
            open: statusNumbers,
            working: statusNumbers,
            picked: statusNumbers,
            sent: statusNumbers,
            returned: statusNumbers,
            cancelled: statusNumbers,
            error: statusNumbers,
          })
          .prefault({
            open: [200],
            working: [300, 320],
            picked: [400],
            sent: [450, 500],
            returned: [800],
            cancelled: [1000],
            error: [150],
          }),
      })
      .prefault({}),
    /** How long silence may last before a person is asked. Store promises count open hours only. */
    promises: z
      .strictObject({
        storePick: duration.prefault('4h'),
        storeHandover: duration.prefault('14d'),
        warehousePick: duration.prefault('8h'),
        warehouseSend: duration.prefault('24h'),
      })
      .prefault({}),
    /** POS orders to be delivered go to the warehouse at once or in batches. */
    posOrders: z.union([z.literal('immediate'), z.strictObject({ every: duration })]).default('immediate'),
    /** How often a follower looks although no event woke it. */
    followEvery: z
      .strictObject({ centra: duration.prefault('1m'), sitoo: duration.prefault('1m'), wms: duration.prefault('1m') })
      .prefault({}),
  })
  .superRefine((brand, ctx) => {
    const twice = (values: readonly (string | number)[]) => values.find((v, i) => values.indexOf(v) !== i);
    for (const key of ['id', 'centra', 'sitoo'] as const) {
      const repeated = twice(brand.locations.map((l) => l[key]));
      if (repeated !== undefined)
        ctx.addIssue({ code: 'custom', path: ['locations'], message: `two locations have the ${key} ${repeated}` });
    }
    const known = new Set(brand.locations.map((l) => l.id));
    for (const [i, to] of (brand.moveTo ?? []).entries())
      if (!known.has(to)) ctx.addIssue({ code: 'custom', path: ['moveTo', i], message: `no location is called ${to}` });
    const options = Object.values(brand.couriers).flatMap((c) => c.shippingOptions);
    const ambiguous = twice(options);
    if (ambiguous !== undefined)
      ctx.addIssue({
        code: 'custom',
        path: ['couriers'],
        message: `shipping option "${ambiguous}" names two couriers`,
      });
  });

export type Brand = z.output<typeof brandSchema>;
export type Location = Brand['locations'][number];
export type Courier = Brand['couriers'][string];

/** A real length of time, shortened when the brand rehearses faster than life; never under 50 ms. */
export function paced(brand: Pick<Brand, 'rehearsalSpeed'>, ms: number): number {
  return brand.rehearsalSpeed === 1 ? ms : Math.max(50, Math.round(ms / brand.rehearsalSpeed));
}
