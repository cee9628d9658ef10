import { z } from 'zod';
import { clock, positiveInt } from './fields.js';

const field = (usually: 'flag' | 'revert') =>
  z
    .strictObject({
      owner: z.literal('centra').default('centra').describe('Who owns the field: always the web shop.'),
      onDownstreamEdit: z
        .enum(['flag', 'revert'])
        .default(usually)
        .describe(
          'When the field is edited in Sitoo or in the WMS: flag opens a case, revert restores the value of the web shop.',
        ),
    })
    .prefault({});

/** The brand's settings for products. */
export const productsSchema = z.strictObject({
  sync: z
    .enum(['on', 'off'])
    .default('off')
    .describe('Whether products of their master are written to the other systems, and audited.'),
  master: z
    .enum(['sitoo', 'wms'])
    .describe(
      'Who has the last word about products where there is no Centra: the tills, or the WMS. When left out: the tills. A brand with Centra must leave it out, since Centra has it.',
    )
    .exactOptional(),
  fields: z
    .strictObject({
      name: field('revert').describe('The name.'),
      price: field('flag').describe('The price.'),
      barcode: field('flag').describe('The barcode.'),
      status: field('flag').describe('Whether the product is active.'),
    })
    .prefault({})
    .describe('What happens to edits made downstream, by field.'),
  pricelist: positiveInt
    .describe(
      'Id of the Centra price list that the tills use. May be left out only while there is one in the currency of the brand.',
    )
    .exactOptional(),
  sitooPricelist: positiveInt
    .describe('Id of a Sitoo price list that receives the prices as well as the default one.')
    .exactOptional(),
  audit: z
    .union([clock('04:00'), z.literal('off')], { error: 'write a time of day as 04:00, or off' })
    .default('04:00')
    .describe('Time of day at which all products are audited; only while sync is on.'),
});
