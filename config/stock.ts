import { z } from 'zod';
import { duration } from './duration.js';
import { clock, nonEmpty } from './fields.js';

const units = z.int().nonnegative('must not be below zero');
const timeOfDay = clock('03:00');
const moment = z.iso
  .datetime({ offset: true, error: 'write a moment as 2026-11-27T00:00:00+01:00' })
  .transform((text) => Date.parse(text))
  .meta({ title: 'moment' });

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
        .prefault('immediate')
        .describe('Immediately, in batches at an interval or at times of day, or not at all.'),
      maxStaleness: duration
        .prefault(maxStaleness)
        .describe('Longest time a change may wait while the counterpart has calls left; only for mode immediate.'),
    })
    .prefault({});

const safetyStockRule = z.strictObject({
  units: units.describe('Units never offered online.'),
  category: nonEmpty.describe('Only SKUs of this category.').exactOptional(),
  sku: nonEmpty.describe('Only this SKU.').exactOptional(),
  location: nonEmpty.describe('Only at this location.').exactOptional(),
  from: moment.describe('From this moment on.').exactOptional(),
  until: moment.describe('Until this moment.').exactOptional(),
});

/** The brand's settings for stock. */
export const stockSchema = z.strictObject({
  flows: z
    .strictObject({
      storesToCentra: flow('60s').describe("Changes in stores, to the stores' warehouses in Centra."),
      warehouseToCentra: flow('60s').describe('Changes in warehouses, to their warehouses in Centra.'),
      warehouseToSitoo: flow('2m').describe('Levels of warehouses, to their virtual warehouses in Sitoo.'),
    })
    .prefault({})
    .describe('The three ways in which stock is published.'),
  categories: z
    .record(nonEmpty, z.array(nonEmpty).min(1))
    .default({})
    .describe('Categories for safety stock: SKUs, or patterns with a star, e.g. { shoes: ["SH-*"] }.'),
  safetyStock: z
    .array(safetyStockRule)
    .prefault([])
    .describe(
      'Safety stock rules. The most specific rule wins: SKU, then location, then category; a time window breaks ties.',
    ),
  reconcile: z
    .union([timeOfDay, z.literal('off')], { error: 'write a time of day as 03:00, or off' })
    .default('03:00')
    .describe('Time of day at which all levels are reconciled with the counterparts.'),
  detectExternalChangesEvery: duration
    .prefault('5m')
    .describe('How often Centra is checked for stock changes that others made.'),
  transfersArriveWithin: duration
    .prefault('7d')
    .describe('How long goods may travel from one store to another before a case opens.'),
});
