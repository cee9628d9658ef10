import { z } from 'zod';
import { clock, positiveInt } from './fields.js';

const field = (usually: 'flag' | 'revert') =>
  z
    .strictObject({
      owner: z.literal('centra').default('centra').describe('Whose word counts; the web shop is the master.'),
      onDownstreamEdit: z
        .enum(['flag', 'revert'])
        .default(usually)
        .describe('When somebody edits it below: flag asks a person, revert writes the value of the owner again.'),
    })
    .prefault({});

/** What a brand says about its products. */
export const productsSchema = z.strictObject({
  sync: z
    .enum(['on', 'off'])
    .default('off')
    .describe('Products of the web shop are written to the tills and to the warehouse.'),
  fields: z
    .strictObject({
      name: field('revert'),
      price: field('flag'),
      barcode: field('flag'),
      status: field('flag'),
    })
    .prefault({})
    .describe('Who owns which field, and what happens when it is edited below.'),
  pricelist: positiveInt
    .describe('Centra price list that the tills sell by. Default: the first in the currency of the brand.')
    .exactOptional(),
  sitooPricelist: positiveInt
    .describe('Sitoo price list that is told the price as well as the default one.')
    .exactOptional(),
  audit: z
    .union([clock('04:00'), z.literal('off')], { error: 'write a time of day as 04:00, or off' })
    .default('04:00')
    .describe('When all products are compared every night, in the time zone of the brand; only while sync is on.'),
});

export type ProductSettings = z.output<typeof productsSchema>;
