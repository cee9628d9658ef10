import { z } from 'zod';
import { clock, nonEmpty, positiveInt } from './fields.js';

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
      customs: field('revert').describe('Country of origin and tariff number, which only the WMS is given.'),
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
  vatGroups: z
    .record(nonEmpty, positiveInt)
    .describe(
      'VAT group of the tills (vatid of Sitoo) under which new products are sold, by the name or id of their tax group in Centra. A tax group that is missing here opens a case, and its products wait. May be left out while the tills have one VAT group.',
    )
    .exactOptional(),
  vatGroup: positiveInt
    .describe('The same of products whose tax group Centra does not say, or of all where vatGroups is left out.')
    .exactOptional(),
  customs: z
    .enum(['on', 'off'])
    .default('off')
    .describe(
      'Whether articles in the WMS carry the country of origin and the tariff number that Centra has. Needs the permission Product.countryOfOrigin:read.',
    ),
  audit: z
    .union([clock('04:00'), z.literal('off')], { error: 'write a time of day as 04:00, or off' })
    .default('04:00')
    .describe('Time of day at which all products are audited; only while sync is on.'),
});
