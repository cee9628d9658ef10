import { z } from 'zod';

/** Some write a time as ISO text, some as epoch milliseconds. */
export const when = z.union([z.string().transform((text) => Date.parse(text)), z.number()]);

const payment = z.object({ entryType: z.string(), status: z.string(), valueMinor: z.number() });

/** The simulators' own books, as they hand them out: the only witness a day is judged by. */
export const centraState = z.object({
  orders: z.array(
    z.object({
      number: z.number(),
      status: z.string(),
      isOnHold: z.boolean(),
      createdAt: when,
      lines: z.array(
        z.object({
          id: z.number(),
          sku: z.string(),
          quantity: z.number(),
          cancelledQuantity: z.number(),
          shippedQuantity: z.number(),
          /** Where units are promised from; those that were shipped are still among them. */
          allocations: z.array(z.object({ warehouse: z.number(), quantity: z.number() })).optional(),
        }),
      ),
      shipments: z.array(
        z.object({
          id: z.number(),
          isShipped: z.boolean(),
          isCaptured: z.boolean(),
          isPaid: z.boolean(),
          trackingNumber: z.string().nullish(),
          createdAt: when,
          shippedAt: when.nullish(),
        }),
      ),
      payments: z.array(payment).optional(),
    }),
  ),
  returns: z
    .array(
      z.object({
        id: z.number(),
        externalId: z.string().nullish(),
        order: z.number(),
        status: z.string(),
        /** Where goods went into stock; empty when they were taken out of it. */
        placed: z.array(z.object({ warehouse: z.number(), sku: z.string(), quantity: z.number() })),
        lines: z.array(z.object({ sku: z.string(), quantity: z.number() })),
        totalMinor: z.number(),
        refunds: z.array(payment),
        createdAt: when,
      }),
    )
    .default([]),
});

export const sitooState = z.object({
  orders: z.array(
    z.object({
      orderid: z.number(),
      externalid: z.string().nullish(),
      /** 0 open, 10 closed, 20 cancelled. */
      state: z.number(),
      location: z.string().nullish(),
      receipt: z.string().nullish(),
      deliverToWarehouse: z.boolean().nullish(),
      createdAt: when,
      items: z.array(
        z.object({
          sku: z.string(),
          /** Below zero for what came back. */
          quantity: z.number(),
          delivered: z.number(),
          additionaldata: z.record(z.string(), z.string()).optional(),
        }),
      ),
      creditorderid: z.number().nullish(),
      deliveries: z.array(z.object({ id: z.number().optional(), sentAt: when.nullish() })),
    }),
  ),
});

export const wmsState = z.object({
  orders: z.array(
    z.object({
      orderId: z.number(),
      orderNumber: z.string(),
      status: z.number(),
      backOrderFor: z.union([z.number(), z.string()]).nullish(),
      createdAt: when,
      shippedAt: when.nullish(),
      lines: z.array(z.object({ sku: z.string(), ordered: z.number(), picked: z.number() })),
    }),
  ),
});

export type CentraOrder = z.output<typeof centraState>['orders'][number];
export type SitooOrder = z.output<typeof sitooState>['orders'][number];
export type WmsOrder = z.output<typeof wmsState>['orders'][number];

export type CentraReturn = z.output<typeof centraState>['returns'][number];

export interface CounterpartStates {
  readonly centra: readonly CentraOrder[];
  /** Returns in the web shop, of any origin. */
  readonly returns?: readonly CentraReturn[];
  readonly sitoo: readonly SitooOrder[];
  readonly wms: readonly WmsOrder[];
}
