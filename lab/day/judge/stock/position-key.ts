import { z } from 'zod';
import { when } from '../../../simulators/states.js';

/** Units of one SKU that the web shop has in one of its warehouses, and the changes that were made from outside. */
export const centraStock = z.object({
  stock: z
    .array(z.object({ warehouse: z.number(), sku: z.string(), physical: z.number(), allocated: z.number() }))
    .default([]),
  stockChanges: z
    .array(
      z.object({
        warehouse: z.number(),
        createdAt: when,
        /** Signed. */
        lines: z.array(z.object({ sku: z.string(), quantity: z.number() })),
      }),
    )
    .default([]),
});

/** What lies in stores, and the tills' own figure of each warehouse. `movements`: the journal, in its order. */
export const sitooStock = z.object({
  stock: z.array(z.object({ location: z.string(), sku: z.string(), total: z.number() })).default([]),
  movements: z
    .array(
      z.object({
        location: z.string().nullish(),
        atMs: z.number(),
        deliveryId: z.number().nullish(),
        orderid: z.number().nullish(),
        items: z.array(z.object({ sku: z.string(), quantity: z.number(), total: z.number().nullish() })),
      }),
    )
    .default([]),
});

export const wmsStock = z.object({
  perWarehouse: z
    .array(z.object({ location: z.string().nullish(), sku: z.string(), physical: z.number() }))
    .default([]),
});

/** The stock side of the counterparts' own books. */
export interface StockStates {
  readonly centra: z.output<typeof centraStock>;
  readonly sitoo: z.output<typeof sitooStock>;
  readonly wms: z.output<typeof wmsStock>;
}

/** One SKU at one location as a key of maps; location ids hold no blanks. */
export const positionKey = (location: string, sku: string): string => `${location} ${sku}`;

export function readPositionKey(key: string): { readonly location: string; readonly sku: string } {
  const blank = key.indexOf(' ');
  return { location: key.slice(0, blank), sku: key.slice(blank + 1) };
}
