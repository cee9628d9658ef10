import { z } from 'zod';
import { duration } from './duration.js';
import { clock, nonEmpty } from './fields.js';

const units = z.int().nonnegative('must not be below zero');
const timeOfDay = clock('03:00');
const moment = z.iso
  .datetime({ offset: true, error: 'write a moment as 2026-11-27T00:00:00+01:00' })
  .transform((text) => Date.parse(text));

const flow = (maxStaleness: string) =>
  z
    .strictObject({
      mode: z
        .union(
          [
            z.enum(['immediate', 'off']),
            z.strictObject({ every: duration.refine((ms) => ms >= 1_000, 'write a second at least') }),
            z.strictObject({ at: z.array(timeOfDay).min(1, 'name at least one time of day') }),
          ],
          { error: 'write immediate, off, "every:" and a length of time such as 15m, or "at:" and times of day' },
        )
        .default('immediate')
        .describe('At once, in batches every so often or at times of day, or not at all.'),
      maxStaleness: duration
        .prefault(maxStaleness)
        .describe('Nothing waits longer than this while the counterpart lets us; only in the mode immediate.'),
    })
    .prefault({});

const safetyStockRule = z.strictObject({
  units: units.describe('Units that are never offered online.'),
  category: nonEmpty.describe('Only SKUs of this category.').exactOptional(),
  sku: nonEmpty.exactOptional(),
  location: nonEmpty.describe('Only at this location.').exactOptional(),
  from: moment.describe('From this moment on.').exactOptional(),
  until: moment.describe('Until this moment.').exactOptional(),
});

/** What a brand says about stock. */
export const stockSchema = z.strictObject({
  flows: z
    .strictObject({
      storesToCentra: flow('60s').describe("What happens in stores, to the stores' warehouses in Centra."),
      warehouseToCentra: flow('60s').describe('What happens in warehouses, to their twins in Centra.'),
      warehouseToSitoo: flow('2m').describe("Levels of warehouses, to the tills' virtual warehouses."),
    })
    .prefault({}),
  categories: z
    .record(nonEmpty, z.array(nonEmpty).min(1))
    .default({})
    .describe('SKUs of a category, by name or with a star: { shoes: ["SH-*"] }.'),
  safetyStock: z
    .array(safetyStockRule)
    .default([])
    .describe('Safety stock. The most specific rule wins: a SKU over a location over a category over the whole brand.'),
  reconcile: z
    .union([timeOfDay, z.literal('off')], { error: 'write a time of day as 03:00, or off' })
    .default('03:00')
    .describe('When all levels are compared with the counterparts every night, in the time zone of the brand.'),
  detectExternalChangesEvery: duration
    .prefault('5m')
    .describe('How often changes of stock that others made in Centra are looked for.'),
});

export type StockSettings = z.output<typeof stockSchema>;
