import { z } from 'zod';

/** Some write a time as ISO text, some as epoch milliseconds; read, it is epoch milliseconds. */
const time = z.union([z.string().transform((text) => Date.parse(text)), z.number()]);

const units = { sku: z.string(), quantity: z.number() };
const payment = z.object({ entryType: z.string(), status: z.string(), valueMinor: z.number() });

/**
 * What the simulators hold in the end, as `GET /_sim/books` reports it: the only witness by which a run and a test are
 * judged. One schema for each, held to what the simulator reports; what a stand-in may leave out has a default.
 */
const centraOrder = z.object({
  number: z.number(),
  status: z.string(),
  isOnHold: z.boolean(),
  isLocked: z.boolean().default(false),
  totalMinor: z.number().default(0),
  createdAt: time,
  updatedAt: time.optional(),
  lines: z.array(
    z.object({
      id: z.number(),
      ...units,
      cancelledQuantity: z.number(),
      returnedQuantity: z.number().default(0),
      shippedQuantity: z.number(),
      /** Where units are promised from; those that were shipped are still among them. */
      allocations: z.array(z.object({ warehouse: z.number(), quantity: z.number() })).default([]),
    }),
  ),
  shipments: z.array(
    z.object({
      id: z.number(),
      isShipped: z.boolean(),
      isCaptured: z.boolean(),
      isPaid: z.boolean(),
      emailAsked: z.boolean().optional(),
      totalMinor: z.number().default(0),
      trackingNumber: z.string().nullish(),
      carrier: z.string().nullish(),
      service: z.string().nullish(),
      lines: z.array(z.object({ line: z.number(), quantity: z.number() })).default([]),
      createdAt: time,
      shippedAt: time.nullish(),
    }),
  ),
  payments: z.array(payment).default([]),
});

const centraReturn = z.object({
  id: z.number(),
  externalId: z.string().nullish(),
  /** The number of the order. */
  order: z.number(),
  shipment: z.number().optional(),
  status: z.string(),
  /** `released` to where it came from, `moved` to a named warehouse, `removed` from stock. */
  policy: z.enum(['released', 'moved', 'removed']).optional(),
  emailAsked: z.boolean().optional(),
  /** Where goods went into stock; empty when they were taken out of it. */
  placed: z.array(z.object({ warehouse: z.number(), ...units })),
  lines: z.array(z.object({ line: z.number().optional(), shipmentLine: z.number().optional(), ...units })),
  totalMinor: z.number(),
  refunds: z.array(payment),
  createdAt: time,
});

export const centraState = z.object({
  orders: z.array(centraOrder),
  returns: z.array(centraReturn).default([]),
  /** Units of one SKU in one of the web shop's warehouses. */
  stock: z
    .array(z.object({ warehouse: z.number(), sku: z.string(), physical: z.number(), allocated: z.number() }))
    .default([]),
  /** Changes that were made from outside, with signed lines. */
  stockChanges: z
    .array(
      z.object({
        id: z.number().optional(),
        comment: z.string().default(''),
        warehouse: z.number(),
        createdAt: time,
        lines: z.array(z.object({ id: z.number().optional(), ...units })),
      }),
    )
    .default([]),
  /** What became of the events that it sent. */
  webhooks: z.object({ calls: z.number(), delivered: z.number(), dropped: z.number() }).optional(),
});

const sitooOrder = z.object({
  orderid: z.number(),
  externalid: z.string().nullish(),
  /** The refunded order. */
  creditorderid: z.number().nullish(),
  /** `STATE` of `sitoo/records.ts`. */
  state: z.number(),
  warehouseid: z.number().optional(),
  location: z.string().nullish(),
  registerid: z.string().nullish(),
  currency: z.string().optional(),
  totalMinor: z.number().optional(),
  items: z.array(
    z.object({
      itemId: z.number().optional(),
      sku: z.string(),
      /** Below zero for what came back. */
      quantity: z.number(),
      delivered: z.number(),
      grossMinor: z.number().optional(),
      additionaldata: z.record(z.string(), z.string()).default({}),
    }),
  ),
  payments: z
    .array(z.object({ name: z.string(), amountMinor: z.number(), externalid: z.string().optional() }))
    .default([]),
  additionaldata: z.record(z.string(), z.string()).default({}),
  deliveries: z.array(
    z.object({
      id: z.number().optional(),
      warehouseid: z.number().optional(),
      reference: z.string().default(''),
      sent: z.boolean().default(true),
      cancelled: z.boolean().default(false),
      sentAt: time.nullish(),
      items: z.array(z.object({ itemId: z.number(), quantity: z.number() })).default([]),
    }),
  ),
  log: z.array(z.number()).default([]),
  createdAt: time,
  /** A sale whose goods the warehouse sends. */
  deliverToWarehouse: z.boolean().nullish(),
  soldAt: z.string().optional(),
  receipt: z.string().nullish(),
});

export const sitooState = z.object({
  orders: z.array(sitooOrder),
  /** What lies in stores, and the tills' own figure of each warehouse. */
  stock: z
    .array(
      z.object({
        location: z.string(),
        warehouseid: z.number().optional(),
        sku: z.string(),
        total: z.number(),
        reserved: z.number().default(0),
        available: z.number().optional(),
      }),
    )
    .default([]),
  products: z
    .array(
      z.object({
        productid: z.number(),
        sku: z.string(),
        barcode: z.string(),
        name: z.string(),
        priceMinor: z.number(),
        active: z.boolean(),
        pricelists: z.record(z.string(), z.number().nullable()).default({}),
      }),
    )
    .default([]),
  /** Rows of the journal. */
  journal: z.number().optional(),
  /** The journal, in its order. */
  movements: z
    .array(
      z.object({
        id: z.number().optional(),
        warehouseid: z.number().optional(),
        location: z.string().nullish(),
        type: z.number().optional(),
        atMs: z.number(),
        deliveryId: z.number().nullish(),
        orderid: z.number().nullish(),
        items: z.array(z.object({ ...units, total: z.number().nullish() })),
      }),
    )
    .default([]),
});

export const wmsState = z.object({
  orders: z.array(
    z.object({
      orderId: z.number(),
      orderNumber: z.string(),
      /** `STATUS` of `ongoing/warehouse-state.ts`. */
      status: z.number(),
      lines: z.array(
        z.object({ rowNumber: z.string().default(''), sku: z.string(), ordered: z.number(), picked: z.number() }),
      ),
      waybill: z.string().nullish(),
      /** The id of the order of which this is the remainder. */
      backOrderFor: z.number().nullish(),
      shippedAt: time.nullish(),
      createdAt: time,
      wayOfDelivery: z.string().nullish(),
      /** What the goods cost by the papers that lie in the parcel. */
      papersMinor: z.number().default(0),
    }),
  ),
  stock: z
    .array(z.object({ sku: z.string(), physical: z.number(), booked: z.number(), sellable: z.number() }))
    .default([]),
  articles: z
    .array(z.object({ sku: z.string(), name: z.string(), barcode: z.string(), active: z.boolean() }))
    .default([]),
  perWarehouse: z
    .array(
      z.object({
        location: z.string().nullish(),
        warehouse: z.number().optional(),
        sku: z.string(),
        physical: z.number(),
        booked: z.number().default(0),
      }),
    )
    .default([]),
});

export type CentraState = z.output<typeof centraState>;
export type CentraOrder = CentraState['orders'][number];
export type CentraReturn = CentraState['returns'][number];
export type SitooState = z.output<typeof sitooState>;
export type SitooOrder = SitooState['orders'][number];
export type WmsState = z.output<typeof wmsState>;
export type WmsOrder = WmsState['orders'][number];

/** What all three hold, as nearly at one moment as can be. */
export interface CounterpartStates {
  readonly centra: CentraState;
  readonly sitoo: SitooState;
  readonly wms: WmsState;
}

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

/** As a simulator reports its state: what the functions behind `GET /_sim/books` return. */
export type ReportedCentraState = Frozen<z.input<typeof centraState>>;
export type ReportedSitooState = Frozen<z.input<typeof sitooState>>;
export type ReportedWmsState = Frozen<z.input<typeof wmsState>>;
